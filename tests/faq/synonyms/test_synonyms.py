"""Editors change the list in the browser, see first what it does, and searches follow at once."""

import json
import re

import pytest
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.engines.search.synonyms import GROUPS, SHIPPED
from helpdesk.faq.synonyms import service
from helpdesk.faq.synonyms.models import SynonymGroup
from helpdesk.faq.synonyms.queries import synonyms_in_use
from helpdesk.faq.synonyms.rules import MOST_GROUPS
from tests.people import signed_in

INDEX = "/bureau/synonymes/"


@pytest.fixture
def filled(shelf):
    shelf.put()
    shelf.put(
        "carte", title="Ma carte est avalée", summary="Appelez.", plain_text="Au distributeur.", aliases=[]
    )
    shelf.index()
    return shelf


@pytest.fixture
def editor(client, people):
    signed_in(client, people.editor)
    return client


def found(client, query):
    return [each["slug"] for each in client.get("/recherche.json", query_string={"q": query}).json["results"]]


def stored():
    return [group.words for group in db.session.scalars(select(SynonymGroup).order_by(SynonymGroup.id))]


def test_the_shipped_list_holds_until_somebody_changes_it(editor, filled):
    page = editor.get(INDEX).text

    assert "La liste fournie avec le programme s’applique." in page
    assert "SDD" in page
    assert synonyms_in_use() is SHIPPED
    assert found(editor, "doublon") == ["double-prelevement"]


def test_a_new_group_is_found_by_at_once_and_keeps_the_shipped_ones(editor, filled):
    assert found(editor, "zigouigoui") == []

    response = editor.post(f"{INDEX}nouveau", data={"words": "zigouigoui, carte avalée"})

    assert response.status_code == 302
    assert found(editor, "zigouigoui") == ["carte"]
    assert stored() == [*map(list, GROUPS), ["zigouigoui", "carte avalée"]]


def test_the_preview_shows_what_changes_and_saves_nothing(editor, filled):
    page = editor.post(
        f"{INDEX}nouveau", data={"words": "zigouigoui, carte avalée", "trial": "double débit", "preview": ""}
    ).text

    assert stored() == []
    after = page[page.index('id="apercu"') :]
    assert re.search(r"zigouigoui.*Ma carte est avalée.*nouveau", after, re.DOTALL)
    assert re.search(r"double débit\W+<.*rien ne change", after, re.DOTALL)


def test_a_group_is_changed_and_the_preview_tells_what_is_lost(editor, filled, now):
    group = service.add_group(["zigouigoui", "carte avalée"], now=now)
    address = f"{INDEX}{group.id}"

    lost = editor.post(address, data={"words": "zigouigoui, chose", "preview": ""}).text
    editor.post(address, data={"words": "zigouigoui, chose"})

    assert "Ne serait plus parmi les premiers" in lost
    assert stored()[-1] == ["zigouigoui", "chose"]
    assert found(editor, "zigouigoui") == []


def test_a_group_is_removed_after_a_look_at_what_searches_lose(editor, filled, now):
    group = service.add_group(["zigouigoui", "carte avalée"], now=now)
    address = f"{INDEX}{group.id}/supprimer"

    look = editor.get(address)
    editor.post(address)

    assert "Ma carte est avalée" in look.text
    assert len(stored()) == len(GROUPS)
    assert editor.get(address).status_code == 404


def test_the_shipped_list_can_be_taken_over_and_gone_back_to(editor, filled):
    editor.post(f"{INDEX}reprendre")
    editor.post(f"{INDEX}reprendre")
    assert len(stored()) == len(GROUPS)

    editor.post(f"{INDEX}oublier")

    assert synonyms_in_use() is SHIPPED


@pytest.mark.parametrize(
    "words", ["", "seul", "a, A, à", "de, la", ",".join(f"mot{n}" for n in range(30)), "x" * 90 + ", y"]
)
def test_what_is_no_group_is_refused_and_kept_in_the_form(editor, words):
    response = editor.post(f"{INDEX}nouveau", data={"words": words})

    assert response.status_code == 422
    assert stored() == []


def test_a_full_list_is_said(editor, now):
    db.session.add_all(SynonymGroup(words=["a", "b"], updated_at=now) for _ in range(MOST_GROUPS))
    db.session.commit()

    response = editor.post(f"{INDEX}nouveau", data={"words": "timbre, vignette"})

    assert response.status_code == 422
    assert "La liste est pleine" in response.text


def test_every_process_sees_a_change_and_unchanged_lists_stay_the_same_object(app, filled, now):
    service.own_list(now=now)
    before = synonyms_in_use()
    assert synonyms_in_use() is before

    # Another process writes past this one's memory.
    group = db.session.scalars(select(SynonymGroup)).first()
    db.session.execute(
        SynonymGroup.__table__.update()
        .where(SynonymGroup.id == group.id)
        .values(words=json.loads('["un", "deux"]'), updated_at=now.replace(microsecond=7))
    )
    db.session.commit()
    db.session.expire_all()

    assert synonyms_in_use() is not before
    assert ["un", "deux"] in synonyms_in_use().groups


def test_only_those_who_write_articles_come_in(client, people):
    for viewer in (people.agent, people.administrator, people.stranger):
        signed_in(client, viewer)
        assert client.get(INDEX).status_code == 404
    signed_in(client, people.publisher)
    assert client.get(INDEX).status_code == 200


def test_without_an_index_the_preview_says_so(editor, shelf):
    page = editor.post(
        f"{INDEX}nouveau", data={"words": "timbre, vignette", "preview": ""}, follow_redirects=True
    )

    assert page.status_code == 200
    assert "n’est pas prêt" in editor.get(INDEX).text + page.text
