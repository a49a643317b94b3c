"""The main job from end to end, by HTTP and mail alone, over a running demo.

A member finds no help in the articles, opens a dossier, an adviser answers and takes it to the confederal
administration, whose answer comes back by a signed link.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.demo_server import Demo, running_demo
from tests.http_browser import HttpBrowser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

WITHIN_S = 30
IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("main-job") / "demo") as running:
        yield running


class Mailbox:
    """What the demo delivered, newest first."""

    def __init__(self, demo: Demo) -> None:
        self._browser = HttpBrowser(demo.url)

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return the newest mail that is wanted, as soon as it is there."""
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline:
            found = [mail for mail in json.loads(self._browser.get("/dev/mail.json").text) if wanted(mail)]
            if found:
                return found[0]
        raise AssertionError(f"no such mail within {WITHIN_S} s")


def test_a_complaint_goes_up_to_the_confederal_administration_and_comes_back(demo: Demo):
    member, agent, administration = (HttpBrowser(demo.url) for _ in range(3))
    mailbox = Mailbox(demo)

    found = json.loads(member.get(f"/recherche.json?q={quote('preleve deux fois')}").text)
    assert found["results"][0]["slug"] == "double-prelevement"
    reference = _open_dossier(member)
    received = mailbox.wait_for(
        lambda mail: mail["to"] == "tresoriere.test@example.org" and reference in mail["subject"]
    )
    assert "Tilleuls" not in received["subject"] + received["text"]
    followed = member.get(_link(received, "/suivi/"))
    assert "/suivi/dossier/" in followed.url
    assert "7890" not in followed.text.replace(" ", "")

    agent.sign_in(demo.accounts["agent"])
    answered = _answer(agent, reference)
    assert "la même remise" in answered.text
    told = mailbox.wait_for(
        lambda mail: (
            mail["to"] == received["to"] and mail["id"] != received["id"] and reference in mail["subject"]
        )
    )
    assert "la même remise" in member.get(_link(told, "/suivi/")).text

    _escalate(agent, reference)
    letter = mailbox.wait_for(
        lambda mail: mail["to"] == "administration.confederale@example.org" and reference in mail["subject"]
    )
    assert re.fullmatch(rf"\[Dossier {reference}\] Réponse attendue le \d\d/\d\d", letter["subject"])
    assert "Jeanne Essai" not in letter["text"]
    assert IBAN.replace(" ", "") not in letter["text"].replace(" ", "")

    case = administration.get(_link(letter, "/saisine/"))
    assert case.status == 200
    acknowledged = _act(administration, case, "accuser-reception")
    _act(
        administration,
        acknowledged,
        "repondre",
        **{"answer-text": "La banque reverse vendredi et rembourse les frais."},
    )
    shown = agent.get(f"/bureau/dossiers/{reference}").text
    assert "La banque reverse vendredi" in shown


def _open_dossier(member: HttpBrowser) -> str:
    page = member.get("/dossiers/nouveau?article=double-prelevement")
    form = next(form for form in page.forms if "body" in form.names)
    received = member.submit(
        page,
        form,
        category="prelevement",
        subcategory="double-debit",
        subject="Deux prélèvements pour 12 adhérents",
        body=f"Douze adhérents ont été débités deux fois. Mon compte : {IBAN}.",
        name="Jeanne Essai",
        email="tresoriere.test@example.org",
        organisation_text="Union locale des Tilleuls",
        members_touched="12",
        amount="820,50",
        vendor_reference="CAS-1",
        vendor_contacted_on="2026-11-10",
    )
    assert received.status == 200, _words(received)
    assert "masqué" in received.text
    reference = re.search(r"[A-Z][A-Z0-9]{2}-[A-Z0-9]{3}", _words(received))
    assert reference, _words(received)
    return reference.group()


def _answer(agent: HttpBrowser, reference: str) -> Page:
    page = agent.get(f"/bureau/dossiers/{reference}")
    form = next(
        form for form in page.forms if {"body", "then"} <= form.names or {"body", "kind"} <= form.names
    )
    done = agent.submit(page, form, body="Bonjour, c’est la même remise présentée deux fois.", then="go_on")
    assert done.status == 200, _words(done)
    return done


def _escalate(agent: HttpBrowser, reference: str) -> None:
    page = agent.get(f"/bureau/dossiers/{reference}/saisine")
    form = next(form for form in page.forms if "summary" in form.names)
    sent = agent.submit(
        page,
        form,
        summary="Une remise présentée deux fois.\nDepuis le 5 novembre.\nDouze adhérents débités en double.",
        tried="Assistance appelée le 10 novembre, référence CAS-1, sans réponse.",
        confirmed="y",
    )
    assert sent.status == 200, _words(sent)
    assert "La saisine est partie" in _words(sent), _words(sent)


def _act(browser: HttpBrowser, page: Page, move: str, **texts: str) -> Page:
    form = page.form(f"/{move}")
    done = browser.submit(page, form, **texts)
    assert done.status == 200, _words(done)
    return done


def _link(mail: dict[str, Any], part: str) -> str:
    found = re.search(rf"https?://\S+{part}[\w-]+", mail["text"])
    assert found, mail["text"]
    return found.group()


def _words(page: Page) -> str:
    text = re.sub(r"<(script|style|template).*?</\1>", " ", page.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
