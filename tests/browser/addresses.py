"""Every page of the site with a real address, read from the running demo by who may see it.

An endpoint that answers GET is in exactly one of the tables below; a test compares them with the routes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyotp

from tests.demo_server import Demo
from tests.http_browser import HttpBrowser
from tests.main_job import ADMINISTRATION, MEMBER, Mailbox, escalate, link_in, open_dossier

SUPERVISOR = "supervisor"
SYSADMIN = "sysadmin"
ADMINISTRATOR = "administrator"
PUBLISHER = "publisher"
TREASURER = "treasurer"
NOBODY = "nobody"
MEMBER_WITH_LINK = "member who followed a private link"
ADDRESSEE = "addressee who followed a signed link"
HALF_SIGNED_IN = "editor who owes the second factor"

NOT_PAGES: Mapping[str, str] = {
    "static": "files",
    "faq.search_json": "JSON",
    "tickets.organisations_json": "JSON",
    "dev_mail.index_json": "JSON",
    "health.alive": "JSON",
    "health.ready": "JSON",
    "faq.guide_file": "a download",
    "faq.service_worker": "a script",
    "faq.pack_pdf": "a PDF file",
    "faq.collection_pdf": "a PDF file",
    "faq.article_pdf": "a PDF file",
    "faq.feed": "for programs",
    "learning.export": "a download",
    "faq.collection_feed": "for programs",
    "faq.sitemap": "for programs",
    "faq.robots": "for programs",
    "faq.opensearch": "for programs",
    "faq.suggestions": "for programs",
    "faq.guide_latest": "a download",
    "faq.leave_wish_at_once": "leads to faq.wish_link",
    "faq.unfollow_at_once": "leads to faq.follow_link",
    "tickets.file": "a download",
    "faq.file": "a download",
    "writing.conflict": "leads to writing.edit where nothing is in conflict",
    "desk.file": "a download",
    "incoming.raw": "a download",
    "incoming.piece": "a picture or a download",
    "incoming.original": "a stranger's HTML, where nothing runs, the tools of the tests neither",
    "tickets.follow": "leads to tickets.mine",
    "activation.use_link": "leads to activation.show",
    "activations.export": "a download",
    "confederal.follow": "leads to confederal.show",
    "dev_mail.show_html": "the HTML part of a mail, under the rules of mail programs",
}

PROMISING = "/faq/depot-especes"
"""An article that promises an answer later."""

FIXED: Mapping[str, tuple[str, str]] = {
    "faq.home": (NOBODY, "/"),
    "faq.articles": (NOBODY, "/faq/"),
    "faq.search": (NOBODY, "/recherche?q=prelevement+deux+fois"),
    "faq.answered": (NOBODY, "/reponse-trouvee"),
    "faq.page": (NOBODY, "/pages/mentions-legales"),
    "faq.show": (NOBODY, "/faq/double-prelevement"),
    "faq.wish": (NOBODY, f"{PROMISING}/prevenez-moi"),
    "faq.wish_sent": (NOBODY, f"{PROMISING}/prevenez-moi/envoye"),
    "faq.follow": (NOBODY, "/collections/collecte-en-ligne/suivre"),
    "faq.follow_sent": (NOBODY, "/collections/collecte-en-ligne/suivre/envoye"),
    "faq.promises": (PUBLISHER, "/bureau/promesses"),
    "faq.guides": (NOBODY, "/guides/"),
    "faq.guide": (NOBODY, "/guides/migration-plateforme"),
    "faq.diagnoses": (NOBODY, "/diagnostic/"),
    "faq.diagnosis_start": (NOBODY, "/diagnostic/prelevement"),
    "faq.diagnosis": (NOBODY, "/diagnostic/activation/oui/non/jamais/oui"),
    "faq.print_pack": (NOBODY, "/imprimer"),
    "faq.print_collection": (NOBODY, "/collections/reponses-a-la-carte/imprimer"),
    "faq.offline": (NOBODY, "/hors-ligne"),
    "faq.glossary": (NOBODY, "/glossaire"),
    "codes.index": (NOBODY, "/codes/"),
    "codes.show": (NOBODY, "/codes/AM04?le=2026-11-02"),
    "accounts.sign_in": (NOBODY, "/connexion"),
    "accounts.send_link": (NOBODY, "/connexion/lien"),
    "accounts.forgot_password": (NOBODY, "/mot-de-passe/oublie"),
    "accounts.second_factor": (HALF_SIGNED_IN, "/connexion/code"),
    "accounts.recovery_code": (HALF_SIGNED_IN, "/connexion/code-de-secours"),
    "accounts.enrol": (SUPERVISOR, "/connexion/activation"),
    "accounts.account": (TREASURER, "/mon-compte"),
    "mailing.choices": (SUPERVISOR, "/mon-compte/courriels"),
    "accounts.change_password": (SUPERVISOR, "/mon-compte/mot-de-passe"),
    "accounts.factor": (SUPERVISOR, "/mon-compte/second-facteur"),
    "accounts.people": (SYSADMIN, "/bureau/personnes"),
    "accounts.invite": (SYSADMIN, "/bureau/personnes/invitation"),
    "tickets.new": (NOBODY, "/dossiers/nouveau"),
    "tickets.find": (NOBODY, "/suivi"),
    "tickets.received": (MEMBER_WITH_LINK, "/dossiers/recu"),
    "tickets.index": (TREASURER, "/mes-dossiers"),
    "activation.index": (TREASURER, "/activation/"),
    "activation.ask": (NOBODY, "/activation/compte-cooperative"),
    "activation.asked": (NOBODY, "/activation/compte-cooperative/lien-envoye"),
    "activations.index": (SUPERVISOR, "/bureau/activations/"),
    "activations.journey": (SUPERVISOR, "/bureau/activations/compte-cooperative"),
    "activations.remind": (
        SUPERVISOR,
        "/bureau/activations/plateforme-de-collecte/relances?etape=aucune-demarche",
    ),
    "desk.inbox": (SUPERVISOR, "/bureau/"),
    "desk.new": (SUPERVISOR, "/bureau/dossiers/nouveau"),
    "escalation.index": (SUPERVISOR, "/bureau/escalades"),
    "confederal.index": (ADMINISTRATOR, "/bureau/saisines"),
    "writing.index": (PUBLISHER, "/bureau/fiches/"),
    "writing.new": (PUBLISHER, "/bureau/fiches/nouvelle"),
    "writing.new_block": (PUBLISHER, "/bureau/fiches/blocs/nouveau"),
    "writing.split": (PUBLISHER, "/bureau/fiches/decouper"),
    "organisations.index": (SUPERVISOR, "/bureau/organisations/"),
    "organisations.new": (SUPERVISOR, "/bureau/organisations/nouvelle"),
    "organisations.import_csv": (SUPERVISOR, "/bureau/organisations/importer"),
    "desks.index": (SUPERVISOR, "/bureau/poles/"),
    "desks.new": (SUPERVISOR, "/bureau/poles/nouveau"),
    "incoming.index": (SUPERVISOR, "/bureau/courrier-recu/"),
    "incoming.show": (SUPERVISOR, "/bureau/courrier-recu/5"),
    "dev_write.write": (NOBODY, "/dev/mail/ecrire"),
    "outbox.index": (SUPERVISOR, "/bureau/courriels/"),
    "outbox.queue": (SUPERVISOR, "/bureau/courriels/file?etat=partis"),
    "outbox.addresses": (SUPERVISOR, "/bureau/courriels/adresses"),
    "routing.index": (SUPERVISOR, "/bureau/regles/"),
    "routing.new": (SUPERVISOR, "/bureau/regles/nouvelle"),
    "synonyms.index": (PUBLISHER, "/bureau/synonymes/"),
    "synonyms.new": (PUBLISHER, "/bureau/synonymes/nouveau"),
    "learning.index": (SUPERVISOR, "/bureau/recherches/"),
    "learning.proposals": (PUBLISHER, "/bureau/recherches/formulations"),
    "learning.opinions": (PUBLISHER, "/bureau/recherches/avis"),
    "dev_mail.index": (NOBODY, "/dev/mail"),
}

LINKED: Mapping[str, tuple[str, str, str]] = {
    # endpoint: who, the page that links to it, what its address looks like
    "faq.collection": (NOBODY, "/", r"/collections/[\w-]+"),
    "dev_mail.show": (NOBODY, "/dev/mail", r"/dev/mail/[\w.-]+"),
    "accounts.person": (SYSADMIN, "/bureau/personnes", r"/bureau/personnes/\d+"),
    "learning.opinions_on": (PUBLISHER, "/bureau/recherches/avis", r"/bureau/recherches/avis/\d+"),
    "writing.edit": (PUBLISHER, "/bureau/fiches/?q=double-prelevement", r"/bureau/fiches/\d+"),
    "organisations.show": (SUPERVISOR, "/bureau/organisations/", r"/bureau/organisations/\d+"),
    "activation.show": (TREASURER, "/activation/", r"/activation/[\w-]+/\d+"),
    "activations.organisation": (
        SUPERVISOR,
        "/bureau/activations/compte-cooperative",
        r"/bureau/activations/[\w-]+/organisations/\d+",
    ),
    "desks.edit": (SUPERVISOR, "/bureau/poles/", r"/bureau/poles/\d+"),
    "synonyms.edit": (PUBLISHER, "/bureau/synonymes/", r"/bureau/synonymes/\d+"),
    "synonyms.remove": (PUBLISHER, "/bureau/synonymes/", r"/bureau/synonymes/\d+/supprimer"),
    "routing.edit": (SUPERVISOR, "/bureau/regles/", r"/bureau/regles/\d+"),
    "escalation.show": (SUPERVISOR, "/bureau/escalades?vue=en-attente", r"/bureau/escalades/\d+"),
    "confederal.case": (ADMINISTRATOR, "/bureau/saisines", r"/bureau/saisines/\d+"),
}

OF_A_DOSSIER: Mapping[str, tuple[str, str]] = {
    "tickets.mine": (MEMBER_WITH_LINK, "/suivi/dossier/{}"),
    "asking.form": (MEMBER_WITH_LINK, "/suivi/dossier/{}/saisine"),
    "desk.show": (SUPERVISOR, "/bureau/dossiers/{}"),
    "desk.to_article": (SUPERVISOR, "/bureau/dossiers/{}/fiche"),
    "desk.articles": (SUPERVISOR, "/bureau/dossiers/{}/articles"),
    "desk.severity": (SUPERVISOR, "/bureau/dossiers/{}/gravite"),
    "desk.facts": (SUPERVISOR, "/bureau/dossiers/{}/faits"),
    "desk.file_under": (SUPERVISOR, "/bureau/dossiers/{}/sujet"),
    "desk.requester": (SUPERVISOR, "/bureau/dossiers/{}/coordonnees"),
    "desk.merge": (SUPERVISOR, "/bureau/dossiers/{}/reunir"),
    "escalation.new": (SUPERVISOR, "/bureau/dossiers/{}/saisine"),
}

CONFIRM = "/courrier/confirmer/"
MAILED: Mapping[str, tuple[str, str]] = {
    # endpoint: who asks for the mail, what the address looks like
    "accounts.use_link": (NOBODY, "/connexion/lien/"),
    "accounts.reset_password": (NOBODY, "/mot-de-passe/nouveau/"),
    "accounts.accept_invitation": (SYSADMIN, "/invitation/"),
    "faq.wish_link": (NOBODY, "/prevenez-moi/"),
    "faq.follow_link": (NOBODY, "/suivre/"),
}

FURTHER = {"confederal.show", "mail_confirmation.confirm_page", "writing.versions", "organisations.edit"}
"""Found one step further, by `_further`."""

BESIDE: Sequence[tuple[str, str]] = (
    # The same endpoints in other states.
    (NOBODY, "/recherche?q=xyzzyqwk"),
    (NOBODY, "/recherche?q="),
    (NOBODY, "/recherche?q=AM04"),
    (NOBODY, "/codes/ZZ99"),
    (NOBODY, "/diagnostic/activation/oui/non"),
    (NOBODY, "/dossiers/nouveau?diagnostic=activation/oui/non/jamais/oui"),
    (NOBODY, "/codes/MD01"),
    (NOBODY, "/activation/"),
    (SUPERVISOR, "/bureau/activations/compte-cooperative/relances"),
    (SUPERVISOR, "/bureau/activations/plateforme-de-collecte?etape=acces&bloquees=1"),
    (NOBODY, "/dossiers/nouveau?categorie=prelevement/double-debit&article=double-prelevement"),
    (NOBODY, "/pages/accessibilite"),
    (NOBODY, "/pages/donnees-personnelles"),
    (SUPERVISOR, "/bureau/?vue=echeance-proche"),
    (SUPERVISOR, "/bureau/?vue=escalades"),
    (SUPERVISOR, "/bureau/?vue=resolus"),
    (SUPERVISOR, "/bureau/?vue=mes-dossiers&q=introuvable"),
    (SUPERVISOR, "/bureau/escalades?vue=a-confirmer"),
    (SUPERVISOR, "/bureau/escalades?vue=terminees"),
)


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


def endpoints_by_table() -> list[str]:
    """Return the endpoints of every table; one that is in two tables is there twice."""
    tables = (NOT_PAGES, FIXED, LINKED, OF_A_DOSSIER, MAILED, FURTHER)
    return [endpoint for table in tables for endpoint in table]
