"""Where the author's words end."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from helpdesk.intake.reading.trim.attributions import attribution_at
from helpdesk.intake.reading.trim.lines import Line, read_lines
from helpdesk.intake.reading.trim.separators import (
    HISTORY,
    header_block_at,
    is_forward_line,
    is_original_line,
    is_own_line,
    rule_above_block,
)
from helpdesk.intake.reading.trim.signatures import is_footer, signature_ends, without_signature

ANSWERED_INSIDE = re.compile(
    r"\b(?:reponses?|repondu|reponds|commentaires?|remarques?|precisions?|annotations?|answers?|comments?)\b.{0,60}"
    r"\b(?:ci-dessous|dessous|dans (?:le|votre|ton|son) (?:texte|corps|message|mail|courriel)|below|inline)\b"
    r"|\ben (?:rouge|bleu|vert|gras|majuscules|italique|couleur)\b"
    r"|\bin ?-?line\b|\bentre les lignes\b|\b(?:voir|cf\.?) dessous\b"
    r"|\bin (?:red|blue|green|bold)\b|\bsee below\b"
)
GREETING = re.compile(
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|dear|chere?s?|madame|monsieur)\b[^.?!]{0,40}[,!.]?"
)
HEADER_LIKE = re.compile(r"[^:]{1,30} ?:.*")
ABOVE_OWN_LINE = 8
"""How far above our own line the words « Le … a écrit : » may stand."""


class Hint(StrEnum):
    """What the HTML of a client says of a line."""

    ATTRIBUTION = "attribution"
    ORIGINAL = "original"
    """From here on stands the mail that is answered, if its headers do."""
    QUOTED = "quoted"
    """An element begins here that holds the mail that is answered, and nothing stands below it."""


def trim(text: str, *, hints: Mapping[int, Hint] | None = None, is_whole: bool = False) -> tuple[str, str]:
    """Return what to show of a text and what to hide below it; the two together are the text.

    `hints` tell, by their offset in the text, of lines that the HTML marks. `is_whole`: the subject says that a
    mail is passed on, or it is a server's report. Nothing to show means that all is shown.
    """
    if is_whole:
        return text, ""
    lines, complete = read_lines(text)
    end = _end_of_answer(lines, hints or {})
    if end is None or (end == len(lines) and not complete):
        return text, ""
    kept = without_signature(lines, end) or _without_blanks(lines, end)
    if kept == 0:
        return text, ""
    at = lines[kept].start if kept < len(lines) else len(text)
    return (text[:at], text[at:]) if text[at:].strip() else (text, "")


def _end_of_answer(lines: Sequence[Line], hints: Mapping[int, Hint]) -> int | None:
    """Return the number of the first line that is not the author's; None when all must be shown."""
    for number, line in enumerate(lines):
        if is_forward_line(line):
            return None
        if is_own_line(line) and not line.is_quote:
            return _above_own_line(lines, number)
        if _original_begins(lines, number, hints):
            return None if _is_answered_below(lines[:number]) else number
        quoted = _quotation_begins(lines, number, hints)
        if quoted:
            return number if _only_quotations_follow(lines, quoted, hints) else None
    return len(lines)


def _is_answered_below(lines: Sequence[Line]) -> bool:
    """Tell whether the author may have written into the mail that is answered: they say so, or only greet."""
    written = [each.words for each in lines if not each.is_blank]
    return any(ANSWERED_INSIDE.search(words) for words in written) or (
        len(written) == 1 and bool(GREETING.fullmatch(written[0]))
    )


def _original_begins(lines: Sequence[Line], number: int, hints: Mapping[int, Hint]) -> bool:
    """Tell whether a mail that is not marked line by line begins here."""
    line = lines[number]
    hint = hints.get(line.start)
    if hint == Hint.QUOTED or (hint == Hint.ORIGINAL and HEADER_LIKE.fullmatch(line.words)):
        return True
    if not line.words and not line.raw.strip(" \t>"):
        return False
    if is_original_line(line) or header_block_at(lines, number) or rule_above_block(lines, number):
        return not line.is_quote
    attribution = attribution_at(lines, number)
    if attribution is None or line.is_quote or not attribution[1]:
        return False
    below = _first_written(lines, number + attribution[0])
    return below < len(lines) and not lines[below].is_quote


def _quotation_begins(lines: Sequence[Line], number: int, hints: Mapping[int, Hint]) -> int:
    """Return the number of the first quoted line below an attribution that begins here; 0 when none does."""
    line = lines[number]
    if line.is_quote:
        return number if _is_history(lines, number) else 0
    length = 1 if hints.get(line.start) == Hint.ATTRIBUTION else 0
    attribution = attribution_at(lines, number)
    below = _first_written(lines, number + (attribution[0] if attribution else length))
    if not (length or attribution) or below >= len(lines) or below - number > 8:
        return 0
    return below if lines[below].is_quote else 0


def _is_history(lines: Sequence[Line], number: int) -> bool:
    """Tell whether quoted lines that nobody announces are a mail all the same, by what stands on the first ones.

    An author may begin lines with this sign: it is an arrow for many.
    """
    return any(
        line.is_quote
        and (
            HISTORY.fullmatch(line.words)
            or is_own_line(line)
            or is_original_line(line)
            or header_block_at(lines, each)
            or attribution_at(lines, each)
        )
        for each, line in enumerate(lines[number : number + 6], start=number)
    )


def _only_quotations_follow(lines: Sequence[Line], number: int, hints: Mapping[int, Hint]) -> bool:
    """Tell whether nothing of the author's stands among or below the quoted lines."""
    at = number
    while at < len(lines):
        line = lines[at]
        if line.is_quote or line.is_blank or is_footer(line):
            at += 1
        elif _original_begins(lines, at, hints) or signature_ends(lines, at):
            return True
        elif quoted := _quotation_begins(lines, at, hints):
            at = quoted
        else:
            return False
    return True


def _above_own_line(lines: Sequence[Line], number: int) -> int:
    """Return where the words that announce our mail begin: above our line, when they stand there."""
    for above in range(max(0, number - ABOVE_OWN_LINE), number):
        attribution = attribution_at(lines, above)
        if attribution and _first_written(lines, above + attribution[0]) == number:
            return above
    return number


def _first_written(lines: Sequence[Line], number: int) -> int:
    while number < len(lines) and lines[number].is_blank:
        number += 1
    return number


def _without_blanks(lines: Sequence[Line], end: int) -> int:
    while end > 0 and lines[end - 1].is_blank:
        end -= 1
    return end
