"""Adding to what search knows of an article, without a word changing that readers see.

Any writer may do it at once, as they may change synonyms: the right to publish, and the second person where two are
wanted, guard what readers read. The text that is public and the one being worked on both get it, so a draft goes
on as it was, and file and browser agree by the same rules as after any saving.
"""

from datetime import datetime

from sqlalchemy import select

from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import NotFound, Refused
from helpdesk.db import db, transactional
from helpdesk.faq.content.source import Source
from helpdesk.faq.writing import publishing
from helpdesk.faq.writing.history import Line, keep_first, keep_revision
from helpdesk.faq.writing.labels import OBSTACLES
from helpdesk.faq.writing.looking import look_at
from helpdesk.faq.writing.matter import parts_of, with_values
from helpdesk.faq.writing.models import Manuscript
from helpdesk.faq.writing.rules import Act, Event, Kind, Obstacle, may
from helpdesk.faq.writing.service import Outdated
from helpdesk.faq.writing.texts import hash_of
from helpdesk.web.i18n import gettext as _


def add_alias(slug: str, lang: str, alias: str, *, by: Viewer, now: datetime) -> None:
    """Add a formulation to a public article; one that has it already stays as it is.

    Raises Refused where the article is in conflict, archived or has faults, and Outdated when somebody else
    saved in the very moment.
    """
    if not may(Act.SAVE, by.roles):
        raise NotFound
    row = _manuscript(slug, lang)
    live = row.live_text
    if live is None:
        raise Refused(str(OBSTACLES[Obstacle.STATE]), status=409)
    if row.in_conflict:
        raise Refused(str(OBSTACLES[Obstacle.CONFLICT]), status=409)
    amended = with_alias(live, alias)
    if amended == live:
        return
    look = look_at(row.path, amended, now=now)
    if not look.is_sound or not isinstance(look.understood, Source):
        raise Refused(_("La fiche ne peut pas recevoir cette formulation : ouvrez-la pour voir pourquoi."))
    _bring_out(row.id, row.version, amended, alias, publishing.prepare(look.understood), by=by, now=now)


def with_alias(text: str, alias: str) -> str:
    """Return an article with one formulation more; raise ValueError where its front matter cannot be read.

    Only the list of formulations changes, unless it is written so freely that all of it must be written anew.
    """
    parts = parts_of(text)
    had = parts.matter["aliases"]
    if alias.casefold() in {each.casefold() for each in had}:
        return text
    return with_values(text, {"aliases": [*had, alias]})


@transactional
def _bring_out(
    manuscript_id: int,
    version: int,
    amended: str,
    alias: str,
    edition: publishing.Edition,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    row = db.session.get(Manuscript, manuscript_id, with_for_update=True, populate_existing=True)
    if row is None or row.version != version:
        raise Outdated
    keep_first(row)
    if row.public_text is None:
        row.text = amended
    else:
        row.public_text, row.text = amended, _worked_on(row.text, alias)
    row.text_hash = hash_of(row.text)
    row.version += 1
    row.updated_at = now
    keep_revision(row, Line(Event.ALIAS, by, _("« %(words)s »", words=alias)), now=now)
    publishing.bring_out(edition, now=now)


def _worked_on(text: str, alias: str) -> str:
    """Return the text being worked on with the formulation; one that is broken just now goes on without."""
    try:
        return with_alias(text, alias)
    except ValueError:
        return text


def _manuscript(slug: str, lang: str) -> Manuscript:
    found = db.session.scalars(
        select(Manuscript).where(
            Manuscript.kind == Kind.ARTICLE, Manuscript.slug == slug, Manuscript.lang == lang
        )
    ).first()
    if found is None:
        raise NotFound
    return found
