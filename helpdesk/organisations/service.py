"""Creating and linking organisations, and who speaks for them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from helpdesk.core.errors import Refused, Stale
from helpdesk.core.identifiers import fold_key, one_line
from helpdesk.db import db, transactional
from helpdesk.organisations.models import Membership, Organisation, OrganisationContact, OrganisationLink
from helpdesk.organisations.queries import ancestor_ids, list_contacts
from helpdesk.organisations.rules import ContactFunction, Family, Kind, Line
from helpdesk.web.i18n import gettext as _


@dataclass(frozen=True)
class Details:
    """What is known of an organisation; days are inclusive, money is in cents a month."""

    code: str
    name: str
    kind: Kind
    family: Family
    short_name: str = ""
    department: str = ""
    region: str = ""
    town: str = ""
    postcode: str = ""
    role_mailbox: str = ""
    monthly_collection_cents: int | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    contacts: tuple["ContactDetails", ...] | None = None
    """All of them; None leaves those there are."""


@dataclass(frozen=True)
class ContactDetails:
    """Whom to reach, by function."""

    function: ContactFunction
    name: str = ""
    email: str = ""
    phone: str = ""


DETAILS = tuple(name for name in Details.__dataclass_fields__ if name != "contacts")
"""The columns of an organisation that a form or a file may change."""


@transactional
def save_organisation(details: Details, *, now: datetime, seen: str = "") -> Organisation:
    """Create the organisation called `details.code`, or bring it up to date; what is empty becomes empty.

    With `seen`, the `mark_of` what somebody looked at when they wrote, raise Stale when it changed since into
    anything else than `details`: the second of two clicks finds the work of the first.
    """
    details = replace(details, name=one_line(details.name))
    query = select(Organisation).where(Organisation.code == details.code)
    organisation = db.session.scalar(query.with_for_update(key_share=True))
    if organisation is None:
        organisation = Organisation(code=details.code, created_at=now)
        db.session.add(organisation)
    elif seen and seen != mark_of(organisation, list_contacts(organisation.id)):
        if _is_saved(organisation, details):
            return organisation
        raise Stale(_("Cette organisation a changé pendant que vous écriviez : rien n’est enregistré."))
    for name in DETAILS:
        setattr(organisation, name, getattr(details, name))
    organisation.name_key = name_key(details.name, details.short_name, details.town)
    db.session.flush()
    if details.contacts is not None:
        _replace_contacts(organisation.id, details.contacts)
    return organisation


def mark_of(organisation: Organisation, contacts: Sequence[OrganisationContact]) -> str:
    """Return a short text that is another one as soon as anything else is known of the organisation."""
    known = [getattr(organisation, name) for name in DETAILS]
    said = [str(each) for row in (known, *map(_said, contacts)) for each in row]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


@transactional
def link_organisations(
    *,
    parent_id: int,
    child_id: int,
    line: Line,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> OrganisationLink:
    """Put `parent_id` above `child_id` along `line`; refuse what would make a circle or end before it begins."""
    if valid_from and valid_until and valid_until < valid_from:
        raise Refused(_("La date de fin précède la date de début."))
    if parent_id == child_id or child_id in ancestor_ids(parent_id, None):
        raise Refused(_("Ce lien formerait une boucle : une organisation ne peut pas dépendre d’elle-même."))
    link = db.session.scalar(
        select(OrganisationLink).where(
            OrganisationLink.parent_id == parent_id,
            OrganisationLink.child_id == child_id,
            OrganisationLink.line == line,
            OrganisationLink.valid_from.is_(None)
            if valid_from is None
            else OrganisationLink.valid_from == valid_from,
        )
    )
    if link is None:
        link = OrganisationLink(parent_id=parent_id, child_id=child_id, line=line, valid_from=valid_from)
        db.session.add(link)
    link.valid_until = valid_until
    db.session.flush()
    return link


@transactional
def add_member(
    *, person_id: int, organisation_id: int, function: ContactFunction, valid_from: date | None = None
) -> Membership:
    """Let a person with an account speak for an organisation."""
    membership = Membership(
        person_id=person_id, organisation_id=organisation_id, function=function, valid_from=valid_from
    )
    db.session.add(membership)
    db.session.flush()
    return membership


def name_key(*names: str) -> str:
    """Return what searches look into: every name folded, cut to the column."""
    return fold_key(" ".join(name for name in names if name))[:300]


def _replace_contacts(organisation_id: int, contacts: Sequence[ContactDetails]) -> None:
    """Make these the contacts; rows that say the same already stay."""
    gone = list(list_contacts(organisation_id))
    for contact in contacts:
        row = contact_row(organisation_id, contact)
        same = next((each for each in gone if _said(each) == _said(row)), None)
        if same is None:
            db.session.add(row)
        else:
            gone.remove(same)
    for each in gone:
        db.session.delete(each)


def _is_saved(organisation: Organisation, details: Details) -> bool:
    """Tell whether the tables say `details` already."""
    if any(getattr(organisation, name) != getattr(details, name) for name in DETAILS):
        return False
    if details.contacts is None:
        return True
    wanted = (contact_row(organisation.id, each) for each in details.contacts)
    return sorted(map(_said, wanted)) == sorted(map(_said, list_contacts(organisation.id)))


def _said(row: OrganisationContact) -> tuple[str, ...]:
    return row.function, row.name, row.email, row.phone


def contact_row(organisation_id: int, contact: ContactDetails) -> OrganisationContact:
    """Return the row of a contact, not yet stored."""
    return OrganisationContact(
        organisation_id=organisation_id,
        function=contact.function,
        name=one_line(contact.name),
        email=contact.email,
        phone=contact.phone,
    )
