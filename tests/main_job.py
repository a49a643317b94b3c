"""Steps of the main job by HTTP and mail alone, for the tests that need a dossier on its way in a running demo."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.demo_server import Demo
from tests.http_browser import HttpBrowser, Page

WITHIN_S = 30
IBAN = "FR76 3000 6000 0112 3456 7890 189"
MEMBER = "tresoriere.test@example.org"
ADMINISTRATION = "administration.confederale@example.org"


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


def open_dossier(member: HttpBrowser) -> str:
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
        email=MEMBER,
        organisation_text="Union locale des Tilleuls",
        members_touched="12",
        amount="820,50",
        vendor_reference="CAS-1",
        vendor_contacted_on="2026-11-10",
    )
    assert received.status == 200, words_of(received)
    assert "masqué" in received.text
    reference = re.search(r"[A-Z][A-Z0-9]{2}-[A-Z0-9]{3}", words_of(received))
    assert reference, words_of(received)
    return reference.group()


def answer(agent: HttpBrowser, reference: str) -> Page:
    page = agent.get(f"/bureau/dossiers/{reference}")
    form = next(
        form for form in page.forms if {"body", "then"} <= form.names or {"body", "kind"} <= form.names
    )
    done = agent.submit(page, form, body="Bonjour, c’est la même remise présentée deux fois.", then="go_on")
    assert done.status == 200, words_of(done)
    return done


def escalate(agent: HttpBrowser, reference: str) -> None:
    page = agent.get(f"/bureau/dossiers/{reference}/saisine")
    form = next(form for form in page.forms if "summary" in form.names)
    sent = agent.submit(
        page,
        form,
        summary="Une remise présentée deux fois.\nDepuis le 5 novembre.\nDouze adhérents débités en double.",
        tried="Assistance appelée le 10 novembre, référence CAS-1, sans réponse.",
        confirmed="y",
    )
    assert sent.status == 200, words_of(sent)
    assert "La saisine est partie" in words_of(sent), words_of(sent)


def act(browser: HttpBrowser, page: Page, move: str, **texts: str) -> Page:
    form = page.form(f"/{move}")
    done = browser.submit(page, form, **texts)
    assert done.status == 200, words_of(done)
    return done


def link_in(mail: dict[str, Any], part: str) -> str:
    found = re.search(rf"https?://\S+{part}[\w.-]*[\w-]", mail["text"])
    assert found, mail["text"]
    return found.group()


def words_of(page: Page) -> str:
    text = re.sub(r"<(script|style|template).*?</\1>", " ", page.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
