"""Mails about escalations. Each is part of the use case that causes it; templates in `templates/mail/`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from helpdesk.accounts.models import Person, RoleGrant
from helpdesk.accounts.rules import Role
from helpdesk.accounts.viewer import Viewer
from helpdesk.config import settings
from helpdesk.core.clock import local
from helpdesk.db import db
from helpdesk.desks.queries import Colleague, find_covering, list_answering
from helpdesk.escalation.digests.service import note_and_choose
from helpdesk.escalation.labels import ground_sentence, member_state_label
from helpdesk.escalation.links.service import new_link
from helpdesk.escalation.models import Escalation
from helpdesk.escalation.rules import State
from helpdesk.outbox.rules import Lane
from helpdesk.outbox.service import Envelope, compose, post, post_all
from helpdesk.tickets.letters import new_follow_link
from helpdesk.tickets.models import Ticket
from helpdesk.web.i18n import SOURCE_LANGUAGE

SUPERVISORS_AT_MOST = 50


def write_to(
    event: str, addressee: str, escalation: Escalation, ticket: Ticket, *, now: datetime, **values: Any
) -> None:
    """Write to the administration with a signed link of its own; the mail loses its body once sent."""
    link = new_link(escalation.id, addressee, now=now)
    envelope = Envelope(
        to=addressee,
        lang=SOURCE_LANGUAGE,
        lane=Lane.URGENT,
        thread=f"escalation:{escalation.id}",
        answerable=True,
        useless_after=link.expires_at,
    )
    post(
        f"escalation/{event}",
        envelope,
        now=now,
        link_to=link,
        escalation=escalation,
        ticket=ticket,
        **values,
    )


def tell_agents(
    event: str, ticket: Ticket, *, now: datetime, but: Viewer | None = None, **values: Any
) -> None:
    """Write to who answers for the agent that has the dossier, or to its desk when nobody has it."""
    _tell(event, ticket, _agents(ticket, now=now), now=now, but=but, **values)


def tell_supervisors(event: str, ticket: Ticket, *, now: datetime, **values: Any) -> None:
    """Write to every supervisor; to the helpdesk's own mailbox when there is none."""
    _tell(event, ticket, _supervisors(), now=now, **values)


def propose(escalation: Escalation, ticket: Ticket, *, loudly: bool, now: datetime, **values: Any) -> None:
    """Tell the agents of a proposal, and `loudly` the supervisors; who just got several finds it in a digest."""
    everyone = list(_envelopes(ticket, _or_house(_agents(ticket, now=now)), None))
    if loudly:
        known = {each.to for each in everyone}
        bosses = _envelopes(ticket, _or_house(_supervisors()), None)
        everyone += [each for each in bosses if each.to not in known]
    chosen = note_and_choose(escalation, "proposed", everyone, now=now)
    _post("proposed", ticket, chosen, now=now, grounds=escalation.grounds, **values)


def remind_supervisors(escalation: Escalation, ticket: Ticket, *, now: datetime) -> None:
    """Tell the supervisors that nobody decided; who just got several finds it in their next digest."""
    everyone = list(_envelopes(ticket, _or_house(_supervisors()), None))
    chosen = note_and_choose(escalation, "unconfirmed", everyone, now=now)
    _post("unconfirmed", ticket, chosen, now=now, grounds=escalation.grounds)


def tell_member(ticket: Ticket, state: State, *, now: datetime) -> None:
    """Write to who asked where their wish stands, if they left an address, with a private link of its own."""
    if not ticket.requester_email:
        return
    token, _link = new_follow_link(ticket, now=now)
    envelope = Envelope(
        to=ticket.requester_email,
        lang=ticket.lang,
        thread=_thread(ticket),
        answerable=True,
        link_only=ticket.confidential or settings().mail_link_only,
        useless_after=now + timedelta(days=settings().follow_link_days),
    )
    post(
        "escalation/member",
        envelope,
        now=now,
        ticket=ticket,
        token=token,
        state=state,
        say_state=member_state_label,
    )


def _agents(ticket: Ticket, *, now: datetime) -> Sequence[Colleague]:
    today = local(now).date()
    person = find_covering(ticket.assignee_id, today) if ticket.assignee_id else None
    return [person] if person else list_answering(ticket.desk_id, today)


def _supervisors() -> Sequence[Colleague]:
    query = (
        select(Person.id, Person.name, Person.email, Person.lang)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.SUPERVISOR)
        .where(Person.disabled_at.is_(None))
        .order_by(Person.id)
        .limit(SUPERVISORS_AT_MOST)
    )
    return [Colleague(*row) for row in db.session.execute(query)]


def _tell(
    event: str,
    ticket: Ticket,
    people: Sequence[Colleague],
    *,
    now: datetime,
    but: Viewer | None = None,
    **values: Any,
) -> None:
    _post(event, ticket, list(_envelopes(ticket, _or_house(people), but)), now=now, **values)


def _or_house(people: Sequence[Colleague]) -> Sequence[Colleague]:
    """Return the people, or the helpdesk's own mailbox rather than nobody."""
    return people or [Colleague(0, "", settings().support_email, SOURCE_LANGUAGE)]


def _post(event: str, ticket: Ticket, envelopes: Sequence[Envelope], *, now: datetime, **values: Any) -> None:
    if envelopes:
        post_all(
            compose(f"escalation/{event}", envelopes, now=now, ticket=ticket, say=ground_sentence, **values)
        )


def _envelopes(ticket: Ticket, people: Iterable[Colleague], but: Viewer | None) -> Iterable[Envelope]:
    for each in people:
        if but is None or each.id != but.id:
            yield Envelope(
                to=each.email,
                lang=each.lang,
                thread=_thread(ticket),
                answerable=True,
                person_id=each.id,
                scope=f"desk:{ticket.desk_id}",
            )


def _thread(ticket: Ticket) -> str:
    return f"ticket:{ticket.reference}"
