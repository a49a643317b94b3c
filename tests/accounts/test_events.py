import logging

import pytest

from helpdesk.accounts.vault import seal, unseal
from tests.accounts.conftest import PASSWORD, mailed_path, sign_in, with_password
from tests.people import signed_in


@pytest.fixture
def security(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="helpdesk.security")
    return caplog


def lines(security) -> list[str]:
    return [record.getMessage() for record in security.records if record.name == "helpdesk.security"]


def test_signing_in_and_out_leave_their_lines(client, people, security):
    sign_in(client, with_password(people.agent))
    client.post("/deconnexion")

    assert [line.split()[:2] for line in lines(security)] == [
        ["sign_in", f"person={people.agent.id}"],
        ["sign_out", f"person={people.agent.id}"],
    ]


def test_each_kind_of_attack_leaves_a_line(client, people, security):
    with_password(people.agent)
    for _ in range(11):
        sign_in(client, people.agent, "not the password")
    client.post("/connexion/lien", data={"email": "nobody@example.org"})
    client.get("/bureau/personnes")
    signed_in(client, people.agent)
    client.post("/bureau/personnes/1/desactiver")

    kinds = [line.split()[0] for line in lines(security)]
    assert kinds == ["sign_in_failed"] * 10 + ["limit_reached", "link_asked", "access_refused"]


def test_a_stranger_s_form_that_is_asked_to_sign_in_leaves_its_line_too(client, people, security):
    answer = client.post("/bureau/personnes/1/desactiver")

    assert answer.status_code == 422
    assert [line.split()[0] for line in lines(security)] == ["access_refused"]
    assert "detail=accounts." in lines(security)[0]


def test_no_secret_no_mailbox_and_no_address_stand_in_the_log(client, people, security):
    with_password(people.agent)
    sign_in(client, people.agent, "not the password")
    sign_in(client, people.agent)
    client.post("/connexion/lien", data={"email": "nobody@example.org\r\nsign_in person=1"})
    client.post("/connexion/lien", data={"email": people.agent.email})
    client.post(mailed_path("accounts/sign_in_link"))

    text = "\n".join(lines(security))
    for secret in ("@", "127.0.0.1", PASSWORD, "not the password", mailed_path("accounts/sign_in_link")):
        assert secret not in text
    assert len(lines(security)) == 5


def test_what_is_sealed_opens_for_its_owner_and_purpose_only(app):
    sealed = seal(b"seed", purpose="a", owner="1")

    assert unseal(sealed, purpose="a", owner="1") == b"seed"
    assert unseal(sealed, purpose="b", owner="1") is None
    assert unseal(sealed, purpose="a", owner="2") is None
    assert unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), purpose="a", owner="1") is None
    for rubbish in (b"", b"x", b"x" * 12, b"x" * 40):
        assert unseal(rubbish, purpose="a", owner="1") is None
