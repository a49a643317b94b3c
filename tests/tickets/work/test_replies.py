"""Answers and notes: written once, told to the member, never on a dossier that changed meanwhile."""

import threading

import pytest

from helpdesk.core.errors import NotFound, Refused, Stale
from helpdesk.core.masking import Kind
from helpdesk.db import db
from helpdesk.desks.models import Absence
from helpdesk.tickets.clocks.rules import ClockState, look
from helpdesk.tickets.clocks.service import clocks_of
from helpdesk.tickets.promises.rules import ClockKind
from helpdesk.tickets.rules import EntryKind, Status
from helpdesk.tickets.work.holding import Seen
from helpdesk.tickets.work.replies import Draft, Then, send
from tests.builders import a_desk, a_ticket, as_seen, last_mail, lines_of, outgoing

HELLO = Draft(body="Bonjour, nous cherchons.")


def texts(ticket, kind: EntryKind) -> list[str]:
    return [line.body for line in lines_of(ticket) if line.kind is kind]


def mails_to_member() -> list[str]:
    return [mail.event for mail in outgoing() if mail.to_address == "melanie.membre@example.org"]


def test_a_reply_is_public_and_the_member_is_told(app, now, people):
    ticket = a_ticket(now)

    send(as_seen(ticket, people.agent), HELLO, now=now)

    line = next(line for line in lines_of(ticket) if line.kind is EntryKind.REPLY)
    assert (line.is_public, line.author_name) == (True, "Agathe Aide")
    assert mails_to_member() == ["tickets/received", "tickets/answered"]
    assert "nous cherchons" in last_mail("tickets/answered").text


@pytest.mark.parametrize(("confidential", "mail_link_only"), [(True, False), (False, True)])
def test_a_discreet_answer_is_read_on_the_site_only(app, now, people, confidential, mail_link_only):
    ticket = a_ticket(now, confidential=confidential)
    chosen = app.extensions["settings"].model_copy(update={"mail_link_only": mail_link_only})
    app.extensions["settings"] = chosen

    send(as_seen(ticket, people.supervisor), HELLO, now=now)

    mail = last_mail("tickets/answered")
    assert mail.link_only
    assert "nous cherchons" not in mail.text + str(mail.inserts)


def test_who_answers_a_free_dossier_takes_it_and_ends_the_first_clock(app, now, people):
    ticket = a_ticket(now)

    send(as_seen(ticket, people.agent), HELLO, now=now)

    assert (ticket.assignee_id, ticket.status) == (people.agent.id, Status.OPEN)
    assert look(clocks_of(ticket)[ClockKind.FIRST_ANSWER], now=now) is ClockState.ENDED


def test_who_answers_a_colleagues_dossier_leaves_it_theirs(app, now, people):
    ticket = a_ticket(now)
    send(as_seen(ticket, people.agent), HELLO, now=now)

    send(as_seen(ticket, people.colleague), Draft(body="Je complète."), now=now)

    assert ticket.assignee_id == people.agent.id


def test_a_note_is_for_colleagues_alone(app, now, people):
    ticket = a_ticket(now)

    send(as_seen(ticket, people.agent), Draft(body="À voir lundi.", kind=EntryKind.NOTE), now=now)

    line = lines_of(ticket)[-1]
    assert (line.kind, line.is_public) == (EntryKind.NOTE, False)
    assert (ticket.status, ticket.version, ticket.assignee_id) == (Status.NEW, 2, None)
    assert mails_to_member() == ["tickets/received"]


def test_sent_and_waiting_pauses_the_clocks_with_what_is_left(app, now, people):
    ticket = a_ticket(now)

    send(as_seen(ticket, people.agent), Draft(body="Quelle date ?", then=Then.WAIT), now=now)

    assert (ticket.status, ticket.due_at) == (Status.WAITING, None)
    assert look(clocks_of(ticket)[ClockKind.RESOLUTION], now=now) is ClockState.PAUSED


def test_sent_and_resolved_is_one_mail(app, now, people):
    ticket = a_ticket(now)

    send(as_seen(ticket, people.agent), Draft(body="C’est remboursé.", then=Then.RESOLVE), now=now)

    assert (ticket.status, ticket.resolved_at) == (Status.RESOLVED, now)
    assert mails_to_member() == ["tickets/received", "tickets/resolved"]


def test_secrets_are_masked(app, now, people):
    ticket = a_ticket(now)

    masked = send(
        as_seen(ticket, people.agent), Draft(body="Votre IBAN FR76 3000 6000 0112 3456 7890 189"), now=now
    )

    assert masked == {Kind.IBAN}
    assert texts(ticket, EntryKind.REPLY) == ["Votre IBAN FR76 •••• 0189"]


def test_a_second_click_sends_nothing_more(app, now, people):
    ticket = a_ticket(now)
    seen = as_seen(ticket, people.agent)

    send(seen, HELLO, now=now)
    send(seen, HELLO, now=now)

    assert texts(ticket, EntryKind.REPLY) == ["Bonjour, nous cherchons."]
    assert mails_to_member() == ["tickets/received", "tickets/answered"]


def test_the_second_of_two_agents_is_refused_and_nothing_is_sent(app, now, people):
    ticket = a_ticket(now)
    first, second = as_seen(ticket, people.agent), as_seen(ticket, people.colleague)

    send(first, HELLO, now=now)
    with pytest.raises(Stale):
        send(second, Draft(body="Autre chose."), now=now)

    assert texts(ticket, EntryKind.REPLY) == ["Bonjour, nous cherchons."]


def test_two_agents_at_the_same_instant_send_one_reply(app, now, people):
    ticket = a_ticket(now)
    seens = [as_seen(ticket, people.agent), as_seen(ticket, people.colleague)]
    barrier, refused = threading.Barrier(2), []

    def try_to_send(seen: Seen) -> None:
        with app.app_context():
            barrier.wait(timeout=10)
            try:
                send(seen, Draft(body=f"De {seen.viewer.name}."), now=now)
            except Stale as stale:
                refused.append(stale)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=try_to_send, args=(seen,)) for seen in seens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    # What was read before stands in an older snapshot.
    db.session.rollback()
    assert len(refused) == 1
    assert len(texts(ticket, EntryKind.REPLY)) == 1


def test_a_closed_dossier_takes_no_reply(app, now, people):
    ticket = a_ticket(now)
    ticket.status = Status.CLOSED
    db.session.commit()

    with pytest.raises(Refused, match="clos"):
        send(as_seen(ticket, people.agent), HELLO, now=now)


def test_a_confidential_dossier_is_answered_by_its_desk_alone(app, now, people):
    a_desk("accueil", people.agent)
    ticket = a_ticket(now, confidential=True)

    with pytest.raises(NotFound):
        send(as_seen(ticket, people.colleague), HELLO, now=now)
    send(as_seen(ticket, people.agent), HELLO, now=now)


def test_who_stands_in_answers_a_confidential_dossier(app, now, people):
    a_desk("accueil", people.agent)
    ticket = a_ticket(now, confidential=True)
    away = Absence(
        person_id=people.agent.id, starts_on=now.date(), ends_on=now.date(), substitute_id=people.colleague.id
    )
    db.session.add(away)
    db.session.commit()

    send(as_seen(ticket, people.colleague), HELLO, now=now)

    assert len(texts(ticket, EntryKind.REPLY)) == 1
