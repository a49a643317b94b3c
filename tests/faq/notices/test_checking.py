"""What `content check` says of notices and of those who cite them."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask

from helpdesk.faq.loading import BadContent, check_content, load_content
from helpdesk.faq.notices import rules
from tests.faq.conftest import ContentFolder


def said(folder: ContentFolder, now: datetime, *, warnings: bool = False) -> list[str]:
    faults = check_content(folder.root, now=now)
    return [
        str(each).replace(f"{folder.root}/", "")
        for each in faults
        if each.is_warning is warnings and "English" not in each.sentence
    ]


def test_a_sound_notice_has_no_fault(app: Flask, folder: ContentFolder, now: datetime):
    folder.article("Voir {{ note: coop-infos-51 }} et [toutes](/notes/).\n")
    folder.notice(related=["double-prelevement"], signatory="{{ note.signatory }}", aliases=["coop info"])
    folder.notice(slug="coop-infos-52", number=52, day=date(2024, 10, 15), reminds=["coop-infos-51"])

    assert said(folder, now) == []
    # The first article of a folder leads nowhere but from the notice.
    assert said(folder, now, warnings=True) == []


@pytest.mark.parametrize(
    ("changes", "line", "sentence"),
    [
        ({"series": ...}, 1, "series is missing"),
        ({"number": "51"}, 6, "number: input should be a valid integer"),
        ({"number": True}, 6, "number: input should be a valid integer"),
        ({"number": 0}, 6, "number: input should be greater than or equal to 1"),
        ({"day": "hier"}, 8, "day: "),
        ({"day": date(2030, 1, 1)}, 8, "day lies in the future"),
        ({"owner": "Pôle"}, 11, "owner is not a known key"),
        ({"reviewed_on": date(2026, 1, 1)}, 11, "reviewed_on is not a known key"),
        ({"signatory": "{{ site.secret_key }}"}, 9, "{{ site.secret_key }} is not a known placeholder"),
        ({"supersedes": ["absente"]}, 12, "supersedes: the notice absente does not exist"),
        ({"reminds": ["coop-infos-51"]}, 12, "reminds: the notice coop-infos-51 does not exist"),
        ({"related": ["absente"]}, 12, "related: absente does not exist"),
        ({"supersedes": ["../pages/x"]}, 12, "supersedes.0: "),
        ({"body": "{{ note: absente }}\n"}, 12, "the notice 'absente' does not exist"),
        ({"body": "[x](/notes/absente)\n"}, 12, "the link /notes/absente leads nowhere"),
        ({"body": "Appelez le 06 12 34 56 78.\n"}, 12, "a real telephone number: "),
        ({"body": "{% if x %}\n"}, 12, "braces here are neither text nor a placeholder"),
    ],
)
def test_a_fault_is_named_with_its_line(
    app: Flask, folder: ContentFolder, now: datetime, changes: dict[str, Any], line: int, sentence: str
):
    folder.article()
    folder.notice(**changes)

    found = said(folder, now)

    assert any(each.startswith(f"notices/coop-infos-51.md:{line}: {sentence}") for each in found), found
    with pytest.raises(BadContent):
        load_content(folder.root, now=now)


def test_a_dead_citation_in_an_article_or_in_a_block_is_a_fault(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article("{{ bloc: contact }}\n\n{{ note: absente }}\n")
    folder.raw("Voir {{ note: partie }}.\n", "contact.md", folder="blocks")

    assert [each.partition(": ")[2] for each in said(folder, now)] == [
        "the notice 'partie' does not exist",
        "the notice 'absente' does not exist",
    ]


def test_a_number_stands_once_in_a_series(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.notice()
    folder.notice(slug="encore")

    assert said(folder, now) == [
        "notices/coop-infos-51.md:6: number: Coop’Infos has a number 51 already, encore",
        "notices/encore.md:6: number: Coop’Infos has a number 51 already, coop-infos-51",
    ]


def test_nothing_takes_the_place_of_what_came_later(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.notice(supersedes=["coop-infos-52"])
    folder.notice(slug="coop-infos-52", number=52, day=date(2024, 10, 15))

    assert said(folder, now) == ["notices/coop-infos-51.md:12: supersedes: coop-infos-52 is of a later day"]


def test_a_translation_has_the_number_the_day_and_the_links_of_its_original(
    app: Flask, folder: ContentFolder, now: datetime
):
    folder.article()
    folder.notice()
    folder.notice(lang="en", number=52, series="Coop News", title="Register")

    assert said(folder, now) == ["notices/coop-infos-51.en.md:6: number differs from that of the French text"]


def test_a_name_under_a_notice_is_warned_of(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.notice(signatory="Camille Exemple")

    (warning,) = [each for each in said(folder, now, warnings=True) if "signatory" in each]
    assert warning.endswith("signatory looks like somebody’s name: write the function that signs")


def test_a_notice_may_not_take_the_name_of_an_article(app: Flask, folder: ContentFolder, now: datetime):
    folder.article()
    folder.notice(slug="double-prelevement")

    assert all("is used by several files" in each for each in said(folder, now))
    assert len(said(folder, now)) == 2


def test_there_are_no_more_notices_than_a_page_shows(
    app: Flask, folder: ContentFolder, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("helpdesk.faq.content.checking.MOST_NOTICES", 1)
    folder.article()
    folder.notice()
    folder.notice(slug="coop-infos-52", number=52)

    assert said(folder, now) == ["notices:1: there are 2 notices, 1 at most"]
    assert rules.MOST_NOTICES == 1_000
