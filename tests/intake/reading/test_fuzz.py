"""Mails broken at random, with a fixed seed, and texts of any kind: nothing raises, is lost or slow."""

import json
import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.intake.reading import ReadMail, read_mail
from helpdesk.intake.reading.read import UNREADABLE
from helpdesk.intake.reading.trim import trim
from helpdesk.intake.reading.wire import from_wire, to_wire
from tests.intake.reading.corpora import mails_of, own_mails

ROUNDS = 6
SLOWEST_S = 5.0
CHARSETS = [
    b"utf-7",
    b"utf-16",
    b"x-unknown",
    b"iso-2022-jp",
    b"base64_codec",
    b"",
    b"\xff",
    b"hz",
    b"idna",
    b"cp037",
]


def truncated(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def without_a_line(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def without_boundaries(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(b"--") or chance.random() < 0.5)


def with_another_charset(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"utf-8", chance.choice(CHARSETS))


def shuffled(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def with_a_piece_twice(raw: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(raw)) for _ in range(2))
    return raw[:end] + raw[start:end] * 3 + raw[end:]


def check(mail: ReadMail) -> None:
    assert mail.error != UNREADABLE
    assert mail.text == mail.visible + mail.hidden
    assert "\r" not in mail.text
    assert "\0" not in mail.text
    assert from_wire(to_wire(mail)) == mail
    json.dumps(mail.text + mail.subject + mail.from_name + (mail.html or ""), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "breaking",
    [
        truncated,
        flipped,
        without_a_line,
        without_boundaries,
        with_another_charset,
        shuffled,
        with_a_piece_twice,
    ],
    ids=lambda each: each.__name__,
)
def test_no_broken_mail_breaks_the_reader(breaking: Callable[[bytes, random.Random], bytes]):
    chance = random.Random(20261116)

    for file in [*own_mails(), *mails_of("bounces"), *mails_of("oddities")]:
        raw = file.read_bytes()
        for _ in range(ROUNDS):
            broken = breaking(raw, chance)
            begun = time.process_time()
            mail = read_mail(broken)
            assert time.process_time() - begun < SLOWEST_S, file.name
            check(mail)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes):
    check(read_mail(raw))


LINES = st.sampled_from(
    [
        "Bonjour,", "", "Merci", "> cité", ">> deux fois",
        "Le lun. 16 nov. 2026 à 11:02, Aide <aide@example.org> a écrit :",
        "-- ", "-----Message d'origine-----", "De : Aide <aide@example.org>", "Envoyé : lundi 16 novembre 2026 11:02",
        "À : Camille", "Objet : Réponse", "Envoyé de mon iPhone", "________________________________", "\t", "\u00a0",
        "-- Répondez au-dessus de cette ligne --", "---------- Forwarded message ---------", "On 1 Jan 2026, a wrote:",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=30).map("\n".join))
def test_what_is_shown_and_what_is_hidden_are_the_text(text: str):
    visible, hidden = trim(text)

    assert visible + hidden == text
    assert visible.strip() or not text.strip()


OWN_LINES = [
    "Bonjour,",
    "Voici ma demande.",
    "Quand ?",
    "",
    "Merci d’avance !",
    "Le 3 mai j’ai payé.",
    "> flèche",
]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Bonjour,", "Voici ma demande.", "Quand ?", "", "Merci d’avance !"]), min_size=1
    ),
    st.data(),
)
def test_an_authors_lines_above_a_quotation_are_never_hidden(lines: list[str], data: st.DataObject):
    words = "\n".join(["Madame,", *lines, "Camille"])
    history = data.draw(st.sampled_from([
        "\nLe 16/11/2026 à 11:02, Aide a écrit :\n> Bonjour\n",
        "\nDe : Aide <a@example.org>\nEnvoyé : lundi 16 novembre 2026 11:02\nÀ : Camille\nObjet : x\n\nBonjour\n",
        "\n-----Message d'origine-----\nBonjour\n",
        "\n-- Répondez au-dessus de cette ligne --\nBonjour\n",
    ]))  # fmt: skip

    visible, hidden = trim(f"{words}\n{history}")

    assert visible == f"{words}\n"
    assert hidden == history
