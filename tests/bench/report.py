"""The outcome: one line for each thing measured, as a table for people and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

HEAD = ("measured", "SQL", "cost", "beside", "ratio", "to reach", "", "p50 ms", "p99 ms", "kB")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing measured. `cost` and `beside` are in `unit`; `is_reached` is None where nothing is to be reached."""

    name: str
    cost: float
    beside: float
    ratio: float
    unit: str = "ms"
    at_most: float | None = None
    at_least: float | None = None
    statements: int | None = None
    statements_at_most: int | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    size: int | None = None

    @property
    def is_reached(self) -> bool | None:
        """Tell whether every target of the line is reached."""
        verdicts = []
        if self.at_most is not None:
            verdicts.append(self.ratio <= self.at_most)
        if self.at_least is not None:
            verdicts.append(self.ratio >= self.at_least)
        if self.statements is not None and self.statements_at_most is not None:
            verdicts.append(self.statements <= self.statements_at_most)
        return all(verdicts) if verdicts else None


def as_table(lines: Sequence[Line], notes: Sequence[str]) -> str:
    """Return the table and the notes below it."""
    rows = [HEAD, *(_cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    table = [
        "  ".join(
            _set(cell, width, place) for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([*(row.rstrip() for row in table), "", *notes])


def as_json(lines: Sequence[Line], notes: Sequence[str]) -> str:
    """Return the same for programs."""
    values = [asdict(line) | {"is_reached": line.is_reached} for line in lines]
    return json.dumps({"lines": values, "notes": list(notes)}, ensure_ascii=False, indent=2)


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.name,
        _statements(line),
        f"{line.cost:.3g} {line.unit}",
        f"{line.beside:.3g} {line.unit}",
        f"{line.ratio:.2f}",
        _target(line),
        {True: "ok", False: "OVER", None: ""}[line.is_reached],
        _number(line.p50_ms),
        _number(line.p99_ms),
        f"{line.size / 1000:.1f}" if line.size else "",
    )


def _statements(line: Line) -> str:
    if line.statements is None:
        return ""
    return str(line.statements) + (f" (≤ {line.statements_at_most})" if line.statements_at_most else "")


def _target(line: Line) -> str:
    if line.at_most is not None:
        return f"≤ {line.at_most:g}"
    return f"≥ {line.at_least:g}" if line.at_least is not None else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _set(cell: str, width: int, place: int) -> str:
    return cell.ljust(width) if place in {0, 6} else cell.rjust(width)
