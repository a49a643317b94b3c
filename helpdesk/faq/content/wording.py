"""What no text of ours should hold: links that say nothing, links that watch, somebody’s number or account."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from helpdesk.core.masking.accounts import find_ibans
from helpdesk.faq.content.links import words_in

Found = tuple[int, str]
"""Where in the text, and what is wrong there."""

EMPTY_WORDS = re.compile(
    r"(?:(?:cliqu(?:ez|er)|voir|lire|regarde[rz]|click|tap|see|read)\s+)?"
    r"(?:sur\s+|on\s+)?(?:ici|là|here|(?:ce|le|un|this|the)\s+lien|liens?|(?:this\s+|the\s+)?links?"
    r"|cette\s+page|this\s+page|l[’']article|la\s+fiche)"
    r"|cliqu(?:ez|er)|click|voir|lire|see|suite|(?:voir|lire)\s+la\s+suite|plus|more|details?|détails?"
    r"|(?:pour\s+)?(?:en\s+)?(?:savoir|lire)\s+(?:plus|davantage)|plus\s+d[’'](?:infos?|informations?)"
    r"|(?:find\s+out|learn|read|see)\s+more|more\s+info(?:rmation)?"
)
"""Words of a link that say nothing of where it leads, to who hears the links of a page one after the other."""

CLICK_HERE = re.compile(r"\b(?:cliqu(?:ez|er)\s+ici|click\s+here)\b", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s<>()\"'«»\]]{1,2000}", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w+])(?<!\d[ .\u00a0\u202f\-])"
    r"(?:(?:\+33|0033)[ .\u00a0\u202f\-]?(?:\(0\))?[ .\u00a0\u202f\-]?[1-9]|0[1-9])"
    r"(?:[ .\u00a0\u202f\-]?\d{2}){4}(?![ .\u00a0\u202f\-]?\d|\w)"
)

INVENTED_PHONE = re.compile(r"(?:\+33|0033|0)(?:0)?19900\d{4}")
"""Source: Arcep, decision 2018-0881, numbers kept for fiction: 01 99 00 followed by four figures."""

TOKEN_FIELDS = re.compile(
    r"(?:access_?|auth_?|personal_?|login_?|user_?)?(?:token|key|hash|code|id)|s|sid|tk|pwd|jwt|sig(?:nature)?|secret"
    r"|session(?:_?id)?|invit(?:e|ation)(?:_?(?:id|token))?|regist(?:rant|ration)(?:_?(?:id|token))?|uid|t|u|r",
    re.IGNORECASE,
)
TOKEN = re.compile(r"(?=[^\d]*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w.~+=-]{20,}")
"""Long enough, and of letters and figures: a key made for one person rather than a name."""

SHARED_HOSTS = re.compile(r"(?:^|\.)(?:google\.com|youtube\.com|youtu\.be|legifrance\.gouv\.fr|service-public\.(?:gouv\.)?fr)$")
"""Hosts whose addresses carry such a key for a document that everybody reads."""

TRACKING_FIELDS = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|hsCtaTracking|msclkid", re.I)
TRACKING_HOSTS = re.compile(
    r"(?:^|\.)(?:hs-sales-engage\.com|hubspotlinks\.com|hubspotemail\.net|sidekickopen\d*\.com|list-manage\.com"
    r"|mailchi\.mp|sendgrid\.net|mandrillapp\.com|mjt\.lu|sendibt\d*\.com|sendibm\d*\.com|sibautomation\.com"
    r"|mailgun\.org|exacttarget\.com|pardot\.com|doubleclick\.net|awstrack\.me|safelinks\.protection\.outlook\.com"
    r"|bit\.ly|forms\.gle|goo\.gl|cutt\.ly|ow\.ly|is\.gd|tiny\.cc|rebrand\.ly|lnkd\.in|tinyurl\.com|t\.co|urlr\.me)$"
    r"|^(?:click|clicks|clic|track|tracking|trk|links?\.mail|email\.mg|r\.mail)\.",
    re.IGNORECASE,
)
"""Hosts whose links count who clicks, or hide where they lead."""

EXAMPLE_IBANS = frozenset(
    {
        "FR7630006000011234567890189",
        "FR7630001007941234567890185",
        "FR1420041010050500013M02606",
        "DE89370400440532013000",
        "BE68539007547034",
        "ES9121000418450200051332",
        "GB29NWBK60161331926819",
        "LU280019400644750000",
    }
)
"""Those that banks print in their own examples. Source: SWIFT, IBAN Registry; documentation of French banks."""


def list_found(text: str) -> Iterator[Found]:
    """Yield everything of the kind in a text, front matter and Markdown alike."""
    yield from _links(text)
    for found in PHONE.finditer(text):
        if not INVENTED_PHONE.fullmatch(re.sub(r"[^\d+]", "", found[0])):
            sentence = "a real telephone number: use a setting such as {{ support.phone }}, or 01 99 00 xx xx"
            yield found.start(), sentence
    for start, end, _shown in find_ibans(text):
        if re.sub(r"\W", "", text[start:end]).upper() not in EXAMPLE_IBANS:
            yield start, "an IBAN that may be somebody’s: use FR76 3000 6000 0112 3456 7890 189"


def _links(text: str) -> Iterator[Found]:
    taken = set()
    for words, at in words_in(text):
        said = _said(words)
        if not said or EMPTY_WORDS.fullmatch(said):
            taken |= set(range(at, at + len(words) + 2))
            yield at, f"a link must say where it leads, not « {said} »"
    for found in CLICK_HERE.finditer(text):
        if found.start() not in taken:
            yield found.start(), "a link must say where it leads, not « cliquez ici »"
    for found in ADDRESS.finditer(text):
        if tracks(found[0]):
            yield found.start(), f"a link that counts who clicks: {found[0][:60]}"
        elif is_personal(found[0]):
            yield found.start(), f"a link made for one person: {found[0][:60]}"


def _said(words: str) -> str:
    """Return the words of a link as they are heard: an image says its alternative, signs of emphasis nothing."""
    plain = re.sub(r"!\[([^\[\]]*)\]\([^()]*\)", r"\1", words)
    return " ".join(re.sub(r"[*_`~<>]", "", plain).lower().split()).strip(" .…!:;,→»«>")


def tracks(address: str) -> bool:
    """Tell whether an address counts who follows it, by its host or by its fields."""
    host, fields = _parts(address)
    return bool(TRACKING_HOSTS.search(host)) or any(TRACKING_FIELDS.fullmatch(name) for name, _ in fields)


def is_personal(address: str) -> bool:
    """Tell whether an address lets in the one it was sent to, by a key or a mailbox among its fields.

    Whoever follows it from a public page would come in under that name.
    """
    host, fields = _parts(address)
    if SHARED_HOSTS.search(host):
        return False
    return any("@" in value or (TOKEN_FIELDS.fullmatch(name) and TOKEN.fullmatch(value)) for name, value in fields)


def _parts(address: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the host of an address and its fields; nothing for one that cannot be read."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "", parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
    except ValueError:
        return "", []
