"""A long text pasted by an editor: the articles it would make, then those of them that are wanted, as drafts."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, ValidationError

from helpdesk.accounts.viewer import Viewer, signed_in_viewer
from helpdesk.core import clock
from helpdesk.core.clock import local
from helpdesk.core.errors import Refused
from helpdesk.db import db, transactional
from helpdesk.faq.writing import room, service
from helpdesk.faq.writing.drafting import Draft, drafts_of, refuse_too_much
from helpdesk.faq.writing.editing import titles_of
from helpdesk.faq.writing.forms import REQUIRED
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import State
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l
from helpdesk.web.i18n import ngettext

LONGEST_PASTED = 60_000
"""Longest text that a form takes, in characters: some twenty pages. The command takes longer ones."""
CREATE = "create"
"""Name of the button that makes drafts; without it they are only shown."""


class SplitForm(Form):
    """A long text, and where what it says belongs."""

    document = TextAreaField(
        _l("Le texte"),
        [REQUIRED, Length(max=LONGEST_PASTED)],
        description=_l(
            "Chaque question devient une fiche : un titre qui finit par « ? », une ligne en gras qui finit "
            "par « ? », ou une ligne en capitales."
        ),
        render_kw={"rows": 14},
    )
    collection = SelectField(_l("Collection"))
    lang = SelectField(_l("Langue"), choices=choices({"fr": "français", "en": "English"}))

    def validate_document(self, field: TextAreaField) -> None:
        """Refuse a text of which some questions would be left out."""
        try:
            refuse_too_much(field.data or "")
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from refusal


def split() -> str | Response | tuple[str, int]:
    """Show what a text would make; make drafts of what is ticked."""
    form = SplitForm()
    form.collection.choices = choices(titles_of(room.collections()))
    if not form.validate_on_submit():
        return render_template("faq/writing/split.html", form=form, drafts=[]), 422 if form.errors else 200
    drafts = _drafts(form)
    if CREATE not in request.form:
        return render_template("faq/writing/split.html", form=form, drafts=drafts)
    wanted = [each for each in drafts if each.slug in request.form.getlist("slug")]
    try:
        made = _create(wanted, by=signed_in_viewer(), now=clock.now())
    except Refused as refusal:
        form.form_errors.append(refusal.sentence)
        return render_template("faq/writing/split.html", form=form, drafts=drafts), refusal.status
    flash(ngettext("%(num)d brouillon créé.", "%(num)d brouillons créés.", made), "ok")
    return redirect(url_for("writing.index", etat=State.DRAFT.value))


def _drafts(form: SplitForm) -> Sequence[Draft]:
    return list(
        drafts_of(
            form.document.data or "",
            collection=form.collection.data,
            lang=form.lang.data,
            today=local(clock.now()).date(),
            taken=db.session.scalars(select(Manuscript.slug).distinct()),
        )
    )


@transactional
def _create(drafts: Sequence[Draft], *, by: Viewer, now: datetime) -> int:
    """Keep drafts, all or none; refuse where nothing is ticked."""
    if not drafts:
        raise Refused(_("Cochez au moins une fiche."))
    for draft in drafts:
        service.create(draft.paper(), by=by, now=now)
    return len(drafts)
