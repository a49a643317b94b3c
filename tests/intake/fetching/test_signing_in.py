"""Being let into a real IMAP server: over TLS that is verified, by password or by XOAUTH2."""

import shlex
from urllib.parse import quote

import pytest

from helpdesk.intake.fetching.accounts import read_accounts
from helpdesk.intake.fetching.connection import Connection, MailboxFailure
from tests.intake.dovecot import GOOD_TOKEN
from tests.intake.mails import a_mail

SCHEMES = ("imaps", "imap+starttls")


@pytest.fixture
def open_box(dovecot):
    """Open a mailbox by its URL and return the numbers of its mails."""

    def opened(url):
        (account,) = read_accounts(url)
        with Connection(account, timeout=10) as connection:
            return connection.list_uids()

    return opened


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_certificate_of_an_authority_we_name_opens_the_way(dovecot, open_box, scheme):
    dovecot.deliver(a_mail(), user=f"tls{len(scheme)}")

    found = open_box(dovecot.safe_url(scheme, f"tls{len(scheme)}", ca_file=dovecot.certificate))

    assert len(found) == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_certificate_that_the_system_trusts_opens_the_way(dovecot, open_box, scheme, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))

    assert open_box(dovecot.safe_url(scheme, f"system{len(scheme)}")) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_certificate_that_nobody_vouches_for_is_refused(dovecot, open_box, scheme):
    with pytest.raises(MailboxFailure, match="certificate verify failed"):
        open_box(dovecot.safe_url(scheme))


def test_a_certificate_for_another_name_is_refused(dovecot, open_box):
    url = dovecot.safe_url("imaps", ca_file=dovecot.certificate).replace("@127.0.0.1:", "@localhost:")

    with pytest.raises(MailboxFailure, match="localhost"):
        open_box(url)


def test_a_file_of_authorities_that_cannot_be_read_is_named(dovecot, open_box):
    with pytest.raises(MailboxFailure, match=r"the certificates in /nowhere\.pem cannot be read"):
        open_box(dovecot.safe_url("imaps", ca_file="/nowhere.pem"))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_token_from_a_file_opens_the_mailbox(dovecot, open_box, tmp_path, scheme):
    file = tmp_path / "token"
    file.write_text(GOOD_TOKEN + "\n")

    url = dovecot.safe_url(scheme, "oauth", secret="", ca_file=dovecot.certificate, token_file=file)

    assert isinstance(open_box(url), list)


def test_a_token_is_asked_of_the_command_at_each_sign_in(dovecot, open_box, tmp_path):
    asked = tmp_path / "asked"
    script = f"echo asked >> {shlex.quote(str(asked))}; echo {GOOD_TOKEN}"
    command = quote(f"sh -c {shlex.quote(script)}")
    url = dovecot.safe_url("imaps", "oauth", secret="", ca_file=dovecot.certificate, token_command=command)

    open_box(url)
    open_box(url)

    assert asked.read_text() == "asked\nasked\n"


@pytest.mark.parametrize("user", ["oauth", "somebody"])
def test_a_token_that_is_refused_is_said_without_it(dovecot, open_box, tmp_path, user):
    file = tmp_path / "token"
    file.write_text("ya29.expired" if user == "oauth" else GOOD_TOKEN)

    with pytest.raises(MailboxFailure) as refused:
        open_box(dovecot.safe_url("imaps", user, secret="", ca_file=dovecot.certificate, token_file=file))

    assert "cannot be opened" in str(refused.value)
    assert "ya29" not in str(refused.value)
