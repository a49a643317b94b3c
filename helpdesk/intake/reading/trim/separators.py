"""Lines and blocks that clients set between an answer and the mail it answers."""

import re
from collections.abc import Sequence

from helpdesk.intake.reading.trim.lines import Line

OWN = re.compile(r".{0,10}(?:repondez au-dessus de cette ligne|(?:please )?reply above this line).{0,10}")
"""Our own line, at the top of what we send."""
ORIGINAL = re.compile(
    r"[-=_]{2,} ?(?:(?:message|mail|e-mail|email|courriel|courrier) (?:d'origine|original|originel|initial)"
    r"|original (?:message|email)|reply message|ursprungliche (?:nachricht|mail)|originalnachricht|mensaje original"
    r"|mensagem original|messaggio originale|oorspronkelijk bericht) ?[-=_]{2,}"
)
FORWARDED = re.compile(
    r"(?:[-=_]{2,} ?)?(?:forwarded (?:message|mail)(?: from .{1,80})?|message (?:transfere|reexpedie|transmis)"
    r"|(?:mail|courriel|courrier|e-mail) (?:transfere|reexpedie)|weitergeleitete (?:nachricht|mail)"
    r"|mensaje reenviado|messaggio inoltrato|mensagem (?:encaminhada|reencaminhada))(?: ?:| ?[-=_]{2,}.{0,80})"
    r"|(?:begin forwarded message|debut du (?:message|courriel|mail) (?:transfere|reexpedie)"
    r"|inicio del mensaje reenviado"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|inizio messaggio inoltrato) ?:.{0,20}"
)
RULE = re.compile(r"[-_=*]{5,}")
SHORT_RULE = re.compile(r"[-_=*]{3,}")
"""Enough where what stands below is surely not the author's."""
HISTORY = re.compile(r"(?:> ?)*message du \d{1,2}[/.]\d{1,2}[/.]\d{2,4}.{0,30}")
"""Orange's webmail: « > Message du 16/11/26 11:02 »."""

FORWARD_SUBJECT = re.compile(r"\s*(?:tr|fw|fwd|wg|rv|i|enc|transf\w*|doorst)\s{0,3}:", re.IGNORECASE)

KEYS = {
    "from": "de|from|von|da|van|expediteur|remitente|mittente|envoye par",
    "date": "message du|envoye|envoyee|envoye le|date|date d'envoi|sent|gesendet|datum|enviado|enviado el|fecha"
    "|inviato|data",
    "to": "a|to|an|para|pour|destinataire|destinataires|aan",
    "copy": "cc|cci|copie|copie a|copia|kopie|bcc",
    "subject": "objet|sujet|subject|betreff|asunto|assunto|oggetto|onderwerp",
}
HEADER = re.compile("|".join(rf"(?P<{key}>(?:{words}) ?\*? ?:.*)" for key, words in KEYS.items()))
WINDOW = 14
CLOCK = re.compile(r"\d{1,2} ?[:.h] ?\d{2}")
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}/\d{1,2}/\d\d\b")


def is_forward_subject(subject: str) -> bool:
    """Tell whether the subject says that the whole mail passes on another one."""
    return bool(FORWARD_SUBJECT.match(subject))


def is_own_line(line: Line) -> bool:
    """Tell whether this is the line we ask people to answer above."""
    return bool(OWN.fullmatch(line.words))


def is_original_line(line: Line) -> bool:
    """Tell whether this is « -----Message d'origine----- »."""
    return bool(ORIGINAL.fullmatch(line.words))


def is_forward_line(line: Line) -> bool:
    """Tell whether a mail passed on begins here."""
    return bool(FORWARDED.fullmatch(line.words))


def header_block_at(lines: Sequence[Line], number: int) -> bool:
    """Tell whether the headers of another mail begin at this line: sender, date with an hour, and another.

    A person who begins a letter by « De : … Objet : … » gives no hour.
    """
    if not HEADER.fullmatch(lines[number].words):
        return False
    found: dict[str, str] = {}
    strange = 0
    for line in lines[number : number + WINDOW]:
        header = HEADER.fullmatch(line.words)
        if header and header.lastgroup and header.lastgroup not in found:
            found[header.lastgroup] = line.words
            strange = 0
        elif not line.is_blank:
            # Long lists of addresses run over several lines.
            strange += 1
            if strange > 3 or len(found) >= 4:
                break
    if not {"from", "date"} <= found.keys() or len(found) < 3:
        return False
    return _is_of_a_program(found)


def _is_of_a_program(found: dict[str, str]) -> bool:
    """Tell the headers of a mail from the heading of somebody's letter or report of a call."""
    addressed = "@" in found["from"] or "@" in found.get("to", "")
    if found["date"].startswith("dat"):
        return addressed and bool(re.search(r"\d", found["date"]))
    return addressed or bool(CLOCK.search(found["date"]) and YEAR.search(found["date"]))


def rule_above_block(lines: Sequence[Line], number: int) -> bool:
    """Tell whether this line is only a rule above the headers of another mail."""
    if not RULE.fullmatch(lines[number].raw.strip(" \t>")):
        return False
    following = [each for each in range(number + 1, min(number + 4, len(lines))) if not lines[each].is_blank]
    return bool(following) and (header_block_at(lines, following[0]) or is_original_line(lines[following[0]]))
