"""The form that closes a desk."""

from datetime import date, timedelta
from typing import Any

from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, ValidationError

from helpdesk.web.forms import Form
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

AHEAD = timedelta(days=366)
"""How far ahead a desk is closed: more is a slip of the keyboard."""


class CloseForm(Form):
    """From when, and who takes over."""

    closed_on = DateField(_l("Fermé à partir du"), [DataRequired(_l("Donnez le jour de la fermeture."))])
    to = SelectField(_l("Pôle qui reprend les dossiers ouverts"), coerce=int)

    def __init__(self, *args: Any, today: date, since: date | None, **kwargs: Any) -> None:
        """Remember the days that a closing may have; `since` is that of a desk closed already."""
        super().__init__(*args, **kwargs)
        self._today, self._since = today, since

    def validate_closed_on(self, field: DateField) -> None:
        """Want a day from today on, within a year; the day a desk was closed stays what it is."""
        day = field.data
        if day is not None and day != self._since and not self._today <= day <= self._today + AHEAD:
            raise ValidationError(_("Donnez un jour entre aujourd’hui et dans un an."))
