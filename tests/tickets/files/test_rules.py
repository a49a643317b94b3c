"""What files are taken for: by their name, then by what is in them."""

import io
import zipfile

import pytest

from helpdesk.tickets.files.rules import MEDIA_TYPES, agrees, clean_name
from helpdesk.tickets.rules import ATTACHMENT_EXTENSIONS, FILE_NAME_LENGTH


def a_zip(*members: tuple[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


GENUINE = {
    "pdf": b"%PDF-1.7\n1 0 obj",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "jpeg": b"\xff\xd8\xff\xdb\x00\x43",
    "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "heic": b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic",
    "txt": "Prélevé deux fois\r\n\tle 5".encode(),
    "csv": "RUM;montant\r\nA-1;12,50".encode("cp1252"),
    "xml": b"\xef\xbb\xbf<?xml version='1.0'?><Document/>",
    "eml": b"From: a@example.org\r\nSubject: x\r\n\r\nBonjour",
    "xlsx": a_zip(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")),
    "docx": a_zip(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")),
    "ods": a_zip(("mimetype", MEDIA_TYPES["ods"]), ("content.xml", "<x/>")),
    "odt": a_zip(("mimetype", MEDIA_TYPES["odt"]), ("content.xml", "<x/>")),
}
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"


def test_every_allowed_extension_has_a_type_and_a_check():
    assert set(MEDIA_TYPES) == set(GENUINE) == ATTACHMENT_EXTENSIONS


@pytest.mark.parametrize("extension", sorted(GENUINE))
def test_a_genuine_file_agrees_with_its_extension(extension: str):
    assert agrees(extension, GENUINE[extension])


@pytest.mark.parametrize("extension", sorted(GENUINE))
def test_a_program_agrees_with_no_extension(extension: str):
    assert not agrees(extension, PROGRAM)


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("pdf", GENUINE["png"]),
        ("png", GENUINE["pdf"]),
        ("docx", a_zip(("evil.exe", "MZ"))),
        ("xlsx", GENUINE["docx"]),
        ("ods", GENUINE["odt"]),
        ("odt", GENUINE["docx"]),
        ("xml", b"just words"),
        ("txt", "utf-16 cut".encode("utf-16")[:-1]),
        ("csv", b"a;b\x00c"),
        ("eml", b"<html>"),
        ("zip", GENUINE["docx"]),
        ("svg", b"<svg/>"),
    ],
)
def test_a_disguise_is_seen(extension: str, content: bytes):
    assert not agrees(extension, content)


def test_text_in_utf_16_is_text():
    assert agrees("csv", "RUM;montant\r\nA-1;12,50".encode("utf-16"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("relevé de novembre.pdf", "relevé de novembre.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\moi\\relevé.pdf", "relevé.pdf"),
        ("a\r\nX-Evil: 1.pdf", "a X-Evil: 1.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ("inverse\u202efdp.exe.pdf", "inversefdp.exe.pdf"),
        ("..hidden.pdf", "hidden.pdf"),
        ("👩‍👧 photo.png", "👩‍👧 photo.png"),
        ("", ""),
        ("/", ""),
    ],
)
def test_a_name_is_cleaned(given: str, kept: str):
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_extension():
    name = clean_name("a" * 500 + ".pdf")

    assert len(name) == FILE_NAME_LENGTH
    assert name.endswith("a.pdf")
    assert len(clean_name("a." + "b" * 500)) <= FILE_NAME_LENGTH
