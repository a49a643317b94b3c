"""Journeys from their files: checked with file, line and fault, loaded whole, given back byte for byte."""

from datetime import date

import pytest

from helpdesk.faq.companions.reading import JOURNEY
from helpdesk.faq.companions.storing import get_companion
from helpdesk.faq.journeys.rules import journey_of
from helpdesk.faq.journeys.source import MOST, check_journey, read_journeys
from helpdesk.faq.loading import check_content, load_content
from helpdesk.faq.writing.exporting import export_content
from helpdesk.places import find_folder
from tests.faq.diagnosis.test_diagnosis import TREE

JOURNEY_FILE = """\
title: Compte
title_en: Account
summary: Deux étapes.
summary_en: Two steps.
kinds: [school_cooperative]
opens_on: 2026-09-01
steps:
  - key: lien
    title: Suivre le lien
    title_en: Follow the link
    help: Dans la messagerie.
    help_en: In the mailbox.
    article: double-prelevement
    stuck_after_days: 7
  - key: declaration
    title: Certifier
    title_en: Certify
    help: Cochez.
    help_en: Tick.
    stuck_after_days: 14
    deadline: 2026-12-31
    needs: [lien]
    declares:
      - {text: Tous les chèques sont débités., text_en: All cheques are debited.}
"""


def test_our_own_journeys_are_sound():
    root = find_folder("content")
    journeys, faults = read_journeys(root)
    slugs = frozenset(path.stem for path in root.glob("faq/*/*.md"))

    assert faults == []
    assert set(journeys) == {"compte-cooperative", "plateforme-de-collecte"}
    for slug, journey in journeys.items():
        assert list(check_journey(root / "activation" / f"{slug}.yml", journey, slugs)) == []


def test_our_own_journey_asks_for_the_declaration_of_the_letter():
    # Question-and-answer letter of a departmental association, autumn 2024: « tous les chèques émis ont été
    # débités », « tous les chèques déposés […] ont été encaissés », « plus aucune opération n’a été faite ».
    journeys, _faults = read_journeys(find_folder("content"))

    step = journeys["compte-cooperative"].find_step("declaration")

    assert step is not None
    assert len(step.declares) == 3
    transfer = journeys["compte-cooperative"].find_step("reversement")
    assert transfer is not None
    assert "declaration" in transfer.needs


def test_a_journey_is_loaded_and_read_again_as_it_was_written(app, folder, now):
    folder.article()
    folder.raw(JOURNEY_FILE, "compte.yml", folder="activation")

    load_content(folder.root, now=now)

    journey = journey_of(get_companion(JOURNEY, "compte").value)
    assert journey.keys == ("lien", "declaration")
    assert journey.steps[1].deadline == date(2026, 12, 31)
    assert journey.steps[1].declares[0].said("text", "en") == "All cheques are debited."


def test_an_export_gives_a_journey_back_byte_for_byte(app, folder, now, tmp_path):
    folder.article()
    folder.raw(JOURNEY_FILE, "compte.yml", folder="activation")
    load_content(folder.root, now=now)

    export_content(tmp_path / "given-back", now=now)

    assert (tmp_path / "given-back/activation/compte.yml").read_text("utf-8") == JOURNEY_FILE


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("key: declaration", "key: lien", 15, "several steps are called lien"),
        ("key: declaration", "key: terminee", 15, "no step may be called terminee"),
        ("needs: [lien]", "needs: [absent]", 22, "needs names absent"),
        ("needs: [lien]", "needs: [declaration]", 22, "which is no step before it"),
        ("article: double-prelevement", "article: absent", 13, "the article absent does not exist"),
        ("2026-12-31", "2026-08-31", 21, "the deadline lies before the journey opens"),
        ("stuck_after_days: 14", "stuck_after_days: 0", 20, "greater than or equal to 1"),
        ("help: Cochez.", "aide: Cochez.", 18, "is not a known key"),
        ("[school_cooperative]", "[ecole]", 5, "school_cooperative"),
        ("opens_on: 2026-09-01", "opens_on: hier", 6, "date"),
        ("title: Compte", "title: [", 3, "not plain YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(app, folder, now, old, new, line, sentence):
    folder.article()
    path = folder.raw(JOURNEY_FILE.replace(old, new, 1), "compte.yml", folder="activation")

    faults = [each for each in check_content(folder.root, now=now) if each.path == path]

    assert any(each.line == line and sentence in each.sentence for each in faults), faults
    assert all(each.stops for each in faults)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a" * 90_000, "x: &a [*a]\n", "? [a]\n: b\n", "\x00"])
def test_hostile_files_are_refused_by_name(app, folder, now, text):
    folder.article()
    path = folder.raw(text, "compte.yml", folder="activation")

    assert [each for each in check_content(folder.root, now=now) if each.path == path]


def test_a_tree_leads_to_a_journey_that_exists(app, folder, now):
    folder.article()
    tree = (find_folder("content") / "diagnosis/activation.yml").read_text("utf-8")
    path = folder.raw(tree, "activation.yml", folder="diagnosis")

    sentences = [each.sentence for each in check_content(folder.root, now=now) if each.path == path]

    assert "the journey compte-cooperative does not exist" in sentences


def test_the_end_of_a_tree_leads_to_its_journey(app, client, folder, now):
    # Question-and-answer letter of a departmental association, autumn 2024: « toujours aller au bout ».
    folder.article()
    folder.raw(JOURNEY_FILE, "compte.yml", folder="activation")
    folder.raw(TREE.replace("start: lien", "start: lien\njourney: compte"), "suivie.yml", folder="diagnosis")
    folder.raw(TREE, "seule.yml", folder="diagnosis")
    load_content(folder.root, now=now)

    assert 'href="/activation/compte"' in client.get("/diagnostic/suivie/oui").text
    assert "/activation/" not in client.get("/diagnostic/seule/oui").text


@pytest.mark.parametrize("name", ["Compte", "un compte", "compte_1", "a" * 41, "-a", "a\n"])
def test_a_journey_is_called_as_a_key(tmp_path, name):
    path = tmp_path / "activation" / f"{name}.yml"
    path.parent.mkdir()
    path.write_text(JOURNEY_FILE, encoding="utf-8")

    journeys, faults = read_journeys(tmp_path)

    assert journeys == {}
    assert [(fault.path, fault.stops) for fault in faults] == [(path, True)]


def test_one_file_too_many_is_said_and_not_left_out_in_silence(tmp_path):
    folder = tmp_path / "activation"
    folder.mkdir()
    for number in range(MOST + 1):
        (folder / f"compte-{number:02}.yml").write_text(JOURNEY_FILE, encoding="utf-8")

    journeys, faults = read_journeys(tmp_path)

    assert len(journeys) == MOST
    assert [(fault.path.stem, fault.stops) for fault in faults] == [(f"compte-{MOST}", True)]
