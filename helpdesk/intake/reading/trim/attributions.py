"""« Le 12 nov. 2026 à 10:32, Aide <aide@example.org> a écrit : », in the words of every client."""

import re
from collections.abc import Sequence

from helpdesk.intake.reading.trim.lines import Line, alike

MOST_LINES = 4
LONGEST = 500

OPENING = re.compile(
    r"(?:le|on|at|am|el|il|il giorno|em|op|den|dnia) (?:\d|(?:lun|mar|mer|jeu|ven|sam|dim"
    r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|mie|jue|vie|sab|dom|gio|seg|ter|qua|qui|sex)[a-z]{0,6}[., ]).*"
)
"""How an attribution begins that may run over several lines."""
SENTENCE_END = re.compile(r".*(?:[?!]|[a-z]{5,}\.)")
ENDINGS = re.compile(
    r"(?:a ecrit(?: le .{6,60}| dans .{3,60})?|ecrivait|ecrit|a dit|a repondu"
    r"|wrote(?: on .{6,60})?|writes|said|schrieb(?:en)?(?: sie)?(?: (?:am|im) .{6,80})?|geschrieben|schrieb .{3,200}"
    r"|escribio|escreveu|ha scritto|schreef .{3,200}|het volgende geschreven|skrev .{3,200}|napisal(?:\(a\))?)"
    r" ?:? ?-*"
)
BY_HAND = re.compile(r"\b(?:m'a|t'a|l'a|nous a|vous a|leur a|lui a|m'ont|qui a|j'ai)\b")
"""« Le 3 mars, la banque m'a écrit : » is the author's own sentence."""
RUN_ON = re.compile(r"(.{10,400}<[^\s<>@]{1,64}@[^\s<>@]{2,200}>,? (?:a écrit|wrote) ?:)[ \u00a0]{2,}\S")
"""Yahoo on Android writes « … a écrit :   Bonjour, » on one line."""
ADDRESS = re.compile(r"[<(\[\"' ][^\s<>@]{1,64}@[^\s<>@]{2,200}[>)\]\"' ,:]")
CLOCK = re.compile(r"\b\d{1,2} ?[:.h] ?\d{2}\b")
DAY = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b(?:19|20)\d\d\b|\b\d{1,2}(?:er)?\.? [a-z]{3,9}\b|\b[a-z]{3,9}\.? \d{1,2}\b"
)
OLD_GMAIL = re.compile(r"20\d\d-\d\d-\d\d \d{1,2}:\d\d (?:gmt|utc)[+-]\d\d:\d\d .{1,200}:")
DATED_ADDRESS = re.compile(
    r".{0,60}\b20\d\d\b.{0,60}\d{1,2}[:.]\d{2}.{0,150}<[^\s<>@]{1,64}@[^\s<>@]{2,200}>(?: ?:)"
)
QUOTING = re.compile(r"(?:quoting|citando|zitat von|citation de|quotation de|selon) .{2,200}:")


def attribution_at(lines: Sequence[Line], number: int) -> tuple[int, bool] | None:
    """Return how many lines an attribution takes that begins at this one, and whether it is sure.

    A sure one holds an address beside a date: no person writes so. What stands below the other kind must be
    quoted for it to count. A program that goes on quoting on the same line leaves that line uncounted.
    """
    joined = ""
    for count, line in enumerate(lines[number : number + MOST_LINES], start=1):
        if not line.words or (line.is_quote and not lines[number].is_quote):
            return None
        run_on = RUN_ON.match(line.raw) if not line.is_quote else None
        joined = f"{joined} {alike(run_on[1]) if run_on else line.words}".strip()
        if len(joined) > LONGEST:
            return None
        sure = _sureness(joined)
        if sure is not None:
            return count - bool(run_on), sure
        if not _may_go_on(lines, number + count - 1, is_first=count == 1):
            return None
    return None


def _may_go_on(lines: Sequence[Line], number: int, *, is_first: bool) -> bool:
    """Tell whether an attribution may run from this line to the next: the author's own line must not be part."""
    words = lines[number].words
    if is_first and not OPENING.fullmatch(words):
        return False
    following = lines[number + 1].words if number + 1 < len(lines) else ""
    return not SENTENCE_END.fullmatch(words) and not OPENING.fullmatch(following)


def _sureness(joined: str) -> bool | None:
    if OLD_GMAIL.fullmatch(joined):
        return True
    if DATED_ADDRESS.fullmatch(joined):
        return None if BY_HAND.search(joined) else False
    if QUOTING.fullmatch(joined):
        return False if ADDRESS.search(joined) else None
    ending = _ending(joined)
    if ending is None or BY_HAND.search(joined):
        return None
    dated = bool(DAY.search(joined))
    addressed = bool(ADDRESS.search(f" {joined} "))
    if addressed and dated and CLOCK.search(joined):
        return joined.endswith((":", "--"))
    return False if dated or addressed else None


def _ending(joined: str) -> str | None:
    """Return the words « a écrit : » and the like that end the line, when they do."""
    for found in re.finditer(
        r"\b(?:a ecrit|ecri|a dit|a repondu|wrote|writes|said|schr|gesch|escr|ha sc|het v|skrev|nap)", joined
    ):
        if ENDINGS.fullmatch(joined, found.start()):
            return joined[found.start() :]
    return None
