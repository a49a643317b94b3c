"""The administration answers an escalation by mail."""

from helpdesk.db import db
from helpdesk.escalation.rules import State as EscalationState
from helpdesk.intake.rules import State, Why
from helpdesk.outbox.reply_tokens import keep_reply_token, reply_address
from tests.builders import outgoing
from tests.escalation.cases import ADMINISTRATION, a_grave_ticket, reloaded, sent
from tests.intake.mails import ALIGNED, a_mail


def to_escalation(escalation, address, now):
    thread = f"escalation:{escalation.id}"
    keep_reply_token(thread, address, now=now)
    return reply_address(thread, address)


def test_the_administration_answers_an_escalation_by_mail(take, people, now):
    escalation = sent(a_grave_ticket(now), people.agent, now=now)

    row = take(
        a_mail(
            "La banque reverse vendredi.",
            sender=f"Administration <{ADMINISTRATION}>",
            to=to_escalation(escalation, ADMINISTRATION, now),
            Authentication_Results=ALIGNED,
        )
    )

    assert (row.state, row.why) == (State.FILED, Why.ADMINISTRATION_ANSWERED)
    escalation = reloaded(escalation)
    assert (escalation.state, escalation.answer.strip()) == (
        EscalationState.ANSWERED,
        "La banque reverse vendredi.",
    )


def test_an_answer_to_an_escalation_without_proof_waits_for_a_confirmation(take, people, now):
    escalation = sent(a_grave_ticket(now), people.agent, now=now)

    row = take(
        a_mail(
            "Refusé.",
            sender=f"Administration <{ADMINISTRATION}>",
            to=to_escalation(escalation, ADMINISTRATION, now),
        )
    )

    assert (row.state, row.why, row.escalation_id) == (State.TO_CHECK, Why.TO_CONFIRM, escalation.id)
    assert reloaded(escalation).state is EscalationState.SENT
    assert [mail.to_address for mail in outgoing() if mail.event == "intake/confirm"] == [ADMINISTRATION]


def test_an_answer_that_the_escalation_does_not_allow_is_held_for_an_agent(take, people, now):
    escalation = sent(a_grave_ticket(now), people.agent, now=now)
    escalation.state = EscalationState.DISMISSED
    db.session.commit()
    to = to_escalation(escalation, ADMINISTRATION, now)

    row = take(a_mail("Oui.", sender=ADMINISTRATION, to=to, Authentication_Results=ALIGNED))

    assert (row.state, row.why) == (State.TO_CHECK, Why.REFUSED)
    assert reloaded(escalation).answer == ""
