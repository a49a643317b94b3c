"""The glossary from its file to its page and into the articles."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from helpdesk.faq.glossary.source import read_glossary
from helpdesk.faq.loading import check_content, load_content
from helpdesk.places import find_folder
from tests.faq.conftest import ContentFolder
from tests.statements import counted_statements

ENTRY = {
    "slug": "rum",
    "term": "RUM",
    "text": "Le numéro de votre mandat, sur le relevé.",
    "term_en": "UMR",
    "text_en": "The number of your mandate, on the statement.",
}


def glossary(folder: ContentFolder, *entries: dict[str, object]) -> Path:
    path = folder.root / "glossary.yml"
    path.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
    return path


def sentences(folder: ContentFolder, now) -> str:
    return "\n".join(fault.sentence for fault in check_content(folder.root, now=now))


def test_our_own_glossary_has_more_than_thirty_terms_in_both_languages():
    entries, faults = read_glossary(find_folder("content"))

    assert faults == []
    assert len(entries) >= 30
    assert all(each.text_en and "'" not in each.text for each in entries)


def test_the_page_lists_terms_and_the_article_leads_to_it(app, client: FlaskClient, folder, now):
    glossary(folder, ENTRY)
    folder.article("## Que faire ?\n\nCherchez la RUM.\n", related=[])
    load_content(folder.root, now=now)

    assert 'id="rum"' in client.get("/glossaire").text
    assert 'href="/glossaire#rum"' in client.get("/faq/double-prelevement").text
    assert "UMR" in client.get("/en/glossaire").text
    assert 'href="/en/glossaire#rum"' in client.get("/en/faq/double-prelevement").text


def test_without_a_glossary_there_is_no_page(client: FlaskClient):
    assert client.get("/glossaire").status_code == 404


def test_the_kept_page_is_not_made_again(app, client: FlaskClient, folder, now):
    glossary(folder, ENTRY)
    folder.article()
    load_content(folder.root, now=now)
    client.get("/glossaire")

    with counted_statements() as statements:
        client.get("/glossaire")

    # Its one question is asked of the driver, which nobody counts.
    assert statements == []


def test_a_changed_meaning_changes_the_articles_that_show_it(app, client: FlaskClient, folder, now):
    glossary(folder, ENTRY)
    folder.article("La RUM.\n")
    folder.article("Rien.\n", slug="autre", title="Autre")
    load_content(folder.root, now=now)
    glossary(folder, ENTRY | {"text": "Un autre sens, plus clair que le premier."})

    done = load_content(folder.root, now=now)

    assert done.changed == 1
    assert "Un autre sens" in client.get("/faq/double-prelevement").text


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([ENTRY, ENTRY], "the term rum stands 2 times"),
        ([ENTRY, ENTRY | {"slug": "autre"}], "'RUM' is a form of 2 terms"),
        ([ENTRY | {"see": ["rum"]}], "see names rum"),
        ([ENTRY | {"article": "absent"}], "the article absent does not exist"),
        ([ENTRY | {"text": "court"}], "text"),
        ([ENTRY | {"autre": 1}], "autre"),
    ],
)
def test_what_is_wrong_is_told(app, folder, now, entries, sentence):
    glossary(folder, *entries)
    folder.article()

    assert sentence in sentences(folder, now)


@pytest.mark.parametrize(
    "text", ["- !!python/object:os.system x", "a: &a [*a]", "{", "\x00", "- 1", "x" * 100_000]
)
def test_a_hostile_file_is_refused_with_a_sentence(app, folder, now, text):
    (folder.root / "glossary.yml").write_text(text, encoding="utf-8")
    folder.article()

    assert "glossary.yml" in "\n".join(str(fault) for fault in check_content(folder.root, now=now))
