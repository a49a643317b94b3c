"""`helpdesk mail check`: what is wrong with mailboxes and mail server, in one sentence each."""

import pytest
from pydantic import SecretStr

from helpdesk.intake.checking import check_mailboxes, check_server, check_settings
from tests.engines.mail.conftest import Inbox, certificate, script, serve  # noqa: F401 - fixtures
from tests.ports import free_port

TO = "essai@example.org"


@pytest.fixture
def settings(settings):
    """No address to answer to, unless a test gives one."""
    return settings.model_copy(update={"mail_inbound_address": "", "mail_bounce_address": ""})


@pytest.fixture
def chosen(app, settings):
    """Return settings with what matters changed."""

    def make(**values):
        mailboxes = SecretStr(values.pop("mailboxes", ""))
        return settings.model_copy(update={"mail_timeout_seconds": 2, "mailboxes": mailboxes} | values)

    return make


def server_findings(chosen, now, send_to="", **values):
    return list(check_server(chosen(**values), send_to=send_to, now=now))


def test_a_good_server_is_told_so_and_gets_nothing(chosen, serve, now):  # noqa: F811
    inbox = Inbox()

    found = server_findings(
        chosen, now, mail_url=f"smtp://127.0.0.1:{serve(inbox)}", mail_bounce_address="retour@example.org"
    )

    assert [each.ok for each in found] == [True, True]
    assert "retour+" in found[1].sentence
    assert inbox.mails == []


def test_a_trial_mail_is_sent_where_it_is_asked_for(chosen, serve, now):  # noqa: F811
    inbox = Inbox()

    found = server_findings(chosen, now, TO, mail_url=f"smtp://127.0.0.1:{serve(inbox)}")

    assert all(each.ok for each in found)
    ((_, recipients, content),) = inbox.mails
    assert recipients == [TO]
    assert b"Auto-Submitted: auto-generated" in content


@pytest.mark.parametrize(
    ("step", "reply"),
    [("MAIL", "530 5.7.0 sign in first"), ("RCPT", "554 5.7.1 relay denied"), ("RCPT", "451 later")],
)
def test_a_server_that_refuses_is_quoted(chosen, serve, now, step, reply):  # noqa: F811
    inbox = Inbox(replies={step: reply})

    (found,) = server_findings(chosen, now, mail_url=f"smtp://127.0.0.1:{serve(inbox)}")

    assert not found.ok
    assert reply.partition(" ")[2] in found.sentence


def test_nobody_at_the_port_is_said(chosen, now):
    (found,) = server_findings(chosen, now, mail_url=f"smtp://127.0.0.1:{free_port()}")

    assert not found.ok
    assert "nobody listens at this port" in found.sentence


def test_a_silent_server_is_not_waited_for_long(chosen, script, now):  # noqa: F811
    (found,) = server_findings(chosen, now, mail_url=f"smtp://127.0.0.1:{script()}")

    assert "it does not answer in time" in found.sentence


def test_a_certificate_nobody_signed_is_refused(chosen, serve, certificate, now):  # noqa: F811
    _path, context = certificate
    port = serve(Inbox(), tls_context=context)

    (found,) = server_findings(chosen, now, mail_url=f"smtp+starttls://127.0.0.1:{port}")

    assert not found.ok
    assert "its certificate is not trusted" in found.sentence


def test_a_server_without_tls_is_refused_when_it_is_asked_for(chosen, serve, now):  # noqa: F811
    (found,) = server_findings(chosen, now, mail_url=f"smtp+starttls://127.0.0.1:{serve(Inbox())}")

    assert not found.ok


@pytest.mark.parametrize("url", ["smtp://user:secret@mail.example.org", "smtp://", "smtp://host:99999"])
def test_an_address_that_cannot_be_used_is_said_without_its_password(chosen, now, url):
    (found,) = server_findings(chosen, now, mail_url=url)

    assert not found.ok
    assert "secret" not in found.sentence


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, []),
        ({"mail_inbound_address": "aide@example.org"}, ["MAIL_INBOUND_ADDRESS"]),
        ({"mail_bounce_address": "retour@example.org"}, ["MAIL_BOUNCE_ADDRESS"]),
        ({"mailboxes": "imap://a:b@127.0.0.1/INBOX"}, ["nobody can answer"]),
    ],
)
def test_addresses_that_nobody_reads_are_named(chosen, values, words):
    found = list(check_settings(chosen(**values)))

    assert [word in each.sentence for word, each in zip(words, found, strict=True)] == [True] * len(words)


def test_a_mailbox_that_is_not_there_is_named_without_its_password(chosen):
    url = f"imap://aide:secret@127.0.0.1:{free_port()}/INBOX"

    (found,) = check_mailboxes(chosen(mailboxes=url))

    assert not found.ok
    assert "nobody listens at this port" in found.sentence
    assert "secret" not in found.sentence


def test_a_mailbox_url_that_cannot_be_read_is_said(chosen):
    (found,) = check_mailboxes(chosen(mailboxes="pop3://a:b@127.0.0.1"))

    assert not found.ok


def test_a_real_mailbox_is_looked_into(chosen, dovecot):
    account = dovecot.url("verif")

    def check(url):
        # The server waits before it answers who gave a wrong password.
        (found,) = check_mailboxes(chosen(mailboxes=url, mail_timeout_seconds=15))
        return found

    found = check(account)
    missing = check(account.replace("INBOX", "Nulle-part"))
    refused = check(account.replace(":secret@", ":wrong@"))

    assert found.ok
    assert "MOVE to Traites is possible" in found.sentence
    assert "it refuses user or password" in refused.sentence
    assert "the folder does not exist" in missing.sentence


def test_the_command_ends_with_one_when_something_is_wrong(run, tmp_path):
    run("init")

    good = run("mail", "check", HELPDESK_MAIL_URL=f"maildir:///{tmp_path}/mail")
    wrong = run("mail", "check", HELPDESK_MAIL_URL=f"smtp://127.0.0.1:{free_port()}")

    assert (good.exit_code, wrong.exit_code) == (0, 1)
    assert good.stdout.startswith("ok     maildir:")
    assert wrong.stdout.startswith("wrong  smtp://127.0.0.1")


def test_a_mailbox_with_a_certificate_nobody_signed_is_refused_and_the_way_out_named(chosen, dovecot):
    (wrong,) = check_mailboxes(chosen(mailboxes=dovecot.safe_url("imaps")))
    (right,) = check_mailboxes(chosen(mailboxes=dovecot.safe_url("imaps", ca_file=dovecot.certificate)))

    assert not wrong.ok
    assert "its certificate is not trusted; ca_file names an authority of your own" in wrong.sentence
    assert right.ok


def test_an_access_token_that_is_refused_is_said(chosen, dovecot, tmp_path):
    file = tmp_path / "token"
    file.write_text("ya29.expired")
    url = dovecot.safe_url("imaps", "oauth", secret="", ca_file=dovecot.certificate, token_file=file)

    (found,) = check_mailboxes(chosen(mailboxes=url))

    assert "the server does not take the access token" in found.sentence
    assert "ya29" not in found.sentence


def test_a_mail_server_is_trusted_by_the_authority_that_its_url_names(chosen, serve, certificate, now):  # noqa: F811
    path, context = certificate
    port = serve(Inbox(), tls_context=context)

    (found,) = server_findings(chosen, now, mail_url=f"smtp+starttls://127.0.0.1:{port}?ca_file={path}")

    assert found.ok
