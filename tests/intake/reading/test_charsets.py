"""Bytes that say one thing and are another."""

import pytest

from helpdesk.intake.reading.charsets import clean_text, to_text


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("été €".encode(), "utf-8", "été €"),
        ("été €".encode(), None, "été €"),
        ("été €".encode(), "iso-8859-1", "été €"),
        ("été €".encode("cp1252"), "iso-8859-1", "été €"),
        ("été €".encode("cp1252"), "utf-8", "été €"),
        ("été €".encode("cp1252"), "inconnu", "été €"),
        ("été €".encode("iso-8859-15"), "iso-8859-15", "été €"),
        ("été".encode("mac_roman"), "macintosh", "été"),
        ("été".encode("utf-16"), "utf-8", "été"),
        ("日本".encode("iso-2022-jp"), "ISO-2022-JP", "日本"),
        ("中文".encode("gbk"), "gb2312", "中文"),
        ("été bon".encode() + b" \xe9", "utf-8", "été bon é"),
        (b"caf=E9", "quoted-printable", "caf=E9"),
        (b"abc", "base64", "abc"),
        (b"a\\u00e9", "unicode_escape", "a\\u00e9"),
        (b"\x81\x8d", "cp1252", "\x81\x8d"),
        (b"abc", "utf-8\0", "abc"),
        (b"+2AA-", "utf-7", "\N{REPLACEMENT CHARACTER}"),
        (b"\xed\xa0\x80", "utf-8", "í\xa0€"),
    ],
)
def test_text_is_what_was_written(content: bytes, charset: str | None, text: str):
    assert to_text(content, charset) == text


def test_line_ends_are_one_kind_and_control_characters_are_gone():
    assert clean_text(b"a\r\nb\rc\nd\x00e\x1b[0m\tf\x07", "utf-8") == "a\nb\nc\nde[0m\tf"
