"""The commands that show how mail is read: one line of JSON each, whatever the files are."""

import json
import subprocess
import sys
from pathlib import Path

from tests.intake.reading.corpora import own_mails

KEYS = [
    "file", "from", "from_name", "to", "subject", "message_id", "text", "visible", "hidden", "attachments",
    "automatic", "bounce_of", "error",
]  # fmt: skip


def helpdesk(*arguments: str | Path, given: bytes = b"", folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command in an empty folder: it needs no instance, no settings, no database."""
    command = [sys.executable, "-m", "helpdesk", "mail", *map(str, arguments)]
    root = str(Path(__file__).parents[2])
    environment = {"PYTHONPATH": root, "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, input=given, capture_output=True, cwd=folder, env=environment, check=False)


def lines_of(done: subprocess.CompletedProcess[bytes]) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode("ascii").splitlines()]


def test_files_are_read_in_the_order_given_and_nothing_stops_the_next(tmp_path: Path):
    mail, empty, broken = tmp_path / "a.eml", tmp_path / "empty.eml", tmp_path / "broken.eml"
    mail.write_bytes(b"From: Camille <Camille@Example.org>\r\nSubject: Rejet\r\n\r\nBonjour\r\n")
    empty.touch()
    broken.write_bytes(bytes(range(256)) * 40)

    read = lines_of(helpdesk("read", empty, mail, tmp_path / "none", broken, tmp_path, mail, folder=tmp_path))

    assert all(list(each) == KEYS for each in read)
    assert [Path(each["file"]).name for each in read][:4] == ["empty.eml", "a.eml", "none", "broken.eml"]
    assert [bool(each["error"]) for each in read] == [True, False, True, False, True, False]
    assert read[0]["error"] == "The mail is empty."
    assert (read[1]["from"], read[1]["text"]) == ("camille@example.org", "Bonjour\n")
    assert read[1]["bounce_of"] is None
    assert list(tmp_path.iterdir()).__len__() == 3


def test_no_lone_surrogate_leaves_the_command(tmp_path: Path):
    mail = tmp_path / "a.eml"
    mail.write_bytes(
        b"From: \xff\xed\xa0\x80 <a@example.org>\nSubject: =?utf-7?q?+2AA-?= \xed\xb0\x80\n\n\xed\xa0\x80"
    )

    (read,) = lines_of(helpdesk("read", mail, folder=tmp_path))

    json.dumps(read, ensure_ascii=False).encode("utf-8")


def test_all_our_mails_are_read_in_one_call(tmp_path: Path):
    read = lines_of(helpdesk("read", *own_mails(), folder=tmp_path))

    assert len(read) == len(own_mails())
    assert all(each["text"] == each["visible"] + each["hidden"] for each in read)


def test_a_text_is_trimmed_from_a_file_and_from_standard_input(tmp_path: Path):
    text = "D’accord.\n\nLe 16/11/2026 à 11:02, Aide a écrit :\n> Bonjour\n"
    file = tmp_path / "a.txt"
    file.write_text(text)
    expected = {"visible": "D’accord.\n", "hidden": text.removeprefix("D’accord.\n")}

    assert lines_of(helpdesk("trim", file, folder=tmp_path)) == [expected]
    assert lines_of(helpdesk("trim", "-", given=text.encode(), folder=tmp_path)) == [expected]
    assert lines_of(helpdesk("trim", tmp_path / "none", folder=tmp_path))[0]["visible"] == ""
