"""States, steps and faults in words."""

import re
from collections.abc import Mapping, Sequence

from helpdesk.faq.writing.rules import Act, Event, Kind, Obstacle, State
from helpdesk.web.i18n import lazy_gettext as _l

STATES: Mapping[State, str] = {
    State.DRAFT: _l("Brouillon"),
    State.REVIEW: _l("En relecture"),
    State.PUBLISHED: _l("Publiée"),
    State.ARCHIVED: _l("Archivée"),
}
LOOKS: Mapping[State, tuple[str, str]] = {
    State.DRAFT: ("", "pen-line"),
    State.REVIEW: ("info", "eye"),
    State.PUBLISHED: ("ok", "circle-check"),
    State.ARCHIVED: ("", "history"),
}
"""The badge of each state: its kind and its icon."""

KINDS: Mapping[Kind, str] = {
    Kind.ARTICLE: _l("Fiche"),
    Kind.PAGE: _l("Page"),
    Kind.NOTICE: _l("Note d’information"),
    Kind.BLOCK: _l("Bloc"),
}

EVENTS: Mapping[Event, str] = {
    Event.LOADED: _l("Reçue des fichiers"),
    Event.SAVED: _l("Enregistrée"),
    Event.SUBMITTED: _l("Proposée à la relecture"),
    Event.SENT_BACK: _l("Renvoyée à l’auteur"),
    Event.SCHEDULED: _l("Publication programmée"),
    Event.UNSCHEDULED: _l("Publication annulée"),
    Event.PUBLISHED: _l("Publiée"),
    Event.ARCHIVED: _l("Archivée"),
    Event.RESTORED: _l("Version reprise"),
    Event.MERGED: _l("Conflit réglé"),
    Event.ALIAS: _l("Formulation ajoutée"),
    Event.KEPT: _l("Promesse tenue"),
    Event.LOOKED_OVER: _l("Traduction revue"),
    Event.CARRIED: _l("Accordée avec l’original"),
}

ACTS_DONE: Mapping[Act, str] = {
    Act.SUBMIT: _l("La fiche est proposée à la relecture ; les responsables sont prévenus."),
    Act.SEND_BACK: _l("La fiche est renvoyée à son auteur avec votre note."),
    Act.PUBLISH: _l("C’est publié. La recherche le trouve dans les secondes qui viennent."),
    Act.SCHEDULE: _l("La publication est programmée."),
    Act.UNSCHEDULE: _l("La publication programmée est annulée."),
    Act.ARCHIVE: _l("La fiche est archivée : les lecteurs ne la voient plus."),
}

OBSTACLES: Mapping[Obstacle, str] = {
    Obstacle.STATE: _l("La fiche a changé d’état entre-temps : ce n’est plus possible."),
    Obstacle.CONFLICT: _l("Le fichier a changé de son côté : réglez d’abord le conflit."),
    Obstacle.FAULTS: _l("Le texte a encore des défauts : corrigez-les d’abord."),
    Obstacle.ALONE: _l("Vous avez écrit dans ce texte : une autre personne doit le publier."),
}

KEY_WORDS: Mapping[str, str] = {
    "title": _l("Titre"),
    "slug": _l("Adresse"),
    "lang": _l("Langue"),
    "collection": _l("Collection"),
    "category": _l("Sujet"),
    "ticket_category": _l("Sujet du dossier qu’on ouvre depuis cette fiche"),
    "audience": _l("S’adresse à"),
    "readers": _l("Réservée à"),
    "summary": _l("En bref"),
    "body": _l("Texte"),
    "aliases": _l("Comment les gens le demandent"),
    "keywords": _l("Mots-clés"),
    "related": _l("Voir aussi"),
    "reason_codes": _l("Codes de rejet"),
    "sources": _l("Sources"),
    "owner": _l("Responsable"),
    "reviewed_on": _l("Vérifiée le"),
    "as_of": _l("Situation au"),
    "valid_from": _l("Valable à partir du"),
    "valid_until": _l("Valable jusqu’au"),
    "replaced_by": _l("Remplacée ensuite par"),
    "provider": _l("Prestataire"),
    "variant": _l("Situation"),
    "variant_of": _l("Répond à la même question que"),
    "stages": _l("Étapes où elle convient"),
    "promise": _l("Ce qui est promis"),
    "promise_due_on": _l("Promis pour le"),
    "promise_kept_on": _l("Tenu le"),
}
"""The keys of an article as its form calls them."""

FAULTS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?P<key>\w[\w.]*) is missing", _l("« %(key)s » manque.")),
        (r"(?P<key>.+) is not a known key", _l("« %(key)s » n’est pas une clé connue.")),
        (
            r"aliases needs at least three entries.*",
            _l("Il faut au moins trois formulations, dans les mots des gens."),
        ),
        (r"reviewed_on lies in the future", _l("La date de vérification est à venir.")),
        (r"the block '(?P<name>.*)' does not exist", _l("Le bloc « %(name)s » n’existe pas.")),
        (
            r"\{\{ (?P<name>.*) \}\} is not a known placeholder",
            _l("« {{ %(name)s }} » n’est pas un repère connu."),
        ),
        (
            r"braces here are neither text nor a placeholder",
            _l("Ces accolades ne sont ni du texte ni un repère."),
        ),
        (
            r"a heading of level 1.*",
            _l("Un titre de niveau 1 : celui de la fiche en est déjà un ; écrivez ##."),
        ),
        (r"the link (?P<name>\S+) leads nowhere", _l("Le lien %(name)s ne mène nulle part.")),
        (r"the link (?P<name>\S+) leads to no heading", _l("Le lien %(name)s ne mène à aucun titre.")),
        (
            r"the link (?P<name>\S*) is not whole.*",
            _l(
                "Le lien « %(name)s » n’est pas entier : il commence par / sur ce site, par https:// ailleurs."
            ),
        ),
        (
            r"a link must say where it leads, not « (?P<name>.*) »",
            _l("Un lien doit dire où il mène, pas « %(name)s »."),
        ),
        (
            r"a link made for one person: (?P<name>.*)",
            _l("Ce lien porte la clé d’une personne, celle qui l’a reçu : %(name)s"),
        ),
        (r"a link that counts who clicks: (?P<name>.*)", _l("Ce lien compte qui clique : %(name)s")),
        (
            r"a real telephone number.*",
            _l(
                "Un vrai numéro de téléphone : écrivez {{ support.phone }}, ou 01 99 00 xx xx pour un exemple."
            ),
        ),
        (r"an IBAN that may be somebody’s.*", _l("Un IBAN qui peut être celui de quelqu’un.")),
        (r"an event names its day.*", _l('Un événement donne son jour : !!! event 2026-12-03 "Titre"')),
        (r"the event of (?P<name>\S+) is over", _l("L’événement du %(name)s est passé.")),
        (r"the collection (?P<name>.*) is unknown", _l("La collection « %(name)s » est inconnue.")),
        (r"the category (?P<name>.*) is unknown", _l("Le sujet « %(name)s » est inconnu.")),
        (r"the ticket_category (?P<name>.*) is unknown", _l("Le sujet de dossier « %(name)s » est inconnu.")),
        (r"related: (?P<name>.*) does not exist", _l("Fiche liée inconnue ou non publiée : %(name)s")),
        (r"the reason code (?P<name>.*) is unknown", _l("Le code de rejet %(name)s est inconnu.")),
        (r"valid_until comes before valid_from", _l("La fin de validité précède son début.")),
        (r"the article has expired on (?P<name>.*)", _l("La fiche a expiré le %(name)s.")),
        (r"the text is longer than (?P<name>\d+) kB", _l("Le texte dépasse %(name)s ko.")),
        (r"the block is longer than (?P<name>\d+) kB", _l("Le bloc dépasse %(name)s ko.")),
        (
            r"rendering takes more than.*",
            _l("La mise en page prend trop de temps : le texte est hostile ou absurde."),
        ),
        (r"the renderer broke down.*", _l("La mise en page échoue : le texte est hostile ou absurde.")),
        (r"the text cannot be rendered.*", _l("La mise en page échoue : trop d’imbrications.")),
        (
            r"there is a control character in the text",
            _l("Le texte contient un caractère de commande invisible."),
        ),
        (
            r"the file must begin with front matter.*",
            _l("Le texte doit commencer par un en-tête entre deux ---."),
        ),
        (
            r"the front matter is not plain YAML: the key ['\"](?P<name>.*)['\"] stands twice",
            _l("La clé %(name)s figure deux fois."),
        ),
        (
            r"the front matter is not plain YAML: (?P<name>.*)",
            _l("L’en-tête n’est pas du YAML simple : %(name)s"),
        ),
        (r"the file is longer than (?P<name>\d+) kB", _l("Le texte dépasse %(name)s ko.")),
        (
            r"an image must be a file of this site.*",
            _l("Une image doit être un fichier de ce site : ajoutez-la sous « Images et documents »."),
        ),
        (r"an image needs words.*", _l("Une image doit être décrite : ![ce qu’elle montre](adresse).")),
        (
            r"readers\.\d+: value error, (?P<name>\S+) names no readers.*",
            _l("« %(name)s » ne désigne aucun lecteur. Exemples : role:treasurer, org:75-UD, org:75-UD/geo."),
        ),
        (
            r"readers: no organisation has the code (?P<name>.*)",
            _l("Aucune organisation n’a le code %(name)s : personne ne lirait cette fiche à ce titre."),
        ),
        (
            r"the link (?P<name>\S+) leads to an article that is not for everybody",
            _l("Le lien %(name)s mène à une fiche réservée : la plupart des lecteurs n’y auront pas accès."),
        ),
        (r"the notice '(?P<name>.*)' does not exist", _l("La note « %(name)s » n’existe pas.")),
        (r"day lies in the future", _l("Le jour de la note est à venir.")),
        (
            r"number: .* has a number \d+ already, (?P<name>\S+)",
            _l("Ce numéro est déjà celui de la note %(name)s."),
        ),
        (
            r"signatory looks like somebody’s name.*",
            _l("La signature semble être le nom d’une personne : écrivez la fonction qui signe."),
        ),
        (
            r"(?:supersedes|reminds): the notice (?P<name>\S+) does not exist",
            _l("La note « %(name)s » n’existe pas."),
        ),
        (
            r"(?:supersedes|reminds): (?P<name>\S+) is of a later day",
            _l("La note %(name)s est plus récente que celle-ci."),
        ),
        (
            r"variant must say for whom.*|stages are those of a variant.*",
            _l("Dites pour quelle situation la fiche est écrite : le champ « Situation » est vide."),
        ),
        (
            r"(?P<key>variant_of|replaced_by): (?P<name>\S*) does not exist",
            _l("« %(key)s » : la fiche %(name)s n’existe pas ou n’est pas publiée."),
        ),
        (r"stages: (?P<name>\S*) does not exist", _l("L’étape %(name)s n’existe pas.")),
        (r"promise must say what was promised", _l("Dites ce qui est promis.")),
        (r"(?P<key>\w+) lies in the future", _l("« %(key)s » est un jour à venir.")),
        (
            r"the promise was due on (?P<name>.*)",
            _l("La promesse était pour le %(name)s : tenez-la, ou changez-en le jour."),
        ),
        (
            r"the slug (?P<name>\S*) differs from the file.s name",
            _l("L’en-tête dit une autre adresse, %(name)s : celle d’une fiche ne change pas."),
        ),
        (
            r"lang is (?P<name>\w*), the file.s name says.*",
            _l("L’en-tête dit une autre langue, %(name)s : celle d’une fiche ne change pas."),
        ),
        (r"(?P<key>\w+): list should have at most (?P<max>\d+) .*", _l("« %(key)s » : %(max)s au plus.")),
        (
            r"(?P<key>\w+): string should have at most (?P<max>\d+) .*",
            _l("« %(key)s » : %(max)s signes au plus."),
        ),
        (
            r"(?P<key>\w+)\.(?P<at>\d+): string should have at most (?P<max>\d+) .*",
            _l("« %(key)s », élément %(at)s : %(max)s signes au plus."),
        ),
        (r"(?P<key>\w+)(?:\.\d+)?: string should have at least.*", _l("« %(key)s » est vide.")),
        (
            r"(?P<key>reason_codes)\.(?P<at>\d+): string should match.*",
            _l("« %(key)s », élément %(at)s : un code a quatre signes, comme AM04 ou MD01."),
        ),
        (
            r"(?P<key>\w+)\.(?P<at>\d+): string should match.*",
            _l("« %(key)s », élément %(at)s : minuscules, chiffres et tirets."),
        ),
        (
            r"(?P<key>slug|collection|category|variant_of|replaced_by): string should match.*",
            _l("« %(key)s » : minuscules, chiffres et tirets."),
        ),
        (r"(?P<key>\w+): input should be a valid date.*", _l("« %(key)s » : un jour comme 2026-11-16.")),
        (r"(?P<key>\w+): input should be (?P<name>'.*)", _l("« %(key)s » : %(name)s.")),
        (r"(?P<key>\w+)\.(?P<at>\d+): .*", _l("« %(key)s », élément %(at)s : valeur incorrecte.")),
        (r"(?P<key>\w[\w.]*): .*", _l("« %(key)s » : valeur incorrecte.")),
    )
)
"""What the checks say, which is English for the command line, in the words of the page."""


def fault_in_words(sentence: str, keys: Mapping[str, str] = KEY_WORDS) -> str:
    """Return a fault in the reader’s language; one that has no words yet as the command line says it.

    `keys` are what the page calls the keys of a front matter: those that it does not name are as in the text.
    """
    for pattern, words in FAULTS:
        found = pattern.fullmatch(sentence)
        if found:
            return str(words) % _named(found.groupdict(), keys)
    return sentence


def _named(groups: Mapping[str, str], keys: Mapping[str, str]) -> Mapping[str, object]:
    told: dict[str, object] = dict(groups)
    if "key" in groups:
        told["key"] = keys.get(groups["key"], groups["key"])
    if "at" in groups:
        told["at"] = int(groups["at"]) + 1
    return told
