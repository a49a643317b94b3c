"""An installation's own facts in a text: by allow-list, and never as a template language."""

import pytest

from helpdesk.config import Mode, Settings
from helpdesk.faq.placeholders import (
    ARTICLE_NAMES,
    PAGE_NAMES,
    fill,
    fill_plain,
    names_in,
    stray_signs,
    values_for,
)

SETTINGS = Settings(mode=Mode.TEST)


def test_every_name_of_the_list_has_a_value_in_both_languages():
    for lang in ("fr", "en"):
        values = values_for(SETTINGS, lang)
        assert values.keys() == PAGE_NAMES
        assert all(values.values())


def test_english_pages_say_in_english_what_nobody_named_yet():
    values = values_for(Settings(mode=Mode.TEST, bank_name="Banque des Tilleuls"), "en")

    assert values["vendor.name"] == "the collection platform"
    assert values["bank.name"] == "Banque des Tilleuls"


def test_no_secret_is_on_the_list():
    assert not any("key" in name or "url" in name.split(".")[0] or "password" in name for name in PAGE_NAMES)
    assert "publisher.name" not in ARTICLE_NAMES


def test_numbers_and_hours_are_written_as_people_read_them():
    french, english = values_for(SETTINGS, "fr"), values_for(SETTINGS, "en")

    assert french["support.phone"] == "01\u00a099\u00a000\u00a000\u00a000"
    assert english["support.phone"] == "+33\u00a01\u00a099\u00a000\u00a000\u00a000"
    assert french["support.hours"].startswith("du lundi au vendredi")
    assert english["support.hours"].startswith("Monday to Friday")


def test_values_are_escaped_for_markdown():
    assert fill("à {{bank.name}}.", {"bank.name": "*B* <i> [x](y) {{ z }}"}) == (
        "à \\*B\\* &lt;i&gt; \\[x\\]\\(y\\) \\{\\{ z \\}\\}."
    )


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ bank.name }} répond", "La banque répond"),
        ("Oui. {{ bank.name }} répond", "Oui. La banque répond"),
        ("- {{ bank.name }}", "- La banque"),
        ("un\n\n**{{ bank.name }}**", "un\n\n**La banque**"),
        ("à {{ bank.name }}", "à la banque"),
        ("(avec {{ bank.name }})", "(avec la banque)"),
        ("{{ support.email }}", "aide@example.org"),
    ],
)
def test_a_noun_has_a_capital_where_it_begins_a_sentence(text: str, filled: str):
    assert fill_plain(text, {"bank.name": "la banque", "support.email": "aide@example.org"}) == filled


def test_an_unknown_name_is_for_programmers():
    with pytest.raises(KeyError):
        fill("{{ secret.key }}", {})


def test_names_and_stray_braces_are_found_with_their_place():
    text = "{{ a.b }} {{c}} {% if %} {{ d"

    assert list(names_in(text)) == [("a.b", 0), ("c", 10)]
    assert [text[at : at + 2] for at in stray_signs(text)] == ["{%", "%}", "{{"]
