"""Trees of questions from their files to a dossier that says which way was taken."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk.db import db
from helpdesk.faq.companions.models import DiagnosisEnd
from helpdesk.faq.diagnosis.counting import end_counter, record_ends
from helpdesk.faq.diagnosis.rules import Tree
from helpdesk.faq.diagnosis.source import check_tree, read_trees
from helpdesk.faq.loading import check_content, load_content
from helpdesk.places import find_folder
from helpdesk.tickets.models import Ticket
from tests.builders import a_desk, lines_of
from tests.faq.conftest import ContentFolder
from tests.people import Cast, signed_in
from tests.statements import counted_statements
from tests.tickets.forms import send

TREE = """
title: Où en êtes-vous ?
title_en: Where are you?
summary: Trouvons votre étape.
summary_en: Let us find your step.
start: lien
questions:
  lien:
    ask: Avez-vous reçu le lien ?
    ask_en: Did you get the link?
    choices:
      - {key: oui, label: "Oui", label_en: "Yes", to: fini}
      - {key: non, label: "Non", label_en: "No", to: renvoi}
ends:
  fini: {title: C’est fini, title_en: Done, text: Tout va bien., text_en: All is well., article: double-prelevement}
  renvoi:
    {title: On le renvoie, title_en: Sent again, text: Ouvrez un dossier., text_en: Open a case.,
     dossier: acces/lien-non-recu, kind: dossier}
"""


@pytest.fixture
def loaded(app: Flask, folder: ContentFolder, now) -> ContentFolder:
    folder.article()
    folder.raw(TREE, "activation.yml", folder="diagnosis")
    load_content(folder.root, now=now)
    return folder


def test_our_own_trees_are_sound_in_both_languages():
    root = find_folder("content")
    trees, faults = read_trees(root)
    slugs = frozenset(path.stem for path in root.glob("faq/*/*.md"))

    assert faults == []
    assert set(trees) == {"activation", "prelevement"}
    for slug, tree in trees.items():
        assert isinstance(tree, Tree)
        assert list(check_tree(root / f"{slug}.yml", tree, slugs)) == []
        assert all(len(end.steps) == len(end.steps_en) for end in tree.ends.values())


def test_a_tree_that_leads_nowhere_is_said_with_its_line(tmp_path):
    path = tmp_path / "diagnosis" / "activation.yml"
    path.parent.mkdir()
    path.write_text(TREE.replace("to: renvoi", "to: nulle-part"), encoding="utf-8")
    trees, faults = read_trees(tmp_path)

    found = {fault.line: fault.sentence for fault in check_tree(path, trees["activation"], frozenset())}

    lines = path.read_text("utf-8").splitlines()
    assert faults == []
    assert {lines[number - 1].split()[0] for number in found} == {"-", "renvoi:", "fini:"}
    assert any("nulle-part, which does not exist" in sentence for sentence in found.values())


def test_a_tree_is_called_as_a_key(tmp_path):
    path = tmp_path / "diagnosis" / "Un arbre.yml"
    path.parent.mkdir()
    path.write_text(TREE, encoding="utf-8")

    assert read_trees(tmp_path)[0] == {}


def test_one_question_a_page_and_the_address_holds_the_answers(client: FlaskClient, loaded):
    start = client.get("/diagnostic/activation").text
    end = client.get("/diagnostic/activation/non").text

    assert "Où en êtes-vous" in client.get("/diagnostic/").text
    assert 'href="/diagnostic/activation/oui"' in start
    assert "On le renvoie" in end
    assert 'href="/diagnostic/activation"' in end
    assert "categorie=acces/lien-non-recu&amp;diagnostic=activation/non" in end


def test_an_end_shows_its_article(client: FlaskClient, loaded):
    assert 'href="/faq/double-prelevement"' in client.get("/diagnostic/activation/oui").text


def test_an_end_does_not_name_an_article_that_is_kept_for_others(
    app: Flask, client: FlaskClient, loaded: ContentFolder, people: Cast, now
):
    loaded.article(readers=["role:treasurer"])
    load_content(loaded.root, now=now)

    page = client.get("/diagnostic/activation/oui").text
    own = signed_in(app.test_client(), people.treasurer).get("/diagnostic/activation/oui").text

    assert "double-prelevement" not in page
    assert "diagnostic=activation/oui" in page
    assert "article=double-prelevement" in own


def test_an_english_reader_is_asked_in_english(client: FlaskClient, loaded):
    page = client.get("/en/diagnostic/activation").text

    assert "Did you get the link?" in page
    assert 'href="/en/diagnostic/activation/oui"' in page


@pytest.mark.parametrize(
    "path", ["absent", "activation/peut-etre", "activation/oui/oui", "activation/" + "oui/" * 40]
)
def test_a_path_that_is_none_is_not_found(client: FlaskClient, loaded, path):
    assert client.get(f"/diagnostic/{path}").status_code == 404


def test_a_kept_question_is_not_made_again(client: FlaskClient, loaded):
    client.get("/diagnostic/activation/non")

    with counted_statements() as statements:
        client.get("/diagnostic/activation/non")

    # Whether it is right is asked of the driver, which nobody counts.
    assert statements == []


def test_the_dossier_tells_the_agent_which_way_was_taken(client: FlaskClient, loaded):
    a_desk()

    form = client.get("/dossiers/nouveau?categorie=acces/lien-non-recu&diagnostic=activation/non").text
    send(client, diagnosis="activation/non")

    assert "Joint à votre demande" in form
    ticket = db.session.scalars(select(Ticket)).one()
    body = lines_of(ticket)[0].body
    assert "Où en êtes-vous" in body
    assert "Avez-vous reçu le lien" in body
    assert "Conclusion" in body


@pytest.mark.parametrize("path", ["", "activation", "absent/oui", "activation/x", "../..", "a" * 5000])
def test_a_way_that_is_none_adds_nothing(client: FlaskClient, loaded, path):
    a_desk()

    send(client, diagnosis=path)

    ticket = db.session.scalars(select(Ticket)).one()
    assert "Diagnostic" not in lines_of(ticket)[0].body


def test_ends_are_counted_even_when_their_page_is_kept(app: Flask, client: FlaskClient, loaded, now):
    for _ in range(3):
        client.get("/diagnostic/activation/non")
    client.get("/diagnostic/activation")

    record_ends(end_counter().take(now + timedelta(minutes=2)))

    (row,) = db.session.scalars(select(DiagnosisEnd)).all()
    assert (row.tree, row.end, row.count) == ("activation", "renvoi", 3)


def test_counts_of_a_day_add_up(app: Flask, now):
    counted = {(now.date(), "activation", "fini"): 2}

    record_ends(counted)
    record_ends(counted)

    assert db.session.scalars(select(DiagnosisEnd.count)).one() == 4


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("to: fini", "to: nulle-part", "leads to nulle-part"),
        ("double-prelevement", "absent", "the article absent does not exist"),
        ("acces/lien-non-recu", "acces/rien", "the subject acces/rien is unknown"),
        ("to: fini", "to: lien", "a circle"),
        ("start: lien", "start: lien\nautre: 1", "autre"),
        ("title: Où", "title: [", "not plain YAML"),
    ],
)
def test_content_check_names_what_is_wrong(app: Flask, folder, now, old, new, sentence):
    folder.article()
    folder.raw(TREE.replace(old, new, 1), "activation.yml", folder="diagnosis")

    found = [str(fault) for fault in check_content(folder.root, now=now)]

    assert any("activation.yml" in each and sentence in each for each in found), found
