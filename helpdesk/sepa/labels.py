"""Words for who acts, whether to present again, what happened and which deadlines run."""

from collections.abc import Mapping
from typing import Any

from helpdesk.sepa.codes import Actor, Again
from helpdesk.sepa.rules import Letter, Stage, Window
from helpdesk.web.i18n import lazy_gettext as _l

ACTORS: Mapping[Actor, Any] = {
    Actor.MEMBER: _l("L’adhérent"),
    Actor.TREASURER: _l("L’organisation (trésorier)"),
    Actor.BANK: _l("La banque"),
}

AGAIN: Mapping[Again, tuple[Any, Any]] = {
    Again.NO: (_l("Non"), _l("Ne présentez pas cette échéance une seconde fois.")),
    Again.NO_NEW_MANDATE: (
        _l("Non, pas avec ce mandat"),
        _l("Il faut un nouveau mandat signé avant tout autre prélèvement."),
    ),
    Again.AFTER_FIX: (
        _l("Oui, après correction"),
        _l("Corrigez d’abord la cause, sinon le rejet reviendra."),
    ),
    Again.AFTER_CONTACT: (
        _l("Pas avant d’en avoir parlé"),
        _l("Parlez-en avec la personne : la suite dépend de sa réponse."),
    ),
    Again.ONCE_AGREED: (
        _l("Oui, une fois, après accord"),
        _l("Convenez d’une date avec l’adhérent. Un second échec ne se représente plus."),
    ),
    Again.BANK_DECIDES: (
        _l("La banque le dira"),
        _l("N’envoyez rien avant sa réponse : vous risqueriez un double débit."),
    ),
}
"""Whether the same debit may be presented again, and a sentence about it."""

STAGES: Mapping[Stage, Any] = {
    Stage.FILE: _l("Le fichier, ou une de ses lignes, n’a pas été accepté : rien n’a été prélevé."),
    Stage.BEFORE: _l(
        "Le prélèvement a été rejeté avant d’être débité : rien n’a quitté le compte de l’adhérent."
    ),
    Stage.BEFORE_OR_AFTER: _l(
        "Le prélèvement n’a pas abouti : il a été rejeté avant le débit, ou rendu dans les jours qui suivent."
    ),
    Stage.PAID_BACK: _l("La somme a été débitée, puis rendue ou à rendre à l’adhérent."),
}

WINDOWS: Mapping[Window, tuple[Any, Any, Any]] = {
    Window.RETURN: (
        _l("Retour par la banque de l’adhérent"),
        _l("5 jours ouvrés bancaires après le débit"),
        _l("Délais interbancaires du prélèvement SEPA (ABN AMRO)"),
    ),
    Window.REVERSAL: (
        _l("Reversement demandé par l’organisation"),
        _l("5 jours ouvrés bancaires après le débit"),
        _l("Délais interbancaires du prélèvement SEPA (ABN AMRO)"),
    ),
    Window.PRESENT: (
        _l("Nouvelle présentation, avis préalable compris"),
        _l("14 jours après l’avis à l’adhérent, sauf délai plus court convenu avec lui"),
        _l("Usage interbancaire : avis préalable de 14 jours calendaires"),
    ),
    Window.REFUND: (
        _l("Remboursement sans motif, demandé par l’adhérent à sa banque"),
        _l("8 semaines après le débit ; la banque répond sous 10 jours ouvrables"),
        _l("Code monétaire et financier, article L133-25"),
    ),
    Window.UNAUTHORISED: (
        _l("Contestation d’un prélèvement sans mandat valable"),
        _l("13 mois après le débit"),
        _l("Code monétaire et financier, article L133-24"),
    ),
    Window.LAPSE: (
        _l("Fin d’un mandat resté sans prélèvement"),
        _l("36 mois après la dernière échéance"),
        _l("Banque de France, « Le prélèvement SEPA »"),
    ),
}
"""What each deadline is, how long it is, where that is written."""

TO_WHOM: Mapping[Letter, Any] = {
    Letter.BANK: _l("Message à la banque ou à la plateforme"),
}
TO_MEMBER = _l("Message à l’adhérent")
