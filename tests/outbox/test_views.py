"""What supervisors see of the outgoing mail and may do about it."""

from datetime import timedelta

import pytest

from helpdesk.core import clock
from helpdesk.outbox.rules import Lane, Reason, State
from helpdesk.outbox.suppression import find_suppression, suppress_complaint
from tests.people import signed_in

DEAD = {
    "state": State.DEAD,
    "reason": Reason.UNKNOWN_ADDRESS,
    "last_error": "550 5.1.1 unknown",
    "attempts": 1,
}


@pytest.fixture
def page(client, people):
    """Return the page as a supervisor sees it."""
    signed_in(client, people.supervisor)
    return lambda **query: client.get("/bureau/courriels/", query_string=query).text


@pytest.mark.parametrize(
    ("who", "status"), [("supervisor", 200), ("sysadmin", 200), ("agent", 404), ("editor", 404)]
)
def test_supervisors_and_system_administrators_only(client, people, who, status):
    signed_in(client, getattr(people, who))

    assert client.get("/bureau/courriels/").status_code == status


def test_an_empty_outbox_says_so(page):
    assert "Tout est remis" in page()


def test_the_page_counts_what_waits(page, a_mail):
    a_mail(lane=Lane.URGENT)
    a_mail(lane=Lane.NORMAL, reason=Reason.NOT_NOW)
    a_mail(lane=Lane.NORMAL)
    a_mail(state=State.SENT, sent_at=clock.now())

    shown = page()

    assert "Urgents\u00a0: 1 en attente" in shown
    assert "Courants\u00a0: 2 en attente" in shown
    assert "1 à retenter" in shown
    assert "1 envoyé en 24\u00a0heures" in shown


def test_a_dead_letter_shows_its_reason_and_its_text(page, a_mail):
    a_mail(**DEAD, text="Bonjour <b>vous</b>")

    shown = page()

    assert "L’adresse n’existe pas" in shown
    assert "550 5.1.1 unknown" in shown
    assert "Bonjour &lt;b&gt;vous&lt;/b&gt;" in shown


def test_the_text_with_a_one_time_link_is_not_shown(page, a_mail, now):
    a_mail(
        **DEAD, subject="Votre lien", text="https://localhost/secret", useless_after=now + timedelta(days=900)
    )

    shown = page()

    assert "Votre lien" in shown
    assert "/secret" not in shown


def test_a_dead_letter_is_sent_again(client, people, a_mail, reload):
    mail = a_mail(**DEAD)
    signed_in(client, people.supervisor)

    client.post(f"/bureau/courriels/{mail}/renvoyer")

    row = reload(mail)
    assert (row.state, row.attempts, row.reason) == (State.QUEUED, 0, None)


def test_an_expired_link_is_not_sent_again(client, people, a_mail, reload, now):
    mail = a_mail(**DEAD, useless_after=now - timedelta(days=900))
    signed_in(client, people.supervisor)

    assert client.post(f"/bureau/courriels/{mail}/renvoyer").status_code == 422
    assert reload(mail).state is State.DEAD


def test_a_dead_letter_is_discarded_with_its_words(client, people, a_mail, reload):
    mail = a_mail(**DEAD)
    signed_in(client, people.supervisor)

    client.post(f"/bureau/courriels/{mail}/abandonner")

    assert (reload(mail).state, reload(mail).text) == (State.DISCARDED, "")


@pytest.mark.parametrize("act", ["renvoyer", "abandonner"])
def test_only_dead_letters_are_settled_by_hand(client, people, a_mail, act):
    mail = a_mail()
    signed_in(client, people.supervisor)

    assert client.post(f"/bureau/courriels/{mail}/{act}").status_code == 404
    assert client.post(f"/bureau/courriels/999999/{act}").status_code == 404


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 30, "²", "1.5", "1\n"])
def test_an_absurd_page_is_the_first_one(page, a_mail, value):
    a_mail(**DEAD)

    assert "<h1>Courriels</h1>" in page(avant=value)


def test_older_dead_letters_are_on_the_next_page(page, a_mail):
    ids = [a_mail(**DEAD) for _ in range(26)]

    first, second = page(), page(avant=ids[1])

    assert "Message 26<" in first
    assert "Message 1<" not in first
    assert f"avant={ids[1]}" in first
    assert "Message 1<" in second


def test_the_queue_is_listed_by_standing_lane_and_dossier(client, people, a_mail):
    a_mail(subject="Attend", thread="ticket:K7Q-482")
    a_mail(subject="Autre dossier", thread="ticket:B2C-345")
    a_mail(subject="En nombre", lane=Lane.BULK)
    a_mail(subject="Parti", state=State.SENT, sent_at=clock.now())
    a_mail(subject="Retente", attempts=2, reason=Reason.NOT_NOW)
    signed_in(client, people.supervisor)

    def shown(**query):
        page = client.get("/bureau/courriels/file", query_string=query).text
        subjects = ("Attend", "Autre dossier", "En nombre", "Parti", "Retente")
        return {subject for subject in subjects if f">{subject}<" in page}

    assert shown() == {"Attend", "Autre dossier", "En nombre", "Retente"}
    assert shown(etat="partis") == {"Parti"}
    assert shown(etat="retenter") == {"Retente"}
    assert shown(voie="3-bulk") == {"En nombre"}
    assert shown(dossier="k7q 482") == {"Attend"}
    assert shown(etat="x", voie="y", dossier="z", avant="-1") == shown()


def test_a_waiting_mail_is_cancelled_and_one_that_left_is_not(client, people, a_mail, reload):
    waits, left = a_mail(), a_mail(state=State.SENT, sent_at=clock.now())
    signed_in(client, people.supervisor)

    assert client.post(f"/bureau/courriels/{waits}/annuler").status_code == 302
    assert client.post(f"/bureau/courriels/{left}/annuler").status_code == 409

    assert (reload(waits).state, reload(waits).reason, reload(waits).text) == (
        State.DISCARDED,
        Reason.CANCELLED,
        "",
    )
    assert reload(left).state is State.SENT


def test_what_was_emptied_is_not_sent_again(client, people, a_mail):
    mail = a_mail(**DEAD, text="")
    signed_in(client, people.supervisor)

    assert "effacé" in client.post(f"/bureau/courriels/{mail}/renvoyer").text


def test_a_mail_to_an_address_left_alone_is_not_sent_again(client, people, a_mail, now):
    mail = a_mail(**DEAD)
    suppress_complaint("jeanne@example.org", now=now)
    signed_in(client, people.supervisor)

    assert client.post(f"/bureau/courriels/{mail}/renvoyer").status_code == 422


def test_stopping_says_who_and_why_on_every_page_of_those_who_run_the_service(client, people):
    signed_in(client, people.supervisor)
    refused = client.post("/bureau/courriels/suspendre", data={"lane": "3-bulk", "because": ""})
    client.post("/bureau/courriels/suspendre", data={"lane": "3-bulk", "because": "Panne du relais"})

    banner = "Les envois en nombre sont suspendus"
    assert refused.status_code == 422
    assert banner in client.get("/bureau/").text
    assert "Panne du relais" in client.get("/bureau/courriels/").text
    signed_in(client, people.agent)
    assert banner not in client.get("/bureau/").text
    signed_in(client, people.sysadmin)
    client.post("/bureau/courriels/reprendre/3-bulk")
    assert banner not in client.get("/bureau/courriels/").text


def test_an_address_is_given_back_with_a_reason(client, people, now):
    row = suppress_complaint("jeanne@example.org", now=clock.now())
    signed_in(client, people.supervisor)
    page = "/bureau/courriels/adresses"

    assert "signalé un de nos courriels" in client.get(page).text
    assert client.post(f"{page}/{row.id}/retablir", data={"because": ""}).status_code == 422
    client.post(f"{page}/{row.id}/retablir", data={"because": "Elle a rappelé"})

    assert find_suppression("jeanne@example.org", now=clock.now()) is None
    assert "jeanne@example.org" not in client.get(page).text
    assert client.post(f"{page}/{row.id}/retablir", data={"because": "Encore"}).status_code == 404


def test_an_address_is_set_aside_by_hand_with_a_reason(client, people):
    signed_in(client, people.supervisor)
    page = "/bureau/courriels/adresses"

    wrong = client.post(f"{page}/ecarter", data={"address": "jeanne@", "because": "À garder"})
    client.post(f"{page}/ecarter", data={"address": "Jeanne@example.org", "because": "Demandé au téléphone"})

    assert (wrong.status_code, "À garder" in wrong.text, "jeanne@" in wrong.text) == (422, True, True)
    assert find_suppression("jeanne@example.org", now=clock.now()) is not None
    assert f"{people.supervisor.name}\u00a0: Demandé au téléphone" in client.get(page).text


def test_a_case_on_its_way_to_the_administration_is_not_taken_out(client, people, a_mail, reload):
    case = a_mail(lane=Lane.URGENT, thread="escalation:7")
    signed_in(client, people.supervisor)

    answer = client.post(f"/bureau/courriels/{case}/annuler")

    assert answer.status_code == 422
    assert reload(case).state is State.QUEUED
