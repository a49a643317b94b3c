"""Every page as somebody sees it: who is signed in, and addresses read from the running demo."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyotp

from tests.browser.addresses import (
    ADDRESSEE,
    ADMINISTRATOR,
    BESIDE,
    CONFIRM,
    FIXED,
    HALF_SIGNED_IN,
    LEAVE,
    LINKED,
    MAILED,
    MEMBER_WITH_LINK,
    NOBODY,
    OF_A_DOSSIER,
    PROMISING,
    PUBLISHER,
    SUPERVISOR,
    SYSADMIN,
    TREASURER,
)
from tests.demo_server import Demo
from tests.http_browser import HttpBrowser
from tests.main_job import ADMINISTRATION, MEMBER, Mailbox, escalate, link_in, open_dossier


@dataclass(frozen=True)
class Visit:
    """A page to look at, and as whom."""

    endpoint: str
    who: str
    path: str
    status: int = 200


@dataclass(frozen=True)
class Site:
    """The visitors with their cookies, and every page with who sees it."""

    url: str
    visitors: Mapping[str, HttpBrowser]
    visits: Sequence[Visit]

    def job(self, looks: Sequence[Mapping[str, object]], visits: Sequence[Visit]) -> dict[str, object]:
        """Return what crawl.mjs is told."""
        by_visitor = [
            {
                "who": who,
                "cookies": browser.cookies(),
                "pages": [
                    {"path": visit.path, "status": visit.status} for visit in visits if visit.who == who
                ],
            }
            for who, browser in self.visitors.items()
        ]
        return {
            "base": self.url,
            "looks": list(looks),
            "visits": [visit for visit in by_visitor if visit["pages"]],
        }


def read_site(demo: Demo) -> Site:
    """Sign everybody in, open and escalate a dossier, and read the address of every page."""
    visitors = {who: HttpBrowser(demo.url) for who in (NOBODY, MEMBER_WITH_LINK, ADDRESSEE)}
    for role in (SUPERVISOR, SYSADMIN, ADMINISTRATOR, TREASURER, PUBLISHER):
        visitors[role] = HttpBrowser(demo.url)
        visitors[role].sign_in(demo.accounts[role])
    visitors[HALF_SIGNED_IN] = _half_signed_in(demo)
    mailbox = Mailbox(demo)
    escalated = open_dossier(visitors[MEMBER_WITH_LINK])
    escalate(visitors[SUPERVISOR], escalated)
    letter = mailbox.wait_for(lambda mail: mail["to"] == ADMINISTRATION and escalated in mail["subject"])
    case = visitors[ADDRESSEE].get(link_in(letter, "/saisine/"))
    fresh = open_dossier(visitors[MEMBER_WITH_LINK])
    received = mailbox.wait_for(lambda mail: mail["to"] == MEMBER and fresh in mail["subject"])
    visitors[MEMBER_WITH_LINK].get(link_in(received, "/suivi/"))
    visits = [
        *(Visit(endpoint, who, path) for endpoint, (who, path) in FIXED.items()),
        *(_linked(visitors[who], endpoint, who, start, of) for endpoint, (who, start, of) in LINKED.items()),
        *(Visit(endpoint, who, path.format(fresh)) for endpoint, (who, path) in OF_A_DOSSIER.items()),
        *_mailed(demo, visitors[SYSADMIN], mailbox),
        _to_confirm(demo, mailbox, fresh),
        _to_leave(demo, mailbox),
        Visit("confederal.show", ADDRESSEE, case.url.removeprefix(demo.url)),
        Visit("desk.show", SUPERVISOR, f"/bureau/dossiers/{escalated}"),
        *(Visit("", who, path) for who, path in BESIDE),
        Visit("", NOBODY, "/nulle-part", 404),
        Visit("", SUPERVISOR, "/bureau/dossiers/AAA-AAA", 404),
    ]
    organisation = next(visit for visit in visits if visit.endpoint == "organisations.show")
    visits.append(Visit("organisations.edit", SUPERVISOR, f"{organisation.path}/modifier"))
    written = next(visit for visit in visits if visit.endpoint == "writing.edit")
    visits.append(Visit("writing.versions", PUBLISHER, f"{written.path}/versions"))
    visits.append(Visit("writing.edit", PUBLISHER, f"{written.path}?texte=1"))
    return Site(demo.url, visitors, visits)


def article_visits(demo: Demo) -> list[Visit]:
    """Return every article."""
    shelf = HttpBrowser(demo.url).get("/faq/").text
    return [
        Visit("faq.show", NOBODY, path) for path in sorted(set(re.findall(r'href="(/faq/[\w-]+)"', shelf)))
    ]


def _linked(browser: HttpBrowser, endpoint: str, who: str, start: str, pattern: str) -> Visit:
    page = browser.get(start)
    found = re.search(rf'href="({pattern})"', page.text)
    assert found, f"no link to {endpoint} on {start}"
    return Visit(endpoint, who, found[1])


def _mailed(demo: Demo, sysadmin: HttpBrowser, mailbox: Mailbox) -> list[Visit]:
    asked = {
        "accounts.use_link": ("/connexion/lien", {"email": demo.accounts[TREASURER]["email"]}),
        "accounts.reset_password": ("/mot-de-passe/oublie", {"email": demo.accounts[TREASURER]["email"]}),
        "accounts.accept_invitation": (
            "/bureau/personnes/invitation",
            {"email": "invitee@example.org", "name": "Inès Invitée", "roles": "agent"},
        ),
        "faq.wish_link": (f"{PROMISING}/prevenez-moi", {"email": "curieux@example.org"}),
        "faq.follow_link": ("/collections/collecte-en-ligne/suivre", {"email": "curieux@example.org"}),
    }
    visits = []
    for endpoint, (_who, part) in MAILED.items():
        path, fields = asked[endpoint]
        browser = sysadmin if endpoint == "accounts.accept_invitation" else HttpBrowser(demo.url)
        page = browser.get(path)
        browser.submit(page, next(form for form in page.forms if "email" in form.names), **fields)
        mail = mailbox.wait_for(lambda mail, part=part: part in mail["text"])
        visits.append(Visit(endpoint, NOBODY, link_in(mail, part).removeprefix(demo.url)))
    return visits


def _to_confirm(demo: Demo, mailbox: Mailbox, reference: str) -> Visit:
    """Write by mail as an agent who has not the address to answer to: they are asked to confirm."""
    browser = HttpBrowser(demo.url)
    page = browser.get("/dev/mail/ecrire")
    form = next(form for form in page.forms if "sender" in form.names)
    agent = demo.accounts["agent"]["email"]
    browser.submit(page, form, sender=agent, subject=f"[Dossier {reference}]", text="Nous nous en occupons.")
    mail = mailbox.wait_for(lambda mail: CONFIRM in mail["text"])
    return Visit("mail_confirmation.confirm_page", NOBODY, link_in(mail, CONFIRM).removeprefix(demo.url))


def _to_leave(demo: Demo, mailbox: Mailbox) -> Visit:
    mail = mailbox.wait_for(lambda mail: LEAVE in mail["text"])
    return Visit("activation.leave", NOBODY, link_in(mail, LEAVE).removeprefix(demo.url))


def _half_signed_in(demo: Demo) -> HttpBrowser:
    """Give the editor a second factor, then sign in with the password alone."""
    editor = demo.accounts["editor"]
    first = HttpBrowser(demo.url)
    first.sign_in(editor)
    page = first.get("/connexion/activation")
    seed = re.search(r'class="ref wrap">([^<]+)<', page.text)
    assert seed, page.text
    form = next(form for form in page.forms if "seed" in form.names)
    code = pyotp.TOTP(re.sub(r"\W|&nbsp;", "", seed[1])).now()
    first.submit(page, form, password=editor["password"], code=code)
    second = HttpBrowser(demo.url)
    page = second.get("/connexion")
    form = next(form for form in page.forms if "password" in form.names)
    asked = second.submit(page, form, email=editor["email"], password=editor["password"])
    assert "/connexion/code" in asked.url, asked.url
    return second
