import stat
from pathlib import Path

import pytest

from helpdesk.engines.mail import Permanent, Unreachable, open_mail
from helpdesk.engines.mail.build import build_message
from helpdesk.engines.mail.folder import find_delivered, list_delivered


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mail"


@pytest.fixture
def deliver(folder, letter):
    def send(**what_matters):
        with open_mail(f"maildir://{folder}") as mail:
            mail.send(
                "retours@example.org", "jeanne@example.org", build_message(letter(**what_matters)).as_bytes()
            )

    return send


def test_delivered_mail_is_listed_newest_first_as_its_reader_sees_it(folder, deliver):
    deliver(subject="Première")
    deliver(subject="Deuxième à 12,50 €", text="Voilà\n", html="<p>Voilà</p>\n")

    second, first = list_delivered(folder)

    assert (first.subject, first.html) == ("Première", "")
    assert second.to == "jeanne@example.org"
    assert second.sender == "Service d’aide <aide@example.org>"
    assert (second.subject, second.text, second.html) == ("Deuxième à 12,50 €", "Voilà\n", "<p>Voilà</p>\n")
    assert second.headers["Message-ID"] == "<k7q-482.1@example.org>"
    assert second.headers["Return-Path"] == "<retours@example.org>"
    assert second.sent_at > first.sent_at


def test_one_mail_is_found_by_its_id_and_nothing_else_is(folder, deliver):
    deliver()
    (mail,) = list_delivered(folder)

    assert find_delivered(folder, mail.id) == mail
    for other in ("", "../mail", f"../mail/{mail.id}", "0" * 20 + "-00000000", mail.id + "\0"):
        assert find_delivered(folder, other) is None


def test_a_long_list_is_cut(folder, deliver):
    for number in range(3):
        deliver(subject=str(number))

    assert [mail.subject for mail in list_delivered(folder, limit=2)] == ["2", "1"]


def test_a_folder_that_does_not_exist_yet_holds_nothing(folder):
    assert list_delivered(folder) == []


def test_mail_is_ours_alone(folder, deliver):
    deliver()

    (path,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_address_that_mail_cannot_reach_is_refused_here_too(folder):
    with open_mail(f"maildir://{folder}") as mail, pytest.raises(Permanent):
        mail.send("retours@example.org", "pas une adresse", b"")


def test_a_folder_that_cannot_be_made_is_unreachable_and_unwell(folder):
    folder.write_bytes(b"in the way")
    mail = open_mail(f"maildir://{folder}")

    with pytest.raises(Unreachable):
        mail.send("retours@example.org", "jeanne@example.org", b"")
    assert not mail.health().ok


def test_a_working_folder_says_so(folder):
    assert open_mail(f"maildir://{folder}").health().ok


def test_a_long_list_is_read_from_the_disk_once(folder, deliver, monkeypatch):
    deliver(subject="Première")
    first = list_delivered(folder)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read again"))

    assert list_delivered(folder) == first
