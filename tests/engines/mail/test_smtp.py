import socket

import pytest
from aiosmtpd.smtp import AuthResult

from helpdesk.engines.mail import Permanent, Temporary, Unreachable, open_mail
from helpdesk.engines.mail.build import build_message
from helpdesk.engines.mail.smtp import MAX_MAILS
from helpdesk.engines.schemes import BadEngineUrl
from tests.engines.mail.conftest import Inbox

SENDER, TO = "retours+1@example.org", "jeanne@example.org"


@pytest.fixture
def data(letter):
    return build_message(letter(html="<p>Bonjour")).as_bytes()


def transport(port, *, scheme="smtp", who="", timeout=5.0):
    return open_mail(f"{scheme}://{who}127.0.0.1:{port}", timeout=timeout)


def test_a_message_arrives_as_built_with_its_own_envelope(serve, data):
    inbox = Inbox()

    with transport(serve(inbox)) as mail:
        mail.send(SENDER, TO, data)

    ((sender, recipients, content),) = inbox.mails
    assert (sender, recipients) == (SENDER, [TO])
    assert content == data
    assert content.count(b"Message-ID:") == 1


def test_the_null_sender_is_kept_so_that_no_bounce_answers(serve, data):
    inbox = Inbox()

    with transport(serve(inbox)) as mail:
        mail.send("", TO, data)

    assert inbox.mails[0][0] == "<>"


def test_a_line_of_one_dot_does_not_end_the_message(serve, letter):
    inbox = Inbox()
    data = build_message(letter(text="avant\n.\naprès\n")).as_bytes()

    with transport(serve(inbox)) as mail:
        mail.send(SENDER, TO, data)

    assert inbox.mails[0][2] == data


def test_one_connection_carries_many_messages_and_is_renewed(serve, data):
    inbox = Inbox()

    with transport(serve(inbox)) as mail:
        for _ in range(MAX_MAILS + 1):
            mail.send(SENDER, TO, data)

    assert len(inbox.mails) == MAX_MAILS + 1
    assert inbox.connections == 2


@pytest.mark.parametrize(
    ("step", "reply", "kind"),
    [
        ("RCPT", "451 4.7.1 Réessayez plus tard", Temporary),
        ("RCPT", "550 5.1.1 No such mailbox", Permanent),
        ("DATA", "452 4.3.1 Mailbox full", Temporary),
        ("DATA", "554 5.7.1 Refused as spam", Permanent),
        ("MAIL", "450 4.1.8 Later", Temporary),
        ("MAIL", "550 5.7.1 Sender not allowed", Temporary),
        ("MAIL", "552 5.3.4 Message too big", Permanent),
    ],
)
def test_a_refusal_has_its_kind_code_and_words_and_the_next_message_still_goes(
    serve, data, step, reply, kind
):
    inbox = Inbox(replies={step: reply})

    with transport(serve(inbox, enable_SMTPUTF8=True)) as mail:
        with pytest.raises((Temporary, Permanent)) as failure:
            mail.send(SENDER, TO, data)
        inbox.replies.clear()
        mail.send(SENDER, TO, data)

    assert type(failure.value) is kind
    assert f"{failure.value.code} {failure.value.text}" == reply
    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    "address", ["jeanne", "jeanné@example.org", "a@b.fr\r\nDATA", "a@b.fr>\r\nRCPT TO:<c@d.fr", ""]
)
def test_an_address_that_mail_cannot_reach_is_a_permanent_failure_without_a_connection(address, data):
    with transport(1) as mail, pytest.raises(Permanent):
        mail.send(SENDER, address, data)


def test_a_silent_server_is_given_up_after_the_time_out(script, data):
    with transport(script(), timeout=0.2) as mail, pytest.raises(Unreachable) as failure:
        mail.send(SENDER, TO, data)

    assert "timed out" in str(failure.value)


def test_a_server_that_falls_silent_while_taking_a_message_is_given_up(script, data):
    port = script("220 hello", "250 hello", "250 sender", "250 recipient")

    with transport(port, timeout=0.2) as mail, pytest.raises(Temporary):
        mail.send(SENDER, TO, data)


def test_a_connection_cut_after_the_message_is_worth_another_try(script, data):
    port = script("220 hello", "250 hello", "250 sender", "250 recipient", "354 go on")

    with transport(port) as mail, pytest.raises(Temporary) as failure:
        mail.send(SENDER, TO, data)

    assert failure.value.code is None


def test_after_a_cut_the_next_message_takes_a_new_connection(script, data):
    port = script("220 hello", "250 hello", "250 sender", "250 recipient", "354 go on")
    with transport(port) as mail:
        with pytest.raises(Temporary):
            mail.send(SENDER, TO, data)

        script("220 hello", "250 hello", "250 sender", "250 recipient", "354 go on", "250 taken", "221 bye")
        mail.send(SENDER, TO, data)


def test_a_server_that_greets_with_a_refusal_is_unreachable(script, data):
    with transport(script("554 not you")) as mail, pytest.raises(Unreachable) as failure:
        mail.send(SENDER, TO, data)

    assert (failure.value.code, failure.value.text) == (554, "not you")


def test_a_port_where_nobody_listens_is_unreachable(data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with transport(taken.getsockname()[1]) as mail, pytest.raises(Unreachable):
            mail.send(SENDER, TO, data)


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_that_nobody_vouches_for_is_refused(serve, certificate, data, scheme):
    inbox = Inbox()
    _, context = certificate
    port = serve(inbox, tls_context=context)

    with transport(port, scheme=scheme) as mail, pytest.raises(Unreachable):
        mail.send(SENDER, TO, data)

    assert inbox.mails == []


def test_a_certificate_that_we_trust_opens_the_way_and_the_password_is_given(
    serve, certificate, data, monkeypatch
):
    path, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    given = []

    def check(server, session, envelope, mechanism, login):
        given.append((login.login, login.password))
        return AuthResult(success=True)

    inbox = Inbox()
    port = serve(inbox, tls_context=context, require_starttls=True, authenticator=check, auth_required=True)

    with transport(port, scheme="smtp+starttls", who="aide%40example.org:s%3Acret@") as mail:
        mail.send(SENDER, TO, data)

    assert given == [(b"aide@example.org", b"s:cret")]
    assert len(inbox.mails) == 1


def test_a_server_that_offers_no_tls_gets_nothing(serve, data):
    inbox = Inbox()

    with transport(serve(inbox), scheme="smtp+starttls") as mail, pytest.raises(Unreachable):
        mail.send(SENDER, TO, data)

    assert inbox.mails == []


def test_a_wrong_password_is_a_setting_to_mend_and_drops_no_message(serve, data):
    def refuse(server, session, envelope, mechanism, login):
        return AuthResult(success=False, handled=False)

    port = serve(Inbox(), authenticator=refuse, auth_require_tls=False)

    with transport(port, who="aide:faux@") as mail, pytest.raises(Unreachable) as failure:
        mail.send(SENDER, TO, data)

    assert failure.value.code == 535


def test_health_says_whether_the_server_lets_us_in(serve):
    assert transport(serve(Inbox())).health().ok
    assert "127.0.0.1 does not answer" in transport(1).health().sentence


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("smtp://aide:secret@mail.example.org", "would send a password in clear"),
        ("smtp://aide:secret@192.0.2.1", "would send a password in clear"),
        ("smtp://", "must name a server"),
        ("smtps:///path", "must name a server"),
        ("smtp://mail.example.org:mail", "mail_url"),
        ("smtp://mail.example.org:99999", "mail_url"),
        ("smtps://u:secret@mail.example.org?cafile=/etc/ca.pem", r"unknown option \(known: ca_file\)"),
        ("smtps://mail.example.org?ca_file=/etc/ca.pem&tls=", "unknown option"),
    ],
)
def test_a_bad_url_is_refused_in_one_sentence_without_the_password(url, sentence):
    with pytest.raises(BadEngineUrl, match=sentence) as refusal:
        open_mail(url)

    assert "secret" not in str(refusal.value)
