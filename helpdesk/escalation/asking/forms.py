"""Why a member asks that the administration be told."""

from collections.abc import Mapping

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from helpdesk.escalation.rules import MEMBER_REASON_LENGTH, MemberGround
from helpdesk.web.fields import at_most
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import lazy_gettext as _l

MEMBER_GROUNDS: Mapping[MemberGround, str] = {
    MemberGround.PERSISTS: _l("Le problème dure malgré nos échanges"),
    MemberGround.MONEY: _l("De l’argent manque toujours"),
    MemberGround.DEADLINE: _l("Une échéance approche"),
    MemberGround.UNANSWERED: _l("Je n’ai pas de réponse"),
    MemberGround.OTHER: _l("Une autre raison"),
}


class AskForm(Form):
    """A stated ground, and what it means for who asks."""

    ground = RadioField(
        _l("Votre raison"),
        [InputRequired(_l("Choisissez une raison."))],
        choices=choices(MEMBER_GROUNDS),
    )
    reason = TextAreaField(
        _l("Les conséquences pour vous"),
        [
            DataRequired(_l("Dites en quelques mots quelles conséquences cela a pour vous.")),
            at_most(MEMBER_REASON_LENGTH),
        ],
        description=_l("Par exemple : depuis quand, quelle somme manque, ce que vous ne pouvez plus payer."),
    )

    def words(self) -> str:
        """Return what the member says, as one message."""
        return f"{MEMBER_GROUNDS[MemberGround(self.ground.data)]}.\n\n{self.reason.data}"
