"""« En faire une fiche » : what was answered in a dossier, without anything personal, handed to who writes articles."""

from collections.abc import Mapping

from flask import render_template

from helpdesk.accounts.rules import WRITERS
from helpdesk.core.errors import NotFound
from helpdesk.tickets.rules import EntryKind
from helpdesk.tickets.work.dossier.queries import LINES_AT_MOST, Dossier, get_dossier, list_lines
from helpdesk.tickets.work.duty import current_duty
from helpdesk.tickets.work.sharing.patterns import Kind
from helpdesk.tickets.work.sharing.rules import Impersonal, make_impersonal
from helpdesk.web.i18n import lazy_gettext as _l

KINDS: Mapping[Kind, str] = {
    Kind.NAME: _l("Noms"),
    Kind.ORGANISATION: _l("Organisations"),
    Kind.MAIL: _l("Adresses e-mail"),
    Kind.PHONE: _l("Téléphones"),
    Kind.ACCOUNT: _l("Comptes, cartes, numéros de sécurité sociale"),
    Kind.AMOUNT: _l("Montants"),
    Kind.IDENTIFIER: _l("Références"),
    Kind.ADDRESS: _l("Liens"),
    Kind.BIRTH: _l("Dates de naissance"),
    Kind.PLACE: _l("Adresses postales"),
    Kind.HANDLE: _l("Pseudonymes"),
}


def to_article(reference: str) -> str:
    """Show what a draft would begin with, and everything that was taken out of it."""
    duty = current_duty()
    if not duty.viewer.roles & WRITERS:
        raise NotFound
    dossier = get_dossier(reference, duty.reach)
    rows = {row.id: row for row in list_lines(dossier.ticket.id, limit=LINES_AT_MOST)}.values()
    answers = [row.body for row in rows if row.kind is EntryKind.REPLY and row.body]
    people = {row.author_name for row in rows if row.author_name}
    subject, body = (
        _impersonal(text, dossier, people) for text in (dossier.ticket.subject, "\n\n".join(answers))
    )
    taken = {
        kind: [each.words for each in dict.fromkeys((*subject.taken, *body.taken)) if each.kind is kind]
        for kind in KINDS
    }
    return render_template(
        "tickets/work/to_article.html",
        ticket=dossier.ticket,
        title=subject.text,
        body=body.text,
        taken={kind: found for kind, found in taken.items() if found},
        kinds=KINDS,
    )


def _impersonal(text: str, dossier: Dossier, people: set[str]) -> Impersonal:
    ticket, organisation = dossier.ticket, dossier.organisation
    place = (organisation.name, organisation.code, organisation.town) if organisation else ()
    return make_impersonal(
        text,
        names={ticket.requester_name, dossier.assignee, *people, *(each.name for each in dossier.contacts)},
        organisations={ticket.organisation_text, *place},
        identifiers={ticket.reference, ticket.rum, ticket.vendor_reference},
    )
