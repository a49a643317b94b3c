"""The words beside a text that was refused because the dossier had changed, ready to be sent again."""

from helpdesk.tickets.rules import EntryKind
from helpdesk.tickets.work.replies import Then
from helpdesk.web.i18n import gettext as _


def sent_so(kind: str, then: str) -> dict[str, str]:
    """Say what the text was and what pressing again does, for the page of what arrived meanwhile."""
    labels = {EntryKind.REPLY: _("Votre réponse à l’adhérent"), EntryKind.NOTE: _("Votre note interne")}
    effects = {
        (EntryKind.REPLY, Then.GO_ON): _("Votre réponse partira à l’adhérent."),
        (EntryKind.REPLY, Then.WAIT): _(
            "Votre réponse partira à l’adhérent et le dossier sera mis en attente."
        ),
        (EntryKind.REPLY, Then.RESOLVE): _("Votre réponse partira à l’adhérent et le dossier sera résolu."),
        (EntryKind.NOTE, Then.GO_ON): _("Votre note restera interne : l’adhérent ne la lira pas."),
        (EntryKind.NOTE, Then.WAIT): _("Votre note restera interne et le dossier sera mis en attente."),
        (EntryKind.NOTE, Then.RESOLVE): _(
            "Votre note restera interne, mais le dossier sera résolu et l’adhérent prévenu."
        ),
    }
    buttons = {
        Then.WAIT: _("Envoyer quand même et mettre en attente"),
        Then.RESOLVE: _("Envoyer quand même et résoudre"),
    }
    known = {(str(one), str(other)): words for (one, other), words in effects.items()}
    again = {str(end): words for end, words in buttons.items()}
    return {
        "label": {str(each): words for each, words in labels.items()}.get(kind, ""),
        "effect": known.get((kind, then), ""),
        "again": again.get(then, _("Envoyer quand même")),
    }
