"""The agents' pages over HTTP: what they show, what they refuse, and what they keep."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from helpdesk.core import clock
from helpdesk.core.topics import Severity
from helpdesk.db import db
from helpdesk.tickets.models import Attachment, Entry, Ticket
from helpdesk.tickets.rules import EntryKind, Status
from helpdesk.tickets.work.replies import Draft, send
from tests.builders import a_desk, a_rule, a_ticket, as_seen, lines_of, outgoing
from tests.people import Cast, signed_in


@pytest.fixture
def at_work(client: FlaskClient, people: Cast) -> FlaskClient:
    """A browser of the agent, who works at the reception."""
    a_rule(a_desk("comptes", people.colleague), position=1, categories=["fonds"])
    a_rule(a_desk("accueil", people.agent, people.colleague), position=2)
    return signed_in(client, people.agent)


def opened(**what_matters) -> Ticket:
    return a_ticket(clock.now(), **what_matters)


def fields_of(page: str) -> dict[str, str]:
    """Return what every form on the page carries about the state it was made for."""
    return {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in ("version", "seen")}


def refreshed(ticket: Ticket) -> Ticket:
    db.session.rollback()
    return db.session.get_one(Ticket, ticket.id, populate_existing=True)


def test_the_list_shows_what_is_to_do(at_work):
    ticket = opened()

    page = at_work.get("/bureau/").text

    assert f"/bureau/dossiers/{ticket.reference}" in page
    assert "Mélanie Membre" in page
    assert re.search(r">dans \d+.(min|h|j)</time>", page)


def test_a_discreet_dossier_has_no_name_in_lists(at_work):
    ticket = opened(confidential=True, organisation_text="UL des Tilleuls")

    page = at_work.get("/bureau/").text

    assert ticket.reference in page
    assert "Demande discrète" in page
    assert "Mélanie" not in page
    assert "Tilleuls" not in page


@pytest.mark.parametrize("typed", ["{}", "{} ", "{compact}", "{lower}"])
def test_a_reference_typed_as_a_search_opens_its_dossier(at_work, typed):
    ticket = opened()
    text = typed.format(
        ticket.reference,
        compact=ticket.reference.replace("-", ""),
        lower=ticket.reference.lower().replace("-", " "),
    )

    answer = at_work.get("/bureau/", query_string={"q": text})

    assert answer.status_code == 302
    assert answer.location == f"/bureau/dossiers/{ticket.reference}"


@pytest.mark.parametrize(
    "query",
    [
        "vue=rien",
        "pole=rien",
        "categorie=rien",
        "gravite=S9",
        "apres=x",
        "apres=-1",
        "apres=9.9-9",
        "vue=' OR 1",
    ],
)
def test_a_place_that_does_not_exist_is_not_found(at_work, query):
    assert at_work.get(f"/bureau/?{query}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 5000, "q=%25", "organisation=%27", "q=%F0%9F%98%80", "q=%ED%A0%80", "apres=1"],
)
def test_any_search_gives_a_page(at_work, query):
    assert at_work.get(f"/bureau/?{query}").status_code == 200


def test_pages_go_on_where_the_last_one_ended(at_work):
    for _ in range(30):
        opened()

    first = at_work.get("/bureau/").text
    next_url = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = at_work.get(next_url).text

    row = re.compile(r'/bureau/dossiers/([A-Z0-9]{3}-[A-Z0-9]{3})"')
    assert len(set(row.findall(first))) == 25
    assert len(set(row.findall(second))) == 5
    assert not set(row.findall(first)) & set(row.findall(second))


def test_a_dossier_shows_its_history_and_what_is_known(at_work):
    ticket = opened(
        phone="+33199001234", amount_cents=3400, rum="UL38-0042", reason_code="AM04", no_voicemail=True
    )

    page = at_work.get(f"/bureau/dossiers/{ticket.reference}").text

    for words in (
        "Deux prélèvements en novembre",
        "prélevée deux fois",
        "01\u00a099\u00a000\u00a012\u00a034",
        "UL38-0042",
    ):
        assert words in page, words
    assert "Orienté vers le pôle" in page
    assert "Ne laissez pas de message" in page
    assert "Message laissé" not in page


def test_a_reference_typed_otherwise_leads_to_the_address(at_work):
    ticket = opened()

    answer = at_work.get(f"/bureau/dossiers/{ticket.reference.lower()}")

    assert answer.location == f"/bureau/dossiers/{ticket.reference}"


@pytest.mark.parametrize("reference", ["ZZZ-999", "x", "%00", "K7Q-4820", "a" * 300, "../etc"])
def test_what_is_no_dossier_is_not_found(at_work, reference):
    assert at_work.get(f"/bureau/dossiers/{reference}").status_code in {400, 404}


def test_a_confidential_dossier_of_another_desk_is_not_found(at_work, people):
    ticket = opened(category="fonds", subcategory="", confidential=True)
    urls = [
        f"/bureau/dossiers/{ticket.reference}{end}"
        for end in ("", "/faits", "/sujet", "/gravite", "/articles")
    ]

    assert {at_work.get(url).status_code for url in urls} == {404}
    posted = at_work.post(f"{urls[0]}/reponses", data={"kind": "note", "body": "x", "version": 1, "seen": 0})
    # The same as for a dossier that does not exist: what was typed is given back, and nothing else said.
    assert posted.status_code == 409
    assert ticket.subject not in posted.text


def test_a_reply_is_sent_and_the_draft_forgotten(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    answer = at_work.post(
        f"{url}/reponses",
        data={**seen, "kind": "reply", "then": "wait", "body": "Quelle date ?"},
        follow_redirects=True,
    )

    assert "Réponse envoyée" in answer.text
    assert f'data-draft-clear="dossier-{ticket.reference}"' in answer.text
    assert refreshed(ticket).status is Status.WAITING


def test_a_file_is_sent_along_and_fetched_again(at_work, people):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    at_work.post(
        f"{url}/reponses",
        data={
            **seen,
            "kind": "reply",
            "then": "go_on",
            "body": "Voici.",
            "files": (BytesIO(b"date;somme\n"), "liste.csv"),
        },
    )

    attachment = db.session.scalars(select(Attachment)).one()
    with at_work.get(f"{url}/fichiers/{attachment.id}") as fetched:
        assert fetched.data == b"date;somme\n"
        assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert at_work.get(f"{url}/fichiers/{attachment.id + 1}").status_code == 404


@pytest.mark.parametrize(
    ("body", "kind"),
    [("", "reply"), ("   ", "reply"), ("x" * 20_001, "reply"), ("Bonjour", "shout"), ("Bonjour", "")],
)
def test_a_reply_that_cannot_be_sent_comes_back_as_typed(at_work, body, kind):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    answer = at_work.post(f"{url}/reponses", data={**seen, "kind": kind, "body": body, "then": "go_on"})

    assert answer.status_code == 422
    assert body.strip() in answer.text
    assert EntryKind.REPLY not in {line.kind for line in lines_of(ticket)}


def test_a_reply_to_a_closed_dossier_comes_back_as_typed(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)
    refreshed(ticket).status = Status.CLOSED
    db.session.commit()

    answer = at_work.post(
        f"{url}/reponses", data={**seen, "kind": "reply", "body": "Trop tard ?", "then": "go_on"}
    )

    assert answer.status_code == 422
    assert "Trop tard ?" in answer.text
    assert "rouvrez-le" in answer.text


def test_a_stale_reply_shows_what_arrived_above_the_draft_and_can_be_sent_again(at_work, people):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)
    send(as_seen(ticket, people.colleague), Draft("Je m’en occupe déjà."), now=clock.now())
    mine = {"kind": "reply", "then": "resolve", "body": "Ma longue réponse."}

    stale = at_work.post(f"{url}/reponses", data={**seen, **mine})

    assert stale.status_code == 409
    assert stale.text.index("Je m’en occupe déjà.") < stale.text.index("Ma longue réponse.")
    assert EntryKind.REPLY in {line.kind for line in lines_of(ticket)}
    again = at_work.post(f"{url}/reponses", data={**fields_of(stale.text), **mine})
    assert again.status_code == 302
    assert refreshed(ticket).status is Status.RESOLVED


def test_two_clicks_send_one_reply(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    data = {**fields_of(at_work.get(url).text), "kind": "reply", "body": "Bonjour.", "then": "go_on"}

    first, second = at_work.post(f"{url}/reponses", data=data), at_work.post(f"{url}/reponses", data=data)

    assert (first.status_code, second.status_code) == (302, 302)
    replies = select(func.count(Entry.id)).where(Entry.kind == EntryKind.REPLY)
    assert db.session.scalar(replies) == 1
    assert [mail.event for mail in outgoing()].count("tickets/answered") == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", str(2**31), "9" * 40])
def test_a_form_without_a_state_is_a_bad_request(at_work, version):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/etat/take", data={"version": version, "seen": "0"}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("action", ["take", "wait", "resolve"])
def test_a_plain_move_is_made(at_work, action):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"

    answer = at_work.post(f"{url}/etat/{action}", data=fields_of(at_work.get(url).text))

    assert answer.status_code == 302
    assert (
        refreshed(ticket).status
        is {"take": Status.OPEN, "wait": Status.WAITING, "resolve": Status.RESOLVED}[action]
    )


@pytest.mark.parametrize("action", ["assign", "escalate", "close", "nothing"])
def test_no_other_move_has_an_address(at_work, action):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/etat/{action}", data={"version": "1", "seen": "0"}
    )

    assert answer.status_code == 404


def test_a_dossier_is_given_to_a_colleague(at_work, people):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"

    page = at_work.get(url).text
    at_work.post(
        f"{url}/conseiller", data={**fields_of(page), "to": f"{ticket.desk_id}-{people.colleague.id}"}
    )

    assert "Côme Collegue" in page
    assert refreshed(ticket).assignee_id == people.colleague.id


def test_who_gives_a_discreet_dossier_to_another_desk_is_led_to_the_list(at_work, people):
    elsewhere = a_desk("ailleurs", people.colleague)
    ticket = opened(confidential=True)
    url = f"/bureau/dossiers/{ticket.reference}"

    answer = at_work.post(
        f"{url}/conseiller", data={**fields_of(at_work.get(url).text), "to": str(elsewhere.id)}
    )

    assert answer.location == "/bureau/"
    assert "Dossier confié" in at_work.get(answer.location).text
    assert at_work.get(url).status_code == 404


@pytest.mark.parametrize("to", ["", "x", "0", "1-", "1-x", "-1", "1-999", "9999", "1-1-1", "٣", "9" * 30])
def test_a_dossier_is_given_to_nobody_else(at_work, to):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/conseiller", data={"version": "1", "seen": "99", "to": to}
    )

    assert answer.status_code in {404, 302}
    assert refreshed(ticket).assignee_id is None


def test_lowering_a_severity_without_a_reason_is_refused_in_place(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}"
    seen = fields_of(at_work.get(url).text)

    refused = at_work.post(f"{url}/gravite", data={**seen, "severity": "S4", "reason": ""})
    done = at_work.post(f"{url}/gravite", data={**seen, "severity": "S4", "reason": "Simple question."})

    assert refused.status_code == 422
    assert "pourquoi la gravité baisse" in refused.text
    assert done.status_code == 302
    assert refreshed(ticket).severity is Severity.S4


def test_facts_are_shown_and_taken(at_work):
    ticket = opened(amount_cents=1250, deadline_on=clock.now().date())
    url = f"/bureau/dossiers/{ticket.reference}/faits"
    page = at_work.get(url).text
    assert 'value="12,50"' in page

    answer = at_work.post(
        url,
        data={
            **fields_of(page),
            "amount_cents": "12,50",
            "deadline_on": f"{clock.now():%d/%m/%Y}",
            "deadline_confirmed": "y",
            "refunded": "non",
            "vendor_reference": "INC-1",
        },
    )

    assert answer.status_code == 302
    assert refreshed(ticket).severity is Severity.S1
    assert (ticket.vendor_reference, ticket.refunded) == ("INC-1", False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_cents", "beaucoup"),
        ("amount_cents", "-3"),
        ("members_touched", "1e9"),
        ("debit_on", "0001-01-01"),
        ("deadline_on", "31/02/2026"),
        ("reason_code", "AM0444"),
        ("refunded", "peut-être"),
        ("vendor_reference", "x" * 61),
    ],
)
def test_absurd_facts_come_back_with_a_sentence(at_work, field, value):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}/faits"
    usual = {"refunded": ""}

    answer = at_work.post(url, data={"version": "1", "seen": "99", **usual, field: value})

    assert answer.status_code == 422
    assert "Vérifiez votre saisie" in answer.text
    assert refreshed(ticket).version == 1


def test_another_subject_is_filed(at_work):
    ticket = opened()
    url = f"/bureau/dossiers/{ticket.reference}/sujet"
    page = at_work.get(url).text

    at_work.post(url, data={**fields_of(page), "topic": "fonds/bloque", "reroute": "y"})

    assert (refreshed(ticket).category, ticket.subcategory) == ("fonds", "bloque")
    assert ticket.desk_id == a_desk("comptes").id


@pytest.mark.parametrize("topic", ["", "rien", "fonds/rien", "prelevement/bloque"])
def test_a_subject_that_does_not_exist_is_refused(at_work, topic):
    ticket = opened()

    answer = at_work.post(
        f"/bureau/dossiers/{ticket.reference}/sujet", data={"version": "1", "seen": "99", "topic": topic}
    )

    assert answer.status_code == 422


def test_a_call_is_noted(at_work):
    ticket = opened(phone="+33199001234", callback_wanted=True)
    url = f"/bureau/dossiers/{ticket.reference}"

    at_work.post(
        f"{url}/appels", data={**fields_of(at_work.get(url).text), "outcome": "reached", "note": "Rassurée."}
    )

    assert refreshed(ticket).callback_done_at is not None
    assert "Rassurée." in at_work.get(url).text


def test_a_caller_has_a_dossier_in_one_form(at_work, people):
    answer = at_work.post(
        "/bureau/dossiers/nouveau",
        data={
            "name": "Karim Haddad",
            "phone": "01 99 00 12 34",
            "organisation_text": "UL des Tilleuls",
            "topic": "prelevement/double-debit",
            "body": "Prélevé deux fois ?\nLe 5 novembre.",
            "outcome": "call_back",
        },
    )

    ticket = db.session.scalars(select(Ticket)).one()
    assert answer.location == f"/bureau/dossiers/{ticket.reference}"
    assert (ticket.subject, ticket.requester_phone) == ("Prélevé deux fois ?", "+33199001234")
    assert ticket.callback_due_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": ""},
        {"topic": "rien"},
        {"outcome": "rien"},
        {"phone": "12"},
        {"email": "nul"},
        {"outcome": "call_back", "phone": ""},
        {"body": "x" * 10_001},
        {"name": "x" * 121},
    ],
)
def test_a_caller_form_that_is_wrong_comes_back_as_typed(at_work, wrong):
    good = {"name": "Karim", "topic": "autre", "body": "Bonjour", "outcome": "forwarded"}

    answer = at_work.post("/bureau/dossiers/nouveau", data={**good, **wrong})

    assert answer.status_code == 422
    assert "Karim" in answer.text or "name" in wrong
    assert db.session.scalar(select(func.count(Ticket.id))) == 0


def test_the_caller_form_sent_twice_opens_one_dossier(at_work):
    data = {
        "name": "Karim",
        "topic": "autre",
        "body": "Bonjour",
        "outcome": "answered",
        "submission_key": "k" * 43,
    }

    at_work.post("/bureau/dossiers/nouveau", data=data)
    at_work.post("/bureau/dossiers/nouveau", data=data)

    assert db.session.scalar(select(func.count(Ticket.id))) == 1


def test_the_menu_shows_what_one_may_open(at_work, people):
    agent = at_work.get("/bureau/").text
    supervisor = signed_in(at_work, people.supervisor).get("/bureau/").text
    editor = signed_in(at_work, people.editor).get("/bureau/organisations/").text

    assert "Règles d’aiguillage" not in agent
    assert "Règles d’aiguillage" in supervisor
    assert "À traiter" not in editor


def test_a_page_in_english_has_english_numbers(at_work):
    opened()

    assert at_work.get("/en/bureau/").status_code == 200


def test_a_dossier_without_script_offers_articles_on_a_page(at_work):
    ticket = opened()

    page = at_work.get(f"/bureau/dossiers/{ticket.reference}/articles")

    assert page.status_code == 200
    assert "Articles proches" in page.text
