from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk.accounts.links import create_link, delete_expired_links
from helpdesk.accounts.models import LinkPurpose, OneTimeLink, Person
from helpdesk.core.identifiers import token_hash
from helpdesk.db import db
from tests.accounts.conftest import is_signed_in, mailed_path
from tests.builders import outgoing


def ask(client, email, **form):
    return client.post("/connexion/lien", data={"email": email, **form})


def count_links() -> int:
    return db.session.scalar(select(func.count()).select_from(OneTimeLink))


def test_a_mailed_link_signs_in_once(client, browser, people):
    ask(client, people.agent.email)
    path = mailed_path("accounts/sign_in_link")

    assert client.post(path).status_code == 303
    assert is_signed_in(client)
    second = browser()
    assert second.post(path).status_code == 410
    assert not is_signed_in(second)


def test_opening_the_link_changes_nothing_so_that_mail_scanners_do_not_use_it_up(client, browser, people):
    ask(client, people.agent.email)
    path = mailed_path("accounts/sign_in_link")

    for _ in range(3):
        page = browser().get(path)
        assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")

    client.post(path)
    assert is_signed_in(client)


def test_a_link_is_useless_after_its_quarter_of_an_hour(client, people, hour):
    ask(client, people.agent.email)
    (mail,) = outgoing()
    path = mailed_path("accounts/sign_in_link")

    hour.at += timedelta(minutes=15)

    assert mail.useless_after == hour.at
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_the_answer_is_the_same_for_a_mailbox_without_account(client, people, now):
    db.session.get(Person, people.colleague.id).disabled_at = now
    db.session.commit()
    known = ask(client, people.agent.email)

    for email in ("no-such-person@example.org", people.colleague.email):
        other = ask(client, email)
        assert (other.status_code, other.text.replace(email, people.agent.email)) == (200, known.text)

    assert [mail.to_address for mail in outgoing()] == [people.agent.email]
    assert count_links() == 1


def test_neither_the_database_nor_the_subject_holds_the_secret(client, people):
    ask(client, people.agent.email)
    secret = mailed_path("accounts/sign_in_link").rsplit("/", 1)[1]
    (mail,) = outgoing()

    assert len(secret) == 43
    assert db.session.scalars(select(OneTimeLink.token_hash)).one() == token_hash(secret)
    assert secret not in mail.subject
    assert mail.subject == "Votre lien de connexion"


def test_the_mail_speaks_the_language_of_its_reader(client, people):
    db.session.get(Person, people.agent.id).lang = "en"
    db.session.commit()

    ask(client, people.agent.email)

    assert mailed_path("accounts/sign_in_link").startswith("/en/connexion/lien/")


def test_the_page_asked_for_is_kept_across_the_mail(client, people):
    ask(client, people.agent.email, next="/bureau/?vue=mes-dossiers")
    path = mailed_path("accounts/sign_in_link")

    response = client.post(path)

    assert client.get(response.location).location == "/bureau/?vue=mes-dossiers"


@pytest.mark.parametrize("purpose", [LinkPurpose.RESET, LinkPurpose.INVITATION])
def test_a_link_of_another_purpose_does_not_sign_in(client, people, now, purpose):
    token = create_link(people.agent.id, purpose, now=now, expires_at=now + timedelta(hours=1))

    assert client.post(f"/connexion/lien/{token}").status_code == 410


def test_a_disabled_person_cannot_use_a_link_received_before(client, people, now):
    ask(client, people.agent.email)
    db.session.get(Person, people.agent.id).disabled_at = now
    db.session.commit()

    assert client.post(mailed_path("accounts/sign_in_link")).status_code == 410


def test_the_sixth_link_within_an_hour_waits(client, people):
    answers = [ask(client, people.agent.email).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert len(outgoing()) == 5


def test_a_mailbox_is_asked_for(client):
    response = ask(client, "")

    assert response.status_code == 422


def test_old_links_are_swept_away(client, people, now):
    ask(client, people.agent.email)

    assert delete_expired_links(now=now + timedelta(days=1)) == 0
    assert delete_expired_links(now=now + timedelta(days=1, minutes=16)) == 1
