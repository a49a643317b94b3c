"""From bytes to text, whatever the sender said they are."""

import codecs
import re

ALIASES = {
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "cp-850": "cp850",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "ks_c_5601-1987": "cp949",
    "macintosh": "mac_roman",
    "roman": "mac_roman",
    "shift-jis": "cp932",
    "shift_jis": "cp932",
    "unicode": "utf-16",
    "unicode-1-1-utf-7": "utf-7",
    "windows-31j": "cp932",
    "x-mac-roman": "mac_roman",
    "x-sjis": "cp932",
}
WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
"""Names that senders put on anything: bytes that are valid UTF-8 with accents are UTF-8 all the same."""
NOT_TEXT = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"})

SURROGATES = re.compile("[\ud800-\udfff]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ACCENT = re.compile(rb"[\x80-\xff]")
LINE_ENDS = re.compile(r"\r\n|\r")


def to_text(content: bytes, charset: str | None = None) -> str:
    """Decode by the declared charset, then UTF-8, then Windows-1252; every byte comes out as some character.

    No lone surrogate ever comes out: databases and JSON refuse them.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(content) % 2 == 0:
        return _scrub(content.decode("utf-16", "replace"))
    content = content.removeprefix(codecs.BOM_UTF8)
    name = codec_of(charset)
    if name is None or name in WESTERN:
        return _scrub(_western(content, name))
    try:
        return _scrub(content.decode(name))
    except (UnicodeError, ValueError, LookupError):
        return _scrub(_broken(content, name))


def clean_text(content: bytes, charset: str | None = None) -> str:
    """Decode a body: LF at the line ends, no control character but the tab."""
    return tidy(to_text(content, charset))


def tidy(text: str) -> str:
    """Return `text` with LF at the line ends and without control characters."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))


def codec_of(charset: str | None) -> str | None:
    """Return Python's name of a declared charset; None when it is missing, unknown or no charset at all."""
    if not charset:
        return None
    cleaned = charset.strip(" \t\"'<>;,").lower().split("*")[0].strip()
    cleaned = ALIASES.get(cleaned, ALIASES.get(cleaned.replace("_", "-"), cleaned))
    if not cleaned.isascii() or "\0" in cleaned:
        return None
    try:
        info = codecs.lookup(cleaned)
    except (LookupError, ValueError, UnicodeError):
        return None
    name = str(info.name)
    is_text = getattr(info, "_is_text_encoding", True)
    return name if is_text and name not in NOT_TEXT else None


def _western(content: bytes, name: str | None) -> str:
    if not ACCENT.search(content):
        return content.decode("ascii")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if name == "iso8859-15":
        return content.decode(name)
    if name is None or name == "ascii":
        return content.decode("utf-8", "helpdesk.cp1252")
    # What is declared Latin-1 is Windows-1252 in truth, as browsers take it.
    return _cp1252(content)


def _broken(content: bytes, name: str) -> str:
    """Decode what is not quite what it says: a broken UTF-8 text keeps its good characters."""
    if name == "utf-8":
        return content.decode("utf-8", "helpdesk.cp1252")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(name, "replace") if _holds_more_than_one_byte(name) else _cp1252(content)


def _holds_more_than_one_byte(name: str) -> bool:
    # A table of 256 characters that fails was the wrong table; the others were cut or damaged.
    return not re.match(r"(iso8859|cp1\d\d\d|cp[4-8]\d\d$|koi8|mac|latin|ascii)", name)


def _cp1252(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _each_byte_in_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _cp1252(error.object[error.start : error.end]), error.end


def _scrub(text: str) -> str:
    return SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


codecs.register_error("helpdesk.cp1252", _each_byte_in_cp1252)
