"""Form fields that read a text as something else, and give back what was typed when they cannot."""

from collections.abc import Callable
from typing import Any

from wtforms import EmailField, StringField
from wtforms.validators import Email, Length, Optional
from wtforms.widgets import DateInput

from helpdesk.core.clock import parse_date
from helpdesk.core.identifiers import one_line
from helpdesk.core.money import parse_cents
from helpdesk.core.phones import to_e164
from helpdesk.tickets.rules import COUNT_MAX, EMAIL_LENGTH, MONEY_MAX_CENTS
from helpdesk.web.forms import cleaned
from helpdesk.web.i18n import lazy_gettext as _l


def at_most(length: int) -> Length:
    """Return the check that a text is not longer, with its sentence."""
    return Length(max=length, message=_l("Ce texte est trop long : %(max)d signes au plus."))


def single_line(value: Any) -> Any:
    """Return a typed text on one line."""
    return one_line(value) if isinstance(value, str) else value


def mailbox(label: str, *, description: str = "") -> EmailField:
    """Return the field of a mailbox that may be left empty; one that few servers could write to is refused."""
    return EmailField(
        label,
        [
            Optional(),
            at_most(EMAIL_LENGTH),
            Email(_l("Cette adresse n’est pas complète, par exemple nom@example.org."), allow_smtputf8=False),
        ],
        filters=[single_line],
        description=description,
    )


class ReadField(StringField):  # type: ignore[misc]
    """A text read by `read`, which raises ValueError; `refusal` is the sentence then shown."""

    read: Callable[[str], Any]
    refusal: str
    typed = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it when there is something."""
        self.typed = cleaned(valuelist[0]) if valuelist else ""
        self.data = None
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

    read = staticmethod(lambda text: parse_cents(text, highest=MONEY_MAX_CENTS))
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


class CountField(ReadField):
    """A number of people, 1 at least."""

    refusal = _l("Écrivez un nombre entier, par exemple 12.")

    @staticmethod
    def read(text: str) -> int:
        """Return the number; ValueError for anything else."""
        digits = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise ValueError("not a number")
        if not 1 <= int(digits) <= COUNT_MAX:
            raise ValueError("out of bounds")
        return int(digits)


class PhoneField(ReadField):
    """A telephone number, read as E.164."""

    read = staticmethod(to_e164)
    refusal = _l("Écrivez un numéro de téléphone comme 01 99 00 12 34, sans poste interne.")
