"""What an administrator fills in: nothing but a click, an answer, or why they refuse."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from helpdesk.escalation.answers.service import Word
from helpdesk.escalation.once import OnceForm
from helpdesk.escalation.rules import ANSWER_LENGTH, Move
from helpdesk.tickets.rules import REASON_LENGTH
from helpdesk.web.forms import TOO_LONG, Form
from helpdesk.web.i18n import lazy_gettext as _l


class MoveForm(OnceForm):
    """A click, about the version of the escalation that was on the page."""

    move: Move
    done: str

    @classmethod
    def fresh(cls, version: int) -> "MoveForm":
        """Return the form as the page shows it first."""
        form = cls(formdata=None, prefix=cls.move.value)
        form.show_now(version)
        return form

    def word(self, actor: str) -> Word:
        """Return what the service takes."""
        return Word(move=self.move, actor=actor, version=self.version.data, key=self.key.data, **self.texts())

    def texts(self) -> dict[str, Any]:
        """Return what was written."""
        return {}


class AcknowledgeForm(MoveForm):
    """« J’ai reçu le dossier. »"""

    move = Move.ACKNOWLEDGE
    done = _l("Merci. Le service d’aide sait que vous avez reçu le dossier.")


class TakeChargeForm(MoveForm):
    """« Je m’en occupe. »"""

    move = Move.TAKE_CHARGE
    done = _l("Merci. Le service d’aide sait que vous vous en occupez.")


class AnswerForm(MoveForm):
    """An answer, and what the bank said."""

    move = Move.ANSWER
    done = _l("Votre réponse est arrivée au conseiller du dossier. Merci.")

    text = TextAreaField(
        _l("Votre réponse"),
        [DataRequired(_l("Écrivez votre réponse.")), Length(max=ANSWER_LENGTH, message=TOO_LONG)],
        description=_l("Elle va au conseiller, qui écrit lui-même à l’adhérent."),
    )
    bank_text = TextAreaField(
        _l("Ce que la banque a répondu"), [Optional(), Length(max=ANSWER_LENGTH, message=TOO_LONG)]
    )

    def texts(self) -> dict[str, Any]:
        """Return the answer, and the bank's."""
        return {"text": self.text.data, "bank_text": self.bank_text.data or ""}


class RefuseForm(MoveForm):
    """Why the administration does not intervene."""

    move = Move.REFUSE
    done = _l("Votre refus est arrivé au conseiller du dossier.")

    text = TextAreaField(
        _l("Pourquoi vous refusez"),
        [DataRequired(_l("Dites pourquoi vous refusez.")), Length(max=REASON_LENGTH, message=TOO_LONG)],
        description=_l("Par exemple : une démarche à faire d’abord, une autre personne à saisir."),
    )

    def texts(self) -> dict[str, Any]:
        """Return the reason."""
        return {"text": self.text.data}


class RenewForm(Form):
    """« Envoyez-moi un nouveau lien. »"""


FORMS: Mapping[Move, type[MoveForm]] = MappingProxyType(
    {form.move: form for form in (AcknowledgeForm, TakeChargeForm, AnswerForm, RefuseForm)}
)

SLUGS: Mapping[str, Move] = MappingProxyType(
    {
        "accuser-reception": Move.ACKNOWLEDGE,
        "prendre-en-charge": Move.TAKE_CHARGE,
        "repondre": Move.ANSWER,
        "refuser": Move.REFUSE,
    }
)
"""What each move is called in addresses."""
