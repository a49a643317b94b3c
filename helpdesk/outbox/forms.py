"""Stopping mail, writing to an address no more, and writing to it again: each asks why."""

from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length

from helpdesk.outbox.gates import BECAUSE_LENGTH
from helpdesk.outbox.labels import STOPPABLE
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l

EMAIL_LENGTH = 254
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


class SetAsideForm(Form):
    """Which address gets no more of our mails, and why."""

    address = EmailField(
        _l("Adresse de courriel"),
        [
            REQUIRED,
            Length(max=EMAIL_LENGTH, message=_l("Cette adresse est trop longue.")),
            Email(_l("Cette adresse n’est pas complète, par exemple nom@example.org."), allow_smtputf8=False),
        ],
    )
    because = StringField(
        _l("Pourquoi"),
        [REQUIRED, Length(max=BECAUSE_LENGTH)],
        description=_l("Par exemple : la personne l’a demandé par téléphone."),
    )
