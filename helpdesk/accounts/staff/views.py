"""« Personnes »: who works here."""

from flask import Response, flash, make_response, render_template, request, url_for

from helpdesk.accounts.pages import form_page, see
from helpdesk.accounts.staff import queries, service
from helpdesk.accounts.staff.forms import InvitationForm, RolesForm
from helpdesk.accounts.staff.labels import ROLES
from helpdesk.accounts.staff.rules import PEOPLE_PER_PAGE, grantable_roles, may_manage
from helpdesk.accounts.staff.service import may_invite_again
from helpdesk.accounts.viewer import Viewer, signed_in_viewer
from helpdesk.core import clock
from helpdesk.core.errors import Refused
from helpdesk.core.identifiers import one_line
from helpdesk.web.i18n import gettext as _

LONGEST_SEARCH = 100


def people() -> Response:
    """List people by name, a page at a time."""
    search = one_line(request.args.get("q", ""))[:LONGEST_SEARCH]
    after = request.args.get("apres", type=_row_number)
    found = queries.list_people(signed_in_viewer(), search=search, after=after)
    shown = found[:PEOPLE_PER_PAGE]
    next_url = ""
    if len(found) > len(shown):
        next_url = url_for("accounts.people", q=search or None, apres=shown[-1].id)
    page = render_template(
        "accounts/people.html",
        people=shown,
        search=search,
        next_url=next_url,
        is_first=after is None,
        roles=ROLES,
    )
    return make_response(page)


def invite() -> Response:
    """Invite somebody by mail."""
    viewer, form = signed_in_viewer(), InvitationForm()
    form.roles.offer(grantable_roles(viewer.roles))
    if not form.validate_on_submit():
        return form_page("accounts/invite.html", form)
    try:
        person = service.invite(viewer, form.newcomer(), now=clock.now())
    except Refused as refusal:
        return form_page("accounts/invite.html", form, refusal=refusal)
    flash(_("L’invitation part à %(email)s.", email=person.email), "ok")
    return see("accounts.person", person_id=person.id)


def person(person_id: int) -> Response:
    """Show a person, and change their roles."""
    viewer = signed_in_viewer()
    shown = queries.get_colleague(person_id, viewer)
    form = RolesForm(data={"roles": [role.value for role in shown.roles]})
    form.roles.offer(grantable_roles(viewer.roles))
    if not form.validate_on_submit():
        return _person_page(viewer, person_id, form)
    try:
        service.change_roles(viewer, person_id, form.roles.chosen())
    except Refused as refusal:
        return _person_page(viewer, person_id, form, refusal)
    flash(_("Les rôles sont changés."), "ok")
    return see("accounts.person", person_id=person_id)


def disable_person(person_id: int) -> Response:
    """Shut a person out at once."""
    viewer = signed_in_viewer()
    try:
        service.disable(viewer, person_id, now=clock.now())
    except Refused as refusal:
        return _person_page(viewer, person_id, RolesForm(formdata=None), refusal)
    return _back(person_id, _("Le compte est désactivé ; ses sessions sont fermées."))


def enable_person(person_id: int) -> Response:
    """Let a disabled person in again."""
    service.enable(signed_in_viewer(), person_id)
    return _back(person_id, _("Le compte est réactivé."))


def invite_again(person_id: int) -> Response:
    """Mail the invitation once more."""
    service.invite_again(signed_in_viewer(), person_id, now=clock.now())
    return _back(person_id, _("Une nouvelle invitation part. L’ancien lien ne fonctionne plus."))


def end_person_sessions(person_id: int) -> Response:
    """Sign a person out everywhere."""
    service.end_sessions(signed_in_viewer(), person_id)
    return _back(person_id, _("Toutes ses sessions sont fermées."))


def reset_second_factor(person_id: int) -> Response:
    """Take the second factor away from somebody who lost it."""
    service.reset_second_factor(signed_in_viewer(), person_id, now=clock.now())
    return _back(person_id, _("Le second facteur est retiré : il sera demandé d’en activer un nouveau."))


def _row_number(text: str) -> int:
    """Read the number of a row; raise ValueError for one that no table holds."""
    number = int(text)
    if not 0 < number < 2**31:
        raise ValueError(text)
    return number


def _back(person_id: int, message: str) -> Response:
    flash(message, "ok")
    return see("accounts.person", person_id=person_id)


def _person_page(viewer: Viewer, person_id: int, form: RolesForm, refusal: Refused | None = None) -> Response:
    shown = queries.get_colleague(person_id, viewer)
    if not form.is_submitted() or refusal:
        form.roles.offer(grantable_roles(viewer.roles))
        form.roles.data = [role.value for role in shown.roles]
    return form_page(
        "accounts/person.html",
        form,
        refusal=refusal,
        person=shown,
        roles=ROLES,
        may_manage=may_manage(viewer.roles),
        may_invite_again=may_invite_again(viewer, shown),
    )
