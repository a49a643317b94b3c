"""What programs and people set below their words: hidden only when it is surely that."""

import re
from collections.abc import Sequence
from functools import cache

from helpdesk.intake.reading.trim.lines import Line
from helpdesk.intake.reading.trim.separators import SHORT_RULE

DEVICE = (
    r"(?:iphone|ipad|ipod|mobile|smartphone|telephone|portable|appareil|galaxy|samsung|huawei|xiaomi|redmi|oppo|honor"
    r"|android|tablette|blackberry|windows phone|nokia|pixel|handy|tablet|phone|mac|movil|telefono)"
)
AFTER = (
    r"(?:[ ,]+(?:[a-z]{0,3}\d[\w+]*|orange|sfr|free|bouygues|telecom|samsung|galaxy|android|iphone|pro|max|mini|lite"
    r"|plus|ultra|de|d'orange|huawei|xiaomi|\(.{1,30}\)|5g|4g|avec|mail|nine)){0,5}"
)
APP = (
    r"(?:outlook|courrier|yahoo|proton|protonmail|gmail|mail|orange|la poste|laposte|sfr|free|gmx|k-9|thunderbird"
    r"|aqua mail|bluemail|spark|typemail|samsung email|email|e-mail|messagerie|hotmail|aol|zimbra|nine)"
)
TAIL = (
    r"(?:,? (?:pour|for|on|by|secure|email|e-mail|mail|app|mobile|messagerie|securisee|ios|android|iphone|ipad"
    r"|mac|windows|\d{1,2}|orange|sfr|free|la|de|poste|france|web|mail\.?))*"
)
FOOTER = (
    rf"(?:envoye (?:de|depuis|a partir de|via|avec) (?:mon|ma|un|une|l'|le|la|mes)? ?(?:{DEVICE}{AFTER}"
    rf"|(?:application|app|messagerie|webmail|client)? ?(?:mobile |securisee |de messagerie )?{APP}{TAIL})"
    rf"|sent (?:from|via|with|using) (?:my |the )?(?:{DEVICE}{AFTER}|(?:secure )?{APP}{TAIL})"
    rf"|(?:telecharge[rz]|obtenez|obtenir|get) (?:outlook|bluemail|yahoo mail|gmail|aqua mail|typeapp) (?:pour|for)"
    rf" .{{2,60}}"
    rf"|(?:envoye|sent) (?:avec|depuis|with|from) (?:la messagerie securisee )?\[?proton ?mail.{{0,80}}"
    rf"|(?:https?://)?www\.avast\.com.{{0,60}}"
    rf"|(?:von meinem .{{2,30}} gesendet|gesendet (?:von|mit) .{{2,40}})"
    rf"|(?:enviado|inviato) (?:desde|da|dal|do) (?:mi|il mio|mio|meu|)? ?(?:{DEVICE}{AFTER}|{APP}{TAIL})"
    rf"|provenance : courrier pour windows.{{0,10}}"
    rf"|(?:garanti sans virus|sans virus|virus-free)\. ?(?:www\.avast\.com.{{0,60}})?"
    rf"|(?:cet e-mail|ce courrier electronique|ce message) (?:a ete verifie|ne contient aucun virus).{{0,150}}"
    rf")(?: ?<https?://[^\s<>]{{1,200}}>)? ?\.?"
)
DELIMITER = re.compile(r"--[ \u00a0]")
POSTSCRIPT = re.compile(r"p\.? ?s\.?\b", re.IGNORECASE)
MOST_SIGNATURE_LINES = 10
LONGEST_SIGNATURE_LINE = 90


def is_footer(line: Line) -> bool:
    """Tell whether a program set this line: « Envoyé de mon iPhone » and its like."""
    return bool(line.words) and bool(_footer().fullmatch(line.words))


@cache
def _footer() -> re.Pattern[str]:
    """Compile it once a mail is read: that takes a twentieth of the time in which a web process starts."""
    return re.compile(FOOTER)


def without_signature(lines: Sequence[Line], end: int) -> int:
    """Return the number of lines of `lines[:end]` that remain without what is surely a signature."""
    kept = _without_footers(lines, _above_rules(lines, end))
    for number in range(kept - 1, max(-1, kept - 3 * MOST_SIGNATURE_LINES), -1):
        if DELIMITER.fullmatch(lines[number].raw):
            return _without_footers(lines, number) if _is_signature(lines[number + 1 : kept]) else kept
    return kept


def signature_ends(lines: Sequence[Line], number: int) -> bool:
    """Tell whether all from this line on is a signature."""
    return bool(DELIMITER.fullmatch(lines[number].raw)) and _is_signature(lines[number + 1 :])


def _above_rules(lines: Sequence[Line], end: int) -> int:
    """Pass over the rules that a client draws above what it quotes."""
    while 0 < end < len(lines) and (
        lines[end - 1].is_blank or SHORT_RULE.fullmatch(lines[end - 1].raw.strip())
    ):
        end -= 1
    return end


def _without_footers(lines: Sequence[Line], end: int) -> int:
    kept = end
    while kept > 0 and (lines[kept - 1].is_blank or is_footer(lines[kept - 1])):
        kept -= 1
    # Some programs set a line of two hyphens above their own words.
    has_footer = any(is_footer(line) for line in lines[kept:end])
    if has_footer and kept > 0 and lines[kept - 1].raw.strip() == "--":
        return _without_footers(lines, kept - 1)
    return kept


def _is_signature(lines: Sequence[Line]) -> bool:
    written = [each.raw.strip() for each in lines if not each.is_blank]
    return len(written) <= MOST_SIGNATURE_LINES and all(
        len(each) <= LONGEST_SIGNATURE_LINE
        and not each.endswith(("?", "!", ":"))
        and not POSTSCRIPT.match(each)
        for each in written
    )
