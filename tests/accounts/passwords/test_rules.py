import pytest

from helpdesk.accounts.passwords.hashing import DECOY, hash_password, is_outdated, matches
from helpdesk.accounts.passwords.rules import Weakness, find_weakness

PERSON = ["Jeanne Dupont", "jeanne.dupont@example.org", "Entraide Cotisations"]


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("", Weakness.TOO_SHORT),
        ("kX9$vQ2!pL7", Weakness.TOO_SHORT),  # 11 signs
        ("kX9$vQ2!pL7&", None),  # 12
        ("trente moineaux boivent du thé vert", None),
        ("cheval agrafe pile correcte", None),
        ("日本語の長いパスワード文", None),
        ("kX9$vQ2!pL7&" * 6, None),  # 72, the most that is scored
        ("kX9$vQ2!pL7&" * 6 + "a", None),  # 73
        ("ab" + "kX9$vQ2!pL7&" * 21 + "cd", None),  # 256
        ("abc" + "kX9$vQ2!pL7&" * 21 + "cd", Weakness.TOO_LONG),
        ("123456789012", Weakness.GUESSABLE),
        ("azertyuiopqs", Weakness.GUESSABLE),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", Weakness.GUESSABLE),
        ("            ", Weakness.GUESSABLE),
        ("motdepasse2026", Weakness.GUESSABLE),
        ("Syndicat2026!", Weakness.GUESSABLE),
        ("syndicat-cotisation-helpdesk", Weakness.GUESSABLE),
        ("Prélèvement2026", Weakness.GUESSABLE),
        ("ConfédérationSyndicale1", Weakness.GUESSABLE),
        ("jeannedupont2026", Weakness.GUESSABLE),
        ("JEANNE.DUPONT@example.org", Weakness.GUESSABLE),
        ("Entraide Cotisations!", Weakness.GUESSABLE),
    ],
)
def test_a_password_is_judged_by_its_length_and_by_how_it_is_guessed(password, weakness):
    assert find_weakness(password, PERSON) is weakness


def test_somebody_elses_name_is_a_word_like_another():
    assert find_weakness("moineau jeanne boit dehors", ["Paul Martin"]) is None


def test_a_password_opens_from_every_keyboard_but_is_otherwise_as_typed():
    kept = hash_password("caf\u00e9 ﬁgue olive")

    assert matches(kept, "cafe\u0301 figue olive")
    for other in ("café ﬁgue olive ", "Café figue olive", "cafe figue olive"):
        assert not matches(kept, other)


def test_nothing_matches_where_there_is_no_hash():
    assert not matches(None, "")
    assert not matches(None, "whatever")
    assert not matches("not a hash", "whatever")


def test_the_decoy_costs_what_a_real_hash_costs():
    assert not is_outdated(DECOY)
    assert DECOY.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_endless_password_is_wrong_without_being_hashed_whole():
    kept = hash_password("a" * 256)

    assert matches(kept, "a" * 256)
    assert not matches(kept, "a" * 1_000_000)


def test_an_unpaired_surrogate_is_only_a_wrong_password():
    assert not matches(hash_password("a" * 12), "\ud800" * 12)
