"""Lines of a text, whatever machine it was written on."""


def as_lines(text: str) -> str:
    """Return a text without byte order mark, each of its lines ended by a line feed alone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def line_at(text: str, at: int) -> int:
    """Return the line, from 1, in which a place of a text lies."""
    return text.count("\n", 0, at) + 1
