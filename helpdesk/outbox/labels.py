"""Why a mail did not leave and which queue it waits in, in words people read."""

from collections.abc import Mapping

from helpdesk.outbox.rules import Lane, Reason
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
