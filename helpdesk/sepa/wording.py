"""From what people paste to a code: the code itself, or the words banks and platforms use instead of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from helpdesk.core.french import Corrector, stem, words
from helpdesk.sepa.codes import ReasonCode, all_codes, bare

LONGEST = 4_000
"""What is read of a pasted text, in characters."""
MOST = 6
"""How many codes are offered at most."""

CODE_SHAPE = re.compile(r"[A-Z]{2}[0-9A-Z]{2}|[A-Z]{4}")
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{2}[A-Za-z0-9]{2}|[A-Za-z]{2}[\s._-]{1,2}[0-9]{2})(?![A-Za-z0-9])"
)
_MISREAD = str.maketrans("OIL", "011")
"""Letters that are typed for figures."""
_LITTLE = frozenset(words("a au aux d de des du l la le les of par the un une"))
"""Words that a wording may do without, or have besides."""
_CORRECTED = 40
"""In how many words of a text mistakes are looked for: a bank's line has fewer."""

WORDINGS: Mapping[str, tuple[str, ...]] = {
    "AC01": (
        "iban incorrect",
        "iban inconnu",
        "iban faux",
        "compte inconnu",
        "compte inexistant",
        "iban invalide",
        "iban erroné",
        "rib incorrect",
        "rib invalide",
        "rib erroné",
        "rib faux",
        "coordonnées bancaires incorrectes",
        "coordonnées bancaires invalides",
        "coordonnées bancaires erronées",
        "numéro de compte incorrect",
        "numéro de compte invalide",
        "invalid iban",
        "incorrect account number",
    ),
    "AC04": (
        "compte clôturé",
        "compte clos",
        "compte fermé",
        "compte soldé",
        "compte résilié",
        "account closed",
        "closed account",
    ),
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
        "pas de provision",
        "provision manquante",
        "manque de provision",
        "pas assez d’argent",
        "insufficient funds",
        "insufficient provision",
        "insufficient balance",
        "not enough money",
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
        "mandat expiré",
        "mandat annulé",
        "mandat invalide",
        "mandat introuvable",
        "mandat non trouvé",
        "mandat non valable",
        "sans mandat",
        "rum inconnue",
        "prélèvement contesté",
        "contestation du prélèvement",
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
        "prélèvement contesté",
        "contestation du prélèvement",
        "prélèvement remboursé",
        "refund request",
    ),
    "MD07": ("débiteur décédé", "titulaire décédé", "client décédé", "décès"),
    "MS02": (
        "refus du débiteur",
        "opposition du débiteur",
        "opposition du client",
        "opposition du titulaire",
        "opposition du payeur",
        "opposition au prélèvement",
        "refus du client",
        "refusé par le client",
        "refusé par le titulaire",
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
    "SL12": ("liste noire", "créancier bloqué", "créancier interdit"),
    "TM01": ("heure limite", "hors délai", "remise tardive", "cut-off"),
}
"""What banks and platforms write for a code. Source: their own guides to rejections, in our words."""


def recognise(text: str) -> tuple[ReasonCode, ...]:
    """Return the codes that a pasted text names or describes, the surest first; none when nothing is known.

    A code that stands in the text is taken at its word. Without one, wordings of banks are sought: all words
    of one must be there, in any order; as they are spelt, or failing that with small mistakes.
    """
    text = text[:LONGEST]
    named = _named(text)
    if named:
        return named[:MOST]
    said = words(text)
    fitting = _fitting(said) or _fitting([*said, *_meant(said[:_CORRECTED])])
    longest = fitting[0][0] if fitting else 0
    # « Raison non communiquée par le client » holds « raison non communiquée »: the longer one says more.
    codes = dict.fromkeys(code for size, code in fitting if size == longest)
    return tuple(all_codes()[code] for code in codes)[:MOST]


def looks_like_code(text: str) -> str:
    """Return the code that a text consists of, in capitals, known or not; empty when it is no code."""
    code = bare(text) if len(text) <= 40 else ""
    return code if CODE_SHAPE.fullmatch(code) else ""


def asked_code(query: str) -> ReasonCode | None:
    """Return the code that a search is for: the code alone, or with few words around it (« code rejet AM04 »)."""
    if len(query) > 60:
        return None
    named = _named(query)
    return named[0] if len(named) == 1 and len(query.split()) <= 5 else None


def asked_unknown(query: str) -> str:
    """Return the code that a search consists of, if it is none that we know but looks like one of ours.

    Written as one word and of a family that has codes with figures: « du 15 », « UD75 » and « FR76 » are no codes.
    """
    code = looks_like_code(query) if query.strip().isalnum() else ""
    is_ours = _has_figure(code) and code[:2] in _families()
    return code if is_ours and code not in all_codes() else ""


def _fitting(said: Iterable[str]) -> list[tuple[int, str]]:
    """Return the codes whose wordings these words hold, each with the length of it, the longest first."""
    found = set(map(stem, said))
    fitting = [(len(needed), code) for needed, code in _wordings() if needed <= found]
    return sorted(fitting, key=lambda each: -each[0])


def _meant(said: Iterable[str]) -> list[str]:
    """Return the words of wordings that misspelt ones may stand for."""
    known = _spelt()
    return [right for word in said for right, _ in known.suggest(word)]


def _named(text: str) -> tuple[ReasonCode, ...]:
    known, alone = all_codes(), text.strip()
    found: dict[str, None] = {}
    for token in _TOKEN.findall(text):
        # « tech » and « cust » are words too: without a figure, a code counts in capitals, or alone.
        has_figure = _has_figure(token)
        if has_figure or token.isupper() or token == alone:
            code = bare(token)
            found[code if code in known or not has_figure else code[:2] + code[2:].translate(_MISREAD)] = None
    return tuple(known[code] for code in found if code in known)


@cache
def _families() -> frozenset[str]:
    """Return the letters with which the codes begin that have figures."""
    return frozenset(code[:2] for code in all_codes() if _has_figure(code))


def _has_figure(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


@cache
def _wordings() -> tuple[tuple[frozenset[str], str], ...]:
    """Return the stems that each wording needs."""
    needed = [
        (frozenset(stem(word) for word in words(text) if word not in _LITTLE), code) for text, code in _said()
    ]
    return tuple((stems, code) for stems, code in needed if stems)


@cache
def _spelt() -> Corrector:
    """Return what knows the words of all wordings."""
    return Corrector(Counter(word for text, _ in _said() for word in words(text)))


def _said() -> Iterator[tuple[str, str]]:
    """Yield every wording with its code; the meanings of our own table are wordings too."""
    yield from ((text, code) for code, texts in WORDINGS.items() for text in texts)
    for each in all_codes().values():
        yield each.fr, each.code
        yield each.en, each.code
