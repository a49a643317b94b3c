"""Merging in the browser, and what the member and strangers find afterwards."""

from sqlalchemy import select

from helpdesk.db import db
from helpdesk.tickets.models import Attachment, Ticket
from helpdesk.tickets.work.merging.service import merge
from tests.builders import a_desk, as_seen, last_mail
from tests.people import signed_in
from tests.tickets.forms import a_file, link_in
from tests.tickets.forms import send as send_form


def test_an_agent_merges_and_takes_apart_in_the_browser(client, now, people, two):
    source, target = two
    signed_in(client, people.agent)
    page = client.get(f"/bureau/dossiers/{source.reference}/reunir").text
    assert f"dans={target.reference}" in page

    done = client.post(
        f"/bureau/dossiers/{source.reference}/reunir",
        data={"into": target.reference.lower(), "version": source.version},
    )
    gone = client.get(f"/bureau/dossiers/{source.reference}").text

    assert done.location == f"/bureau/dossiers/{target.reference}"
    assert "Ce dossier est réuni à un autre" in gone
    assert f"Le dossier {source.reference} est réuni à celui-ci" in client.get(done.location).text

    apart = client.post(
        f"/bureau/dossiers/{source.reference}/separer",
        data={"version": db.session.get(Ticket, source.id).version},
    )
    assert "Je vous relance." in client.get(apart.location).text


def test_a_refusal_is_said_beside_what_was_typed(client, now, people, two):
    signed_in(client, people.agent)
    address = f"/bureau/dossiers/{two[0].reference}/reunir"

    response = client.post(address, data={"into": "QQQ-222", "version": two[0].version})

    assert response.status_code == 422
    assert "QQQ-222" in response.text
    assert client.post(address, data={"into": "", "version": 1}).status_code == 422


def test_who_typed_somebodys_address_reads_nothing_of_theirs(client, now, people, app):
    """Whoever fills in the form holds a link to what they wrote, and to nothing else, merged or not."""
    a_desk()
    send_form(client, subject="Le premier", body="Texte de la victime", files=[a_file()])
    target = db.session.scalars(select(Ticket)).one()
    attacker = app.test_client()
    send_form(attacker, subject="Moi aussi", body="Second texte", files=[a_file()])
    source = db.session.scalars(select(Ticket).order_by(Ticket.id.desc())).first()
    merge(as_seen(source, people.agent), target.reference, now=now)

    pages = [
        attacker.get(f"/suivi/dossier/{each.reference}", follow_redirects=True) for each in (source, target)
    ]
    files = [attacker.get(f"/dossiers/fichiers/{number}").status_code for number in (1, 2)]

    assert [page.status_code for page in pages] == [410, 404]
    assert all("Texte de la victime" not in page.text for page in pages)
    assert files == [404, 404]
    assert set(db.session.scalars(select(Attachment.ticket_id))) == {target.id}


def test_the_member_follows_the_other_dossier_by_the_link_in_their_mailbox(client, now, people, two):
    source, target = two
    merge(as_seen(source, people.agent), target.reference, now=now)

    client.get(link_in(last_mail("tickets/merged").text))
    page = client.get(f"/suivi/dossier/{source.reference}", follow_redirects=True)

    assert page.status_code == 200
    assert "Je vous relance." in page.text
    assert client.get("/suivi").text.count(source.reference) == 0
