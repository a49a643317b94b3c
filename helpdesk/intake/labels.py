"""The words people read about mail that came in."""

from collections.abc import Mapping

from helpdesk.intake.rules import Looked, State, Why
from helpdesk.web.i18n import lazy_gettext as _l

STATES: Mapping[State, str] = {
    State.TO_CHECK: _l("À vérifier"),
    State.QUARANTINED: _l("Quarantaine"),
    State.RECEIVED: _l("Reçu"),
    State.FILED: _l("Classé"),
    State.SILENT: _l("Silencieux"),
    State.IGNORED: _l("Ignoré"),
}
"""In the order of the tabs: what somebody has to decide comes first."""

LOOKS: Mapping[State, tuple[str, str]] = {
    State.RECEIVED: ("info", "inbox"),
    State.TO_CHECK: ("warn", "user-check"),
    State.QUARANTINED: ("danger", "triangle-alert"),
    State.FILED: ("ok", "circle-check"),
    State.SILENT: ("", "eye-off"),
    State.IGNORED: ("", "x"),
}

WHYS: Mapping[Why, str] = {
    Why.OPENED: _l("Ce courriel a ouvert un dossier."),
    Why.OPENED_LINKED: _l("Ce courriel a ouvert un dossier, lié à celui qu’il cite."),
    Why.MEMBER_WROTE: _l("Message de l’adhérent, ajouté à son dossier."),
    Why.STAFF_WROTE: _l("Réponse d’un conseiller, transmise à l’adhérent."),
    Why.ADMINISTRATION_ANSWERED: _l("Réponse de l’administration confédérale à une saisine."),
    Why.BY_HAND: _l("Classé par un conseiller."),
    Why.STRANGER: _l(
        "Expéditeur à vérifier : il utilise l’adresse de réponse d’un dossier dont il ne fait pas partie."
    ),
    Why.FORGED: _l("Expéditeur à vérifier : notre serveur signale que l’adresse est usurpée."),
    Why.TO_CONFIRM: _l(
        "À confirmer : un lien a été envoyé à l’auteur supposé. Rien n’est fait tant qu’il ne l’a pas suivi."
    ),
    Why.REFUSED: _l("Le dossier ne permet pas ce que demande ce courriel."),
    Why.TOO_MANY: _l(
        "Cet expéditeur a écrit trop souvent en peu de temps : vérifiez qu’il ne s’agit pas d’un automate."
    ),
    Why.OWN_MAIL: _l("Notre propre courriel, revenu vers nous."),
    Why.COPY: _l("Copie d’un courriel déjà reçu par une autre boîte."),
    Why.AUTOMATIC: _l("Courriel automatique : absence, accusé de lecture, liste de diffusion."),
    Why.BOUNCE: _l("Avis de non-remise d’un de nos courriels."),
    Why.COMPLAINT: _l("Le destinataire a signalé un de nos courriels comme indésirable."),
    Why.UNREADABLE: _l("Ce courriel n’a pas pu être lu. Téléchargez l’original pour le voir tel qu’il est."),
    Why.FAILED: _l("Le programme a échoué plusieurs fois sur ce courriel."),
}

READ: Mapping[Looked, str] = {
    Looked.PAGE: _l("page ouverte"),
    Looked.ORIGINAL: _l("mise en forme d’origine ouverte"),
    Looked.RAW: _l("original téléchargé"),
    Looked.FILE: _l("fichier ouvert"),
}

EMPTY: Mapping[State, str] = {
    State.TO_CHECK: _l("Aucun courriel n’attend d’être vérifié."),
    State.QUARANTINED: _l("Tous les courriels ont pu être lus."),
    State.RECEIVED: _l("Tout ce qui est arrivé a été classé."),
    State.FILED: _l("Aucun courriel n’est encore arrivé."),
    State.SILENT: _l("Aucun courriel automatique."),
    State.IGNORED: _l("Aucun courriel n’a été ignoré."),
}
