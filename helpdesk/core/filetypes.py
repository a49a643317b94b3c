"""What a file really is, told from its first bytes: to catch mistakes and crude disguises, never as a safeguard."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "webp": "image/webp",
        "heic": "image/heic",
        "txt": "text/plain",
        "csv": "text/csv",
        "xml": "application/xml",
        "eml": "message/rfc822",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "odt": "application/vnd.oasis.opendocument.text",
    }
)
"""What each allowed kind is served as; what a browser said when sending is not believed."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_ZIP = b"PK\x03\x04"


def agrees(extension: str, content: bytes) -> bool:
    """Tell whether the content is what the extension says; False for an extension not allowed."""
    check = _CHECKS.get(extension)
    return check is not None and check(content)


def _is_pdf(content: bytes) -> bool:
    # Readers accept what some printers put before the mark, within the first kilobyte.
    return b"%PDF-" in content[:1024]


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content = content.decode("utf-16").encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return False
    return len(content.translate(None, _CONTROLS)) == len(content)


def _is_xml(content: bytes) -> bool:
    start = content[:64].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n")
    return start.startswith(b"<") and _is_text(content)


def _is_mail(content: bytes) -> bool:
    first = content.lstrip(b"\r\n").partition(b"\n")[0]
    return (b":" in first or first.startswith(b"From ")) and len(content.translate(None, b"\x00")) == len(
        content
    )


def _starts(mark: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(mark)


def _has_part(folder: bytes) -> Callable[[bytes], bool]:
    # The names of a ZIP's members stand in it uncompressed, so nothing is unpacked to find them.
    return lambda content: content.startswith(_ZIP) and folder in content


def _says(media_type: str) -> Callable[[bytes], bool]:
    # OpenDocument: the first member is called `mimetype` and is stored as it is.
    mark = b"mimetype" + media_type.encode()
    return lambda content: content.startswith(_ZIP) and content[30:].startswith(mark)


_CHECKS: Mapping[str, Callable[[bytes], bool]] = MappingProxyType(
    {
        "pdf": _is_pdf,
        "png": _starts(b"\x89PNG\r\n\x1a\n"),
        "jpg": _starts(b"\xff\xd8\xff"),
        "jpeg": _starts(b"\xff\xd8\xff"),
        "webp": _is_webp,
        "heic": _is_heic,
        "txt": _is_text,
        "csv": _is_text,
        "xml": _is_xml,
        "eml": _is_mail,
        "xlsx": _has_part(b"xl/"),
        "docx": _has_part(b"word/"),
        "ods": _says(MEDIA_TYPES["ods"]),
        "odt": _says(MEDIA_TYPES["odt"]),
    }
)
