"""From what people paste to a code: the code itself, or the words banks and platforms use instead of it."""

import re
from collections.abc import Mapping
from functools import cache

from helpdesk.core.french import stem, words
from helpdesk.sepa.codes import ReasonCode, all_codes

LONGEST = 4_000
"""What is read of a pasted text, in characters."""
MOST = 6
"""How many codes are offered at most."""

CODE_SHAPE = re.compile(r"[A-Z]{2}[0-9A-Z]{2}|[A-Z]{4}")
_TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[A-Za-z0-9]{2}(?![A-Za-z0-9])")

WORDINGS: Mapping[str, tuple[str, ...]] = {
    "AC01": (
        "iban incorrect",
        "iban inconnu",
        "iban faux",
        "compte inconnu",
        "compte inexistant",
        "rib incorrect",
    ),
    "AC04": ("compte clôturé", "compte clos", "compte fermé", "compte soldé", "account closed"),
    "AC06": ("compte bloqué", "account blocked"),
    "AC13": ("type de compte débiteur", "compte de particulier"),
    "AG01": ("prélèvement interdit", "opération non admise", "compte livret", "transaction forbidden"),
    "AG02": ("séquence incorrecte", "code opération incorrect", "code opération invalide", "rum non unique"),
    "AM04": (
        "provision insuffisante",
        "insuffisance de provision",
        "défaut de provision",
        "sans provision",
        "solde insuffisant",
        "fonds insuffisants",
        "insufficient funds",
    ),
    "AM05": ("opération en double", "doublon", "duplicate"),
    "BE05": ("créancier non reconnu", "ics incorrect", "ics inconnu", "identifiant créancier incorrect"),
    "CNOR": ("banque du créancier non joignable",),
    "DNOR": ("banque du débiteur non joignable", "banque non joignable"),
    "DS0H": ("signataire non habilité",),
    "DT01": ("date invalide", "date d’échéance invalide"),
    "FF01": ("format de fichier invalide", "fichier invalide", "format invalide"),
    "MD01": (
        "pas de mandat",
        "absence de mandat",
        "mandat inexistant",
        "mandat révoqué",
        "mandat caduc",
        "opération non autorisée",
        "prélèvement non autorisé",
        "no mandate",
    ),
    "MD02": ("données du mandat", "mandat incomplet", "mandate data"),
    "MD06": (
        "demande de remboursement",
        "remboursement demandé",
        "contestation débiteur",
        "opération contestée",
        "refund request",
    ),
    "MD07": ("débiteur décédé", "titulaire décédé", "client décédé", "décès"),
    "MS02": (
        "refus du débiteur",
        "opposition du débiteur",
        "raison non communiquée par le client",
        "refus client",
    ),
    "MS03": (
        "motif non communiqué",
        "motif non précisé",
        "raison non communiquée",
        "sans motif",
        "reason not specified",
    ),
    "RC01": ("bic incorrect", "bic invalide"),
    "RR01": ("motif réglementaire", "raison réglementaire"),
    "SL01": ("service spécifique", "service particulier", "specific service"),
    "SL11": ("liste blanche",),
    "SL12": ("liste noire", "créancier bloqué"),
    "TM01": ("heure limite", "hors délai", "remise tardive", "cut-off"),
}
"""What banks and platforms write for a code. Source: their own guides to rejections, in our words."""


def recognise(text: str) -> tuple[ReasonCode, ...]:
    """Return the codes that a pasted text names or describes, the surest first; none when nothing is known.

    A code that stands in the text is taken at its word. Without one, wordings of banks are sought: all words
    of one must be there, in any order.
    """
    text = text[:LONGEST]
    named = _named(text)
    if named:
        return named[:MOST]
    found = set(map(stem, words(text)))
    fitting = [(len(needed), code) for needed, code in _wordings() if needed <= found]
    fitting.sort(key=lambda each: -each[0])
    longest = fitting[0][0] if fitting else 0
    # « Raison non communiquée par le client » holds « raison non communiquée »: the longer one says more.
    codes = dict.fromkeys(code for size, code in fitting if size == longest)
    return tuple(all_codes()[code] for code in codes)[:MOST]


def looks_like_code(text: str) -> str:
    """Return the code that a text consists of, in capitals, known or not; empty when it is no code."""
    bare = text.strip().upper() if len(text) <= 40 else ""
    return bare if CODE_SHAPE.fullmatch(bare) else ""


def asked_code(query: str) -> ReasonCode | None:
    """Return the code that a search is for: the code alone, or with few words around it (« code rejet AM04 »)."""
    if len(query) > 60:
        return None
    named = _named(query)
    return named[0] if len(named) == 1 and len(query.split()) <= 5 else None


def _named(text: str) -> tuple[ReasonCode, ...]:
    known, alone = all_codes(), text.strip()
    found: dict[str, None] = {}
    for token in _TOKEN.findall(text):
        # « tech » and « cust » are words too: without a figure, a code counts in capitals, or alone.
        has_figure = any(sign.isdigit() for sign in token)
        if has_figure or token.isupper() or token == alone:
            found[token.upper()] = None
    return tuple(known[code] for code in found if code in known)


@cache
def _wordings() -> tuple[tuple[frozenset[str], str], ...]:
    """Return the stems that each wording needs; the meanings of our own table are wordings too."""
    said = [(text, code) for code, texts in WORDINGS.items() for text in texts]
    said += [(each.fr, each.code) for each in all_codes().values()]
    said += [(each.en, each.code) for each in all_codes().values()]
    needed = [(frozenset(map(stem, words(text))), code) for text, code in said]
    return tuple((stems, code) for stems, code in needed if stems)
