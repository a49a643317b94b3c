"""What happened, in one plain sentence, for the codes people meet most; the others say what the table says."""

from collections.abc import Mapping
from typing import Any

from helpdesk.web.i18n import lazy_gettext as _l

HAPPENED: Mapping[str, Any] = {
    "AC01": _l("Le numéro de compte (IBAN) enregistré est faux ou n’existe plus."),
    "AC04": _l("Le compte sur lequel la cotisation devait être prélevée est fermé."),
    "AC06": _l("Le compte n’accepte pas, ou plus, les prélèvements."),
    "AG01": _l("Ce type de compte, un livret par exemple, n’admet pas de prélèvement."),
    "AG02": _l(
        "Le fichier annonce un premier prélèvement quand c’est une suite, ou l’inverse ; ou la même RUM sert deux fois."
    ),
    "AM04": _l("Il n’y avait pas assez d’argent sur le compte le jour du prélèvement."),
    "AM05": _l("La même cotisation a été présentée deux fois."),
    "BE05": _l(
        "La banque de l’adhérent ne reconnaît pas l’organisation : son identifiant (ICS) est faux ou a changé."
    ),
    "CNOR": _l("La banque de l’organisation n’était pas joignable pour cet échange."),
    "DNOR": _l("La banque de l’adhérent ne reçoit pas de prélèvement SEPA."),
    "DS0H": _l("La personne qui a signé la remise n’en a pas, ou plus, le pouvoir."),
    "DT01": _l(
        "La date d’échéance du fichier n’est pas un jour où les banques règlent, ou elle est mal placée."
    ),
    "ED05": _l(
        "Le règlement entre les banques a échoué : ni l’adhérent ni l’organisation n’y sont pour rien."
    ),
    "FF01": _l("La banque ne peut pas lire le fichier : il est incomplet ou n’a pas la bonne forme."),
    "MD01": _l(
        "La banque de l’adhérent n’a pas de mandat valable pour ce prélèvement, ou l’adhérent l’a contesté."
    ),
    "MD02": _l("Il manque des données du mandat dans le fichier, ou elles sont fausses."),
    "MD06": _l(
        "L’adhérent a demandé à sa banque de lui rendre la somme. C’est son droit, sans avoir à dire pourquoi."
    ),
    "MD07": _l("La personne prélevée est décédée."),
    "MS02": _l("L’adhérent a refusé cette échéance, sans dire pourquoi."),
    "MS03": _l(
        "La banque de l’adhérent n’a pas payé et ne dit pas pourquoi ; souvent, la provision manquait."
    ),
    "SL01": _l(
        "Un réglage à la banque de l’adhérent a bloqué le prélèvement : organisations admises ou refusées, plafond."
    ),
    "SL11": _l("L’adhérent a une liste d’organisations admises, et la vôtre n’y est pas."),
    "SL12": _l("L’adhérent a placé l’organisation dans sa liste de refus."),
    "TM01": _l("La remise est arrivée après l’heure limite de la banque."),
}
