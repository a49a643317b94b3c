"""What agents fill in."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from helpdesk.core.phones import display
from helpdesk.core.topics import TOPICS, Severity
from helpdesk.tickets.fields import mailbox
from helpdesk.tickets.labels import category_label, subcategory_label
from helpdesk.tickets.rules import (
    MESSAGE_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    REPLY_LENGTH,
    EntryKind,
)
from helpdesk.tickets.severity.labels import SEVERITIES
from helpdesk.tickets.work.labels import CALLS
from helpdesk.tickets.work.replies import Then
from helpdesk.tickets.work.requester import Requester
from helpdesk.tickets.work.rules import CallOutcome
from helpdesk.web.fields import PhoneField, at_most, single_line
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l


class ReplyForm(Form):
    """A reply or a note; its files travel beside it."""

    kind = SelectField(
        _l("Type de message"),
        choices=choices({EntryKind.REPLY: _l("Réponse"), EntryKind.NOTE: _l("Note interne")}),
    )
    then = SelectField(
        _l("Ensuite"), choices=choices({each: each.value for each in Then}), default=Then.GO_ON.value
    )
    body = TextAreaField(_l("Votre texte"), [DataRequired(_l("Écrivez votre texte.")), at_most(REPLY_LENGTH)])


class SeverityForm(Form):
    """How serious a dossier is, and why if it is less than it was."""

    severity = RadioField(_l("Gravité"), choices=choices(SEVERITIES))
    reason = TextAreaField(
        _l("Raison"), [at_most(REASON_LENGTH)], description=_l("Obligatoire pour baisser la gravité.")
    )

    @property
    def chosen(self) -> Severity:
        """The severity chosen, once the form is valid."""
        return Severity(self.severity.data)


class CallForm(Form):
    """How a call ended."""

    outcome = RadioField(_l("Comment l’appel s’est-il terminé ?"), choices=choices(CALLS))
    note = TextAreaField(_l("Note"), [at_most(MESSAGE_LENGTH)])

    @property
    def ended(self) -> CallOutcome:
        """How it ended, once the form is valid."""
        return CallOutcome(self.outcome.data)


class FileUnderForm(Form):
    """What a dossier is about."""

    topic = SelectField(_l("Sujet"))
    reroute = BooleanField(
        _l("Envoyer au pôle que désignent les règles"),
        description=_l("Sinon le dossier reste où il est."),
        default=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every topic with its parts."""
        super().__init__(*args, **kwargs)
        self.topic.choices = topic_choices()

    @property
    def chosen(self) -> tuple[str, str]:
        """The category and sub-category chosen, once the form is valid."""
        category, _slash, subcategory = self.topic.data.partition("/")
        return category, subcategory


class RequesterForm(Form):
    """Who asks, and how to reach them."""

    name = StringField(_l("Nom"), [at_most(NAME_LENGTH)], filters=[single_line])
    phone = PhoneField(_l("Téléphone"))
    email = mailbox(
        _l("Courriel"),
        description=_l(
            "Une autre adresse reçoit un nouveau lien privé ; ceux envoyés à l’ancienne ne marchent plus."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave « facultatif » out: no field here is required."""
        super().__init__(*args, **kwargs)
        self.email.flags.optional = False

    def show(self, requester: Requester) -> None:
        """Fill the form with what is known."""
        self.name.data, self.email.data = requester.name, requester.email
        self.phone.data, self.phone.typed = requester.phone, display(requester.phone)

    def requester(self) -> Requester:
        """Return who asks, once the form is valid."""
        return Requester(name=self.name.data or "", email=self.email.data or "", phone=self.phone.data or "")


def topic_choices() -> list[SelectChoice]:
    """Return every topic and its parts, in groups by category."""
    return [
        SelectChoice(value, words, optgroup=category_label(slug))
        for slug, topic in TOPICS.items()
        for value, words in [
            (slug, category_label(slug)),
            *((f"{slug}/{each.slug}", subcategory_label(slug, each.slug)) for each in topic.subtopics),
        ]
    ]
