import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.core.clock import now as clock_now
from helpdesk.db import db
from helpdesk.escalation.links.service import revoke_links
from helpdesk.escalation.models import EscalationLink
from helpdesk.escalation.rules import State
from helpdesk.tickets.models import Entry
from tests.escalation.cases import (
    ADMINISTRATION,
    a_sent_escalation,
    links,
    mails,
    reloaded,
    signed_link_in,
    steps,
    ticket_of,
)
from tests.people import signed_in


@pytest.fixture
def escalation(app, people):
    return a_sent_escalation(clock_now(), people.agent)


@pytest.fixture
def page(client, escalation):
    """The address of the page, in a browser that followed the signed link."""
    return client.get(signed_link_in(mails("sent")[0].text)).location


def fields(html, move):
    """Return the hidden fields of the form that makes a move."""
    names = ("version", "key")
    found = {name: re.search(rf'name="{move}-{name}"[^>]*value="([^"]*)"', html) for name in names}
    assert all(found.values()), html
    return {f"{move}-{name}": match[1] for name, match in found.items()}


def post(client, page, slug, move, **texts):
    html = client.get(page).text
    data = {**fields(html, move), **{f"{move}-{name}": text for name, text in texts.items()}}
    return client.post(f"{page}/{slug}", data=data)


def everything():
    """Return all that a move could change."""
    db.session.rollback()
    lines = db.session.scalars(select(Entry.id)).all()
    return len(lines), len(steps()), len(links()), [each.revoked_at for each in links()]


def test_opening_the_link_twice_changes_nothing_and_hides_its_secret(client, escalation):
    address = signed_link_in(mails("sent")[0].text)
    before = everything()

    answers = [client.get(address), client.get(address), client.head(address)]
    page = client.get(answers[0].location)

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert answers[0].location == f"/saisine/dossier/{escalation.id}"
    assert everything() == before
    assert reloaded(escalation).state is State.SENT
    for answer in (*answers, page):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert address.rpartition("/")[2] not in page.text


def test_the_page_shows_the_dossier_without_the_member(client, escalation, page):
    html = client.get(page).text

    assert ticket_of(escalation).reference in html
    assert "Reverser le second débit" in html
    assert "UL des Tilleuls" in html
    assert "Mélanie" not in html
    assert "melanie.membre" not in html


@pytest.mark.parametrize(
    ("slug", "move", "state"),
    [
        ("accuser-reception", "acknowledge", State.ACKNOWLEDGED),
        ("prendre-en-charge", "take_charge", State.IN_CHARGE),
    ],
)
def test_a_click_is_enough_to_acknowledge_or_take_charge(client, escalation, page, slug, move, state):
    answer = post(client, page, slug, move)

    assert answer.status_code == 303
    assert reloaded(escalation).state is state
    assert steps()[-1].actor == ADMINISTRATION


def test_an_answer_by_the_page_reaches_the_agent(client, escalation, page, people):
    answer = post(client, page, "repondre", "answer", text="La banque rembourse lundi.", bank_text="Lot 12")

    assert answer.status_code == 303
    assert reloaded(escalation).state is State.ANSWERED
    assert mails("answered")[0].to_address == people.agent.email
    assert "La banque rembourse lundi." in client.get(page).text


def test_a_refusal_by_the_page_takes_a_reason(client, escalation, page):
    without = post(client, page, "refuser", "refuse", text="  ")
    given = post(client, page, "refuser", "refuse", text="Voyez votre fédération.")

    assert (without.status_code, given.status_code) == (422, 303)
    assert reloaded(escalation).state is State.REFUSED


def test_a_post_played_again_counts_once(client, escalation, page):
    data = {**fields(client.get(page).text, "answer"), "answer-text": "La banque rembourse lundi."}

    first, second = (client.post(f"{page}/repondre", data=data) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert len(mails("answered")) == 1


def test_an_answer_written_on_an_older_page_is_kept_and_may_be_sent_again(client, escalation, page):
    old = fields(client.get(page).text, "answer")
    post(client, page, "accuser-reception", "acknowledge")

    refused = client.post(f"{page}/repondre", data={**old, "answer-text": "La banque rembourse lundi."})

    assert refused.status_code == 409
    assert "relisez ce qui est arrivé" in refused.text
    assert "La banque rembourse lundi." in refused.text
    again = client.post(f"{page}/repondre", data={**fields(refused.text, "answer"), "answer-text": "Lundi."})
    assert again.status_code == 303


def test_a_text_the_state_no_longer_takes_is_shown_back(client, escalation, page):
    old = fields(client.get(page).text, "refuse")
    post(client, page, "repondre", "answer", text="Fait.")

    refused = client.post(f"{page}/refuser", data={**old, "refuse-text": "Mon long texte"})

    assert refused.status_code == 409
    assert "Mon long texte" in refused.text


@pytest.mark.parametrize("token", ["x" * 42 + "y", "x" * 43, "court", "é" * 43, "%00", "x" * 5000])
def test_a_token_that_is_none_of_ours_is_politely_not_found(client, escalation, token):
    answer = client.get(f"/saisine/{token}")

    assert answer.status_code in {400, 404}
    assert "Recevoir un nouveau lien" not in answer.text


def test_the_page_without_a_link_is_not_found(client, escalation):
    assert client.get(f"/saisine/dossier/{escalation.id}").status_code == 404
    assert client.post(f"/saisine/dossier/{escalation.id}/repondre").status_code == 404
    assert client.post(f"/saisine/dossier/{escalation.id}/nouveau-lien").status_code == 404


def test_a_link_opens_its_own_escalation_alone(client, page, people):
    other = a_sent_escalation(clock_now(), people.colleague)

    assert client.get(f"/saisine/dossier/{other.id}").status_code == 404


def wear_out(escalation, how):
    db.session.rollback()
    if how == "revoked":
        revoke_links(escalation.id, by=None or FAKE, now=clock_now())
        return
    for link in db.session.scalars(select(EscalationLink)):
        link.expires_at = clock_now() - timedelta(minutes=1)
    db.session.commit()


class FAKE:
    id = 0


@pytest.mark.parametrize("how", ["expired", "revoked"])
def test_a_worn_out_link_opens_nothing_and_a_new_one_goes_to_the_first_mailbox(client, escalation, page, how):
    data = {**fields(client.get(page).text, "answer"), "answer-text": "Trop tard"}
    wear_out(escalation, how)

    seen, done = client.get(page), client.post(f"{page}/repondre", data=data)
    followed = client.get(client.get(signed_link_in(mails("sent")[0].text)).location)
    asked = client.post(f"{page}/nouveau-lien")

    assert (seen.status_code, done.status_code, followed.status_code) == (410, 410, 410)
    assert "Recevoir un nouveau lien" in seen.text
    assert "Reverser" not in seen.text
    assert reloaded(escalation).state is State.SENT
    assert asked.status_code == 303
    (mail,) = mails("renewed")
    assert mail.to_address == ADMINISTRATION
    assert client.get(client.get(signed_link_in(mail.text)).location).status_code == 200


def test_new_links_are_limited(client, escalation, page):
    wear_out(escalation, "expired")

    answers = [client.post(f"{page}/nouveau-lien").status_code for _ in range(5)]

    assert answers[:3] == [303, 303, 303]
    assert answers[-1] == 429
    assert len(mails("renewed")) == 3


def test_a_mailbox_that_is_no_addressee_any_more_gets_no_new_link(app, client, escalation, page):
    wear_out(escalation, "expired")
    chosen = app.extensions["settings"]
    app.extensions["settings"] = chosen.model_copy(update={"escalation_to": "autre@example.org"})

    assert "Recevoir un nouveau lien" not in client.get(page).text
    assert client.post(f"{page}/nouveau-lien").status_code == 410
    assert mails("renewed") == []


def test_a_form_from_elsewhere_is_refused(app, client, escalation, page):
    data = fields(client.get(page).text, "acknowledge")
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"{page}/accuser-reception", data=data)

    assert answer.status_code == 400
    assert reloaded(escalation).state is State.SENT


@pytest.mark.parametrize(
    "data", [{}, {"answer-version": "x"}, {"answer-version": "9" * 400, "answer-key": "k"}]
)
def test_an_absurd_form_is_refused_with_its_text_kept(client, escalation, page, data):
    answer = client.post(f"{page}/repondre", data={**data, "answer-text": "Mon texte"})

    assert answer.status_code in {409, 422}
    assert "Mon texte" in answer.text


@pytest.mark.parametrize("slug", ["ecarter", "send", "dismiss", "..", "repondre/x"])
def test_a_move_that_is_not_theirs_is_not_found(client, escalation, page, slug):
    assert client.post(f"{page}/{slug}").status_code in {404, 405}


def test_a_very_long_answer_is_refused_and_kept(client, escalation, page):
    answer = post(client, page, "repondre", "answer", text="a" * 10_001)

    assert answer.status_code == 422
    assert "a" * 10_001 in answer.text


def test_hostile_answers_are_shown_as_text(client, escalation, page):
    post(client, page, "repondre", "answer", text="<script>alert(1)</script>{{ 7*7 }}")

    html = client.get(page).text

    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in html


def test_the_english_page_shows_the_french_text_and_keeps_its_language(client, escalation):
    answer = client.get("/en" + signed_link_in(mails("sent")[0].text))

    assert answer.location.startswith("/en/saisine/dossier/")
    assert "Reverser le second débit" in client.get(answer.location).text


def test_a_proposal_has_no_page_for_administrators(client, escalation, page, people):
    row = reloaded(escalation)
    row.state = State.PROPOSED
    db.session.commit()

    assert client.get(page).status_code == 404
    signed_in(client, people.administrator)
    assert client.get(f"/bureau/saisines/{escalation.id}").status_code == 404


def test_a_signed_in_administrator_lists_and_answers_with_the_same_forms(client, escalation, people):
    signed_in(client, people.administrator)
    page = f"/bureau/saisines/{escalation.id}"

    assert page in client.get("/bureau/saisines").text
    answer = post(client, page, "repondre", "answer", text="La banque rembourse lundi.")

    assert answer.location == page
    assert steps()[-1].actor == people.administrator.name
    assert "Répondues" in client.get("/bureau/saisines").text


@pytest.mark.parametrize("role", ["agent", "supervisor", "treasurer", "editor", "sysadmin", "stranger"])
def test_others_do_not_find_the_administrators_pages(client, escalation, people, role):
    signed_in(client, getattr(people, role))

    assert client.get("/bureau/saisines").status_code == 404
    assert client.get(f"/bureau/saisines/{escalation.id}").status_code == 404
    assert client.post(f"/bureau/saisines/{escalation.id}/repondre").status_code == 404
