"""Why a mail did not leave, which queue it waits in and what came back, in words people read."""

from collections.abc import Mapping

from helpdesk.outbox.bounce_rules import BounceKind, Cause
from helpdesk.outbox.gates import ALL_LANES
from helpdesk.outbox.rules import Lane, Reason, Standing, State
from helpdesk.web.i18n import lazy_gettext as _l

REASONS: Mapping[Reason, str] = {
    Reason.UNKNOWN_ADDRESS: _l("L’adresse n’existe pas ou ne reçoit pas de courriel. Vérifiez-la."),
    Reason.MAILBOX_FULL: _l("La boîte du destinataire est pleine."),
    Reason.TOO_BIG: _l("Le message est trop gros pour le serveur du destinataire."),
    Reason.REJECTED: _l("Le serveur du destinataire refuse nos messages."),
    Reason.UNWRITABLE: _l("Le message ne peut pas être écrit : l’adresse ou l’objet est incorrect."),
    Reason.NOT_NOW: _l("Le serveur du destinataire a demandé d’attendre pendant 48 heures."),
    Reason.NO_SERVER: _l("Notre serveur d’envoi n’a pas répondu pendant 48 heures."),
    Reason.SUPPRESSED: _l("Nous n’écrivons plus à cette adresse : voir les adresses écartées."),
    Reason.COLLAPSED: _l("Un courriel plus ancien sur le même dossier disait la même chose."),
    Reason.UNWANTED: _l("Son destinataire ne souhaite pas cet avis."),
    Reason.DIGESTED: _l("Repris dans le récapitulatif de son destinataire."),
    Reason.CANCELLED: _l("Annulé avant son départ."),
}
LANES: Mapping[Lane, str] = {
    Lane.URGENT: _l("Urgents"),
    Lane.NORMAL: _l("Courants"),
    Lane.BULK: _l("Envois en nombre"),
}


def failure_sentence(reason: str | None) -> str:
    """Say why a mail did not arrive, from the reason as another feature keeps it; empty when nobody knows."""
    return str(REASONS[Reason(reason)]) if reason in set(Reason) else ""


STOPPED: Mapping[str, str] = {
    ALL_LANES: _l("Tous les courriels sont suspendus"),
    Lane.URGENT: _l("Les courriels urgents sont suspendus"),
    Lane.NORMAL: _l("Les courriels courants sont suspendus"),
    Lane.BULK: _l("Les envois en nombre sont suspendus"),
}
STOPPABLE: Mapping[str, str] = {ALL_LANES: _l("Tout"), **{lane.value: words for lane, words in LANES.items()}}
STANDINGS: Mapping[Standing, str] = {
    Standing.WAITING: _l("En attente"),
    Standing.RETRYING: _l("À retenter"),
    Standing.DEAD: _l("Non remis"),
    Standing.SENT: _l("Partis"),
    Standing.HELD: _l("Gardés pour un récapitulatif"),
    Standing.DROPPED: _l("Écartés"),
}
STATES: Mapping[State, tuple[str, str, str]] = {
    State.QUEUED: ("info", "clock", _l("En attente")),
    State.SENDING: ("info", "send", _l("En train de partir")),
    State.SENT: ("ok", "circle-check", _l("Parti")),
    State.DEAD: ("danger", "octagon-alert", _l("Non remis")),
    State.HELD: ("info", "inbox", _l("Gardé pour un récapitulatif")),
    State.EXPIRED: ("", "clock", _l("Périmé")),
    State.DISCARDED: ("", "circle-x", _l("Écarté")),
}
"""Look, icon and words of each state."""
BOUNCES: Mapping[BounceKind, str] = {
    BounceKind.HARD: _l("Refus définitif"),
    BounceKind.SOFT: _l("Échec passager"),
    BounceKind.COMPLAINT: _l("Plainte du destinataire"),
}
CAUSES: Mapping[Cause, str] = {
    Cause.HARD: _l("L’adresse n’existe pas ou plus."),
    Cause.SOFT: _l("Trop d’échecs en peu de temps."),
    Cause.COMPLAINT: _l("Son titulaire a signalé un de nos courriels comme indésirable."),
    Cause.BY_HAND: _l("Écartée par une personne du service."),
}
