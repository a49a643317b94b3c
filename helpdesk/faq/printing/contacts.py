"""Whom to ask, on paper: the helpdesk with its hours; for who has signed in, their organisations and those above."""

from dataclasses import dataclass
from datetime import date

from helpdesk.accounts.viewer import Viewer
from helpdesk.organisations.labels import FUNCTIONS
from helpdesk.organisations.models import Organisation
from helpdesk.organisations.queries import list_by_ids, list_contacts, organisation_ids_of, parents_of

MOST_ORGANISATIONS = 5
"""Of how many organisations the contacts are printed; hardly anybody speaks for more."""


@dataclass(frozen=True)
class Line:
    """One contact: what for, and how."""

    what: str
    name: str
    email: str
    phone: str


@dataclass(frozen=True)
class Relay:
    """An organisation that somebody speaks for, its contacts, and the mailboxes of those it turns to."""

    name: str
    lines: list[Line]
    above: list[Line]


def relays_of(viewer: Viewer | None, on: date) -> list[Relay]:
    """Return the contacts that are printed for whoever asks: none for who has not signed in."""
    if viewer is None:
        return []
    ids = sorted(organisation_ids_of(viewer, on))[:MOST_ORGANISATIONS]
    return [_relay(each, on) for each in list_by_ids(ids)] if ids else []


def _relay(organisation: Organisation, on: date) -> Relay:
    lines = [
        Line(str(FUNCTIONS[each.function]), each.name, each.email, each.phone)
        for each in list_contacts(organisation.id)
    ]
    parents = {each.id: each for each, _line in parents_of(organisation.id, on)}
    above = [Line(each.name, "", each.role_mailbox, "") for each in parents.values() if each.role_mailbox]
    own = [Line("", "", organisation.role_mailbox, "")] if organisation.role_mailbox else []
    return Relay(organisation.name, [*own, *lines], above)
