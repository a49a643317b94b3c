"""Reading delivered mail in the demonstration, and nowhere else."""

import pytest

from helpdesk.app import create_app
from helpdesk.config import Mode
from helpdesk.outbox import dev
from helpdesk.outbox.delivery import deliver_due


@pytest.fixture
def demo(app, settings):
    """A browser on the demonstration, which shares the folder of the test's application."""
    demo = create_app(settings.model_copy(update={"mode": Mode.DEMO}))
    return demo.test_client()


@pytest.fixture
def delivered(app, a_mail, now):
    """Two mails that left, the second with people's own text."""
    a_mail()
    a_mail(
        to_address="luc@example.org",
        text="Il écrit : <b>bonjour</b>\n\nhttp://localhost/suivi\n",
        markdown="Il écrit :\n\ninsert-0-insert\n\n<http://localhost/suivi>\n",
        inserts=["<b>bonjour</b>"],
    )
    assert deliver_due(now=now, worker="w1") == 2


@pytest.mark.parametrize("address", ["/dev/mail", "/dev/mail.json", "/dev/mail/1", "/dev/mail/1/html"])
def test_outside_the_demonstration_there_is_no_such_page(client, delivered, address):
    assert client.get(address).status_code == 404


def test_an_empty_folder_is_an_empty_list(demo):
    assert demo.get("/dev/mail.json").json == []
    assert "Aucun courriel" in demo.get("/dev/mail").text


def test_programs_get_every_part_newest_first(demo, delivered):
    second, first = demo.get("/dev/mail.json").json

    assert list(second) == ["from", "headers", "html", "id", "sent_at", "subject", "text", "to"]
    assert (first["to"], second["to"]) == ("jeanne@example.org", "luc@example.org")
    assert first["subject"] == "[Dossier K7Q-482] Message 1"
    assert first["from"] == "Service d’aide <aide@example.org>"
    assert first["text"].startswith("Bonjour 1\n\n-- \n")
    assert "<strong>1</strong>" in first["html"]
    assert first["headers"]["Message-ID"] == "<1@example.org>"
    assert first["sent_at"] < second["sent_at"]


def test_people_read_text_and_html_part(demo, delivered):
    newest = demo.get("/dev/mail.json").json[0]["id"]

    listed, shown = demo.get("/dev/mail").text, demo.get(f"/dev/mail/{newest}").text
    part = demo.get(f"/dev/mail/{newest}/html")

    assert f'href="/dev/mail/{newest}"' in listed
    assert "&lt;b&gt;bonjour&lt;/b&gt;" in shown
    assert '<a href="http://localhost/suivi"' in shown
    assert '<a href="http://localhost/suivi"' in part.text
    assert "<p>&lt;b&gt;bonjour&lt;/b&gt;</p>" in part.text
    assert part.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; style-src 'unsafe-inline';"
    )
    assert "script-src" not in part.headers["Content-Security-Policy"]


@pytest.mark.parametrize("mail_id", ["..", "%2e%2e%2fsecret_key", "0" * 20 + "-" + "0" * 8, "x" * 300])
def test_an_unknown_mail_is_not_found(demo, delivered, mail_id):
    assert demo.get(f"/dev/mail/{mail_id}").status_code == 404
    assert demo.get(f"/dev/mail/{mail_id}/html").status_code == 404


def test_every_mail_is_reachable_however_many(demo, app, a_mail, now, monkeypatch):
    monkeypatch.setattr(dev, "PAGE_SIZE", 2)
    for number in range(5):
        a_mail(to_address=f"membre{number}@example.org")
    deliver_due(now=now, worker="w1")

    listed = demo.get("/dev/mail.json").json
    second = demo.get(f"/dev/mail?avant={listed[1]['id']}").text

    assert [mail["to"] for mail in listed] == [f"membre{number}@example.org" for number in (4, 3, 2, 1, 0)]
    assert "membre2@example.org" in second
    assert "membre4@example.org" not in second
    assert f"avant={listed[3]['id']}" in second
