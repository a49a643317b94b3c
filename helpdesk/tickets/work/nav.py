"""The menu at the left of every desk page: the lists with their counts, and what else may be opened."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request

from helpdesk.accounts.viewer import Viewer
from helpdesk.tickets.work.duty import current_duty
from helpdesk.tickets.work.labels import VIEW_ICONS, VIEWS
from helpdesk.tickets.work.lists.queries import count_views
from helpdesk.tickets.work.rules import View, capped
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l
from helpdesk.web.links import page_url

MayCall = Callable[[str, Viewer | None], bool]

OWN = (View.TO_DO, View.DUE_SOON, View.MINE, View.UNASSIGNED, View.WAITING)
SHARED = (View.ESCALATED, View.RESOLVED)
PLACES = (
    ("escalation.index", _l("Saisines"), "landmark"),
    ("confederal.index", _l("Saisines reçues"), "landmark"),
    ("writing.index", _l("Fiches"), "book-open"),
    ("synonyms.index", _l("Synonymes"), "book-open"),
    ("learning.index", _l("Recherches et avis"), "chart-column"),
    ("organisations.index", _l("Organisations"), "building-2"),
    ("activations.index", _l("Activations"), "list-ordered"),
    ("faq.promises", _l("Promesses"), "calendar-clock"),
    ("desks.index", _l("Pôles"), "users"),
    ("routing.index", _l("Règles d’aiguillage"), "git-branch"),
    ("accounts.people", _l("Personnes"), "user-check"),
    ("incoming.index", _l("Courrier reçu"), "inbox"),
    ("outbox.index", _l("Courriels"), "mail"),
)
"""What the menu leads to besides dossiers: endpoint, words, icon; shown to who may call it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the menu; `count` is text, None where there is nothing to count."""

    url: str
    label: str
    icon: str
    count: str | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of the menu under one title."""

    title: str
    links: list[Link]


def sections(viewer: Viewer | None, may_call: MayCall) -> list[Section]:
    """Return the menu for `viewer`, read once a request."""
    if "desk_sections" not in g:
        g.desk_sections = _sections(viewer, may_call)
    found: list[Section] = g.desk_sections
    return found


def _sections(viewer: Viewer | None, may_call: MayCall) -> list[Section]:
    found = []
    if viewer is not None and viewer.works_dossiers:
        counts = {view: capped(count) for view, count in _counts().items()}
        inbox = page_url("desk.inbox")
        for title, views in ((_("Mes vues"), OWN), (_("Partagées"), SHARED)):
            found.append(Section(title, [_view_link(view, counts[view], inbox) for view in views]))
    places = [
        Link(page_url(endpoint), str(label), icon, is_current=_is_within(endpoint))
        for endpoint, label, icon in PLACES
        if may_call(endpoint, viewer)
    ]
    return [*found, Section(_("Bureau"), places)] if places else found


def _counts() -> dict[View, int]:
    duty = current_duty()
    return dict(count_views(duty.reach, duty.moment))


def _view_link(view: View, count: str, inbox: str) -> Link:
    url = inbox if view is View.TO_DO else f"{inbox}?vue={view.value}"
    is_current = request.endpoint == "desk.inbox" and g.get("desk_view") is view
    return Link(url, str(VIEWS[view]), VIEW_ICONS[view], count, is_current)


def _is_within(endpoint: str) -> bool:
    return (request.endpoint or "").partition(".")[0] == endpoint.partition(".")[0]
