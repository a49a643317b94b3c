"""Stopping mail, and writing to an address again: both ask why."""

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from helpdesk.outbox.gates import BECAUSE_LENGTH
from helpdesk.outbox.labels import STOPPABLE
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l

REQUIRED = DataRequired(_l("Ce champ est nécessaire."))


class PauseForm(Form):
    """What is stopped, and why."""

    lane = SelectField(_l("Ce qui est suspendu"), choices=choices(STOPPABLE))
    because = StringField(
        _l("Pourquoi"),
        [REQUIRED, Length(max=BECAUSE_LENGTH)],
        description=_l("Affiché aux responsables tant que dure la suspension."),
    )


class LiftForm(Form):
    """Why an address may get our mails again."""

    because = StringField(_l("Pourquoi"), [REQUIRED, Length(max=BECAUSE_LENGTH)])
