"""The mailboxes of the settings."""

import pytest

from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.intake.fetching.accounts import NoToken, read_accounts


def test_a_url_names_server_user_folder_and_secret():
    one, other = read_accounts(
        "imaps://aide%40example.org:s%3Acret@mail.example.org/Demandes\n imap://b:c@127.0.0.1:11143"
    )

    assert (one.host, one.port, one.user, one.password) == (
        "mail.example.org",
        993,
        "aide@example.org",
        "s:cret",
    )
    assert (one.folder, one.done, other.folder, other.port) == ("Demandes", "Traites", "INBOX", 11143)
    assert "cret" not in one.name + repr(one)


@pytest.mark.parametrize(
    "setting",
    [
        "pop3://a:b@mail.example.org",
        "imaps://mail.example.org",
        "imap://aide:hunter2@mail.example.org",
        "imaps://a:b@mail.example.org/X?done=X",
        "imaps://a:b@mail.example.org imaps://a:c@mail.example.org",
        "imaps://a:b@mail.example.org:99999999",
        "aide@example.org",
    ],
)
def test_what_is_wrong_is_said_without_the_secret(setting):
    with pytest.raises(BadEngineUrl) as refused:
        read_accounts(setting)

    assert "hunter2" not in str(refused.value)


def test_a_token_comes_from_a_file_or_a_command(tmp_path):
    file = tmp_path / "token"
    file.write_text("ya29.one\n")
    by_file, by_command = read_accounts(
        f"imaps://a@m.example.org?token_file={file} imaps://b@m.example.org?token_command=echo%20ya29.two"
    )

    assert by_file.token(timeout=5) == "ya29.one"
    assert by_command.token(timeout=5) == "ya29.two"


@pytest.mark.parametrize(
    "query", ["token_file=/nowhere", "token_command=false", "token_command=/nowhere%20x"]
)
def test_a_token_that_cannot_be_had_is_said(query):
    (account,) = read_accounts(f"imaps://a@m.example.org?{query}")

    with pytest.raises(NoToken):
        account.token(timeout=5)
