from pathlib import Path

import pytest

from helpdesk.engines.mail import open_mail
from helpdesk.engines.schemes import BadEngineUrl, Scheme, folder_of, load
from helpdesk.engines.search import open_search
from helpdesk.engines.store import open_store


@pytest.mark.parametrize(
    ("opens", "setting", "known"),
    [
        (open_search, "search_url", "whoosh:, postgresql+psycopg:, postgresql:, tantivy:"),
        (open_store, "store_url", "file:, s3:"),
        (open_mail, "mail_url", "smtp:, smtp+starttls:, smtps:, maildir:, scratch:"),
    ],
)
def test_an_unknown_scheme_is_refused_in_one_sentence_that_lists_the_known_ones(opens, setting, known):
    with pytest.raises(BadEngineUrl) as refusal:
        opens("gopher://example.org")

    assert str(refusal.value) == f"{setting} has the unknown scheme “gopher:” (known: {known})"


def test_a_missing_extra_is_named_with_its_command():
    schemes = {"s3": Scheme("helpdesk_no_such_module", extra="s3")}

    with pytest.raises(
        BadEngineUrl, match=r"store_url with “s3:” needs one more package: .*'helpdesk\[s3\]'"
    ):
        load("s3://bucket", schemes, setting="store_url")


def test_a_bug_in_an_engine_without_extra_is_not_hidden():
    with pytest.raises(ModuleNotFoundError):
        load("x:///a", {"x": Scheme("helpdesk_no_such_module")}, setting="search_url")


@pytest.mark.parametrize(
    "url", ["file://files", "file:files", "file:///", "file://", "file://host/srv/files"]
)
def test_a_folder_that_is_not_a_whole_path_is_refused(url):
    with pytest.raises(BadEngineUrl, match="store_url must name a whole path"):
        folder_of(url, setting="store_url")


def test_a_folder_may_hold_blanks_and_accents():
    assert folder_of("file:///srv/mes%20pi%C3%A8ces", setting="store_url") == Path("/srv/mes pièces")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql+psycopg://", "search_url must name a database"),
        ("postgresql://h/d?search_schema=a%22b", "search_url names a search_schema that is not one word"),
        ("tantivy://index", "search_url must name a whole path"),
    ],
)
def test_a_url_that_opens_no_search_is_refused_in_one_sentence(url, sentence):
    with pytest.raises(BadEngineUrl, match=sentence):
        open_search(url)
