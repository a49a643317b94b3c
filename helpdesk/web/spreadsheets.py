"""Tables for spreadsheets: UTF-8 with its mark, semicolons as French programs want them, and no formulas."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from flask import Response

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_response(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """Return a table as a download called `name`."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(
        [_cell(each) for each in row] for row in rows
    )
    response = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cell(value: object) -> object:
    """Return a value that no spreadsheet runs: text that would begin a formula gets an apostrophe before it.

    Source: OWASP, CSV Injection: « Equals to (=), Plus (+), Minus (-), At (@), Tab (0x09), Carriage return (0x0D) ».
    """
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(STARTS_FORMULA) else value
