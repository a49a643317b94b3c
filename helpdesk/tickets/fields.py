"""The fields that only forms about dossiers have; those of every form are in `web.fields`."""

from wtforms import EmailField
from wtforms.validators import Email, Optional

from helpdesk.core.money import parse_cents
from helpdesk.tickets.rules import COUNT_MAX, EMAIL_LENGTH, MONEY_MAX_CENTS
from helpdesk.web import fields
from helpdesk.web.fields import ReadField, at_most, single_line
from helpdesk.web.i18n import lazy_gettext as _l


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


class AmountField(fields.AmountField):
    """An amount in euros as large as a whole federation's, read as cents."""

    read = staticmethod(lambda text: parse_cents(text, highest=MONEY_MAX_CENTS))


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
