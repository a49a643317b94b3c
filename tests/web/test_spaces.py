"""Every French sentence of the program is printed with its no-break spaces."""

import pytest

from helpdesk.web.i18n import gettext, in_lang, ngettext


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("De quoi s’agit-il ?", "De quoi s’agit-il\u202f?"),
        ("Pôle : %(name)s", "Pôle\u00a0: Accueil"),
        ("« %(name)s »", "«\u00a0Accueil\u00a0»"),
        ("dans %(n)d h", "dans 3\u00a0h"),
        ("%(n)d h %(n)02d, %(n)d j", "3\u00a0h\u00a003, 3\u00a0j"),
        ("%(n)d articles", "3\u00a0articles"),
        ("[Choisir :]", "[Choisir\u00a0:]"),
    ],
)
def test_a_sentence_is_printed_with_french_spaces(app, written, printed):
    assert gettext(written, name="Accueil", n=3) == printed


def test_a_counted_sentence_too(app):
    assert ngettext("%(num)d mail : lu", "%(num)d mails : lus", 2) == "2 mails\u00a0: lus"


def test_english_is_left_alone(app):
    with in_lang("en"):
        assert gettext("Not a sentence of the program : none") == "Not a sentence of the program : none"
