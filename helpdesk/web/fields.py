"""Form fields that read a text as something else, and give back what was typed when they cannot."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from wtforms import FieldList, StringField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from helpdesk.core.clock import parse_date
from helpdesk.core.identifiers import one_line
from helpdesk.core.money import parse_cents
from helpdesk.core.phones import to_e164
from helpdesk.web.forms import TOO_LONG, cleaned
from helpdesk.web.i18n import lazy_gettext as _l


def at_most(length: int) -> Length:
    """Return the check that a text is not longer, with its sentence."""
    return Length(max=length, message=TOO_LONG)


def single_line(value: Any) -> Any:
    """Return a typed text on one line."""
    return one_line(value) if isinstance(value, str) else value


class RowsField(FieldList):  # type: ignore[misc]
    """A list of rows, numbered as our pages number them; what is sent under other names is no row.

    The library takes whatever Unicode calls a digit for a number, and numbers of any length, and fails on both.
    """

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        numbered = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})(?:-|\Z)")
        return (int(found[1]) for found in map(numbered.match, formdata) if found)


class ReadField(StringField):  # type: ignore[misc]
    """A text read by `read`, which raises ValueError; `refusal` is the sentence then shown.

    A form sent without the field leaves what it held before.
    """

    read: Callable[[str], Any]
    written: Callable[[Any], str] = staticmethod(str)
    refusal: str
    typed = ""

    def process_data(self, value: Any) -> None:
        """Show a value as people would type it."""
        self.data = value
        self.typed = "" if value is None else type(self).written(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it when there is something."""
        if not valuelist:
            return
        self.typed, self.data = cleaned(valuelist[0]), None
        if not self.typed:
            return
        try:
            self.data = type(self).read(self.typed)
        except ValueError as error:
            raise ValueError(self.refusal) from error

    def _value(self) -> str:
        return self.typed


class AmountField(ReadField):
    """An amount in euros, read as cents."""

    read: Callable[[str], Any] = staticmethod(lambda text: parse_cents(text, lowest=0))
    written = staticmethod(lambda cents: f"{cents // 100},{cents % 100:02}")
    refusal = _l("Écrivez un montant en euros, par exemple 42,50.")


class DayInput(DateInput):  # type: ignore[misc]
    """A date picker; a plain text once something else was typed, which a picker would not show."""

    def __call__(self, field: Any, **kwargs: Any) -> Any:
        """Render the input."""
        return super().__call__(field, **({"type": "text"} if field.errors else {}), **kwargs)


class DayField(ReadField):
    """A day, as browsers send it or as people write it."""

    widget = DayInput()
    read = staticmethod(parse_date)
    refusal = _l("Écrivez une date comme 16/11/2026.")


class PhoneField(ReadField):
    """A telephone number, read as E.164."""

    read = staticmethod(to_e164)
    refusal = _l("Écrivez un numéro de téléphone comme 01 99 00 12 34, sans poste interne.")
