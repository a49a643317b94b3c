"""The words of dossiers: what members and agents read for each code, marked for translation.

Those of severity and of events lie in `severity/labels.py` and `event_labels.py`.
"""

from collections.abc import Mapping

from helpdesk.core.topics import TOPICS, Field
from helpdesk.faq.labels import SUBTOPIC_WORDS, TOPIC_WORDS
from helpdesk.tickets.rules import Channel, EntryKind, Priority, Status
from helpdesk.web.i18n import lazy_gettext as _l

CATEGORIES: Mapping[str, str] = TOPIC_WORDS

SUBCATEGORIES: Mapping[str, str] = SUBTOPIC_WORDS

FIELDS: Mapping[Field, str] = {
    Field.AMOUNT: _l("Montant concerné, en euros"),
    Field.DEBIT_ON: _l("Date du prélèvement"),
    Field.DUE_ON: _l("Date d’échéance"),
    Field.DEADLINE_ON: _l("À régler avant le"),
    Field.MEMBERS_TOUCHED: _l("Nombre d’adhérents touchés"),
    Field.RUM: _l("Référence du mandat (RUM)"),
    Field.REASON_CODE: _l("Code de rejet"),
    Field.VENDOR_REFERENCE: _l("Référence donnée par l’assistance du prestataire"),
    Field.VENDOR_CONTACTED_ON: _l("Assistance du prestataire contactée le"),
    Field.REFUNDED: _l("Somme déjà remboursée"),
}

STATUSES: Mapping[Status, str] = {
    Status.NEW: _l("Nouveau"),
    Status.OPEN: _l("En cours"),
    Status.WAITING: _l("En attente de l’adhérent"),
    Status.ESCALATED: _l("Administration saisie"),
    Status.RESOLVED: _l("Résolu"),
    Status.CLOSED: _l("Clos"),
}
"""As agents read them."""

MEMBER_STATUSES: Mapping[Status, str] = {
    Status.NEW: _l("Reçu, en attente d’un conseiller"),
    Status.OPEN: _l("Un conseiller s’en occupe"),
    Status.WAITING: _l("Nous attendons votre réponse"),
    Status.ESCALATED: _l("Transmis à l’administration confédérale"),
    Status.RESOLVED: _l("Résolu"),
    Status.CLOSED: _l("Clos"),
}

PRIORITIES: Mapping[Priority, str] = {
    Priority.HIGH: _l("Haute"),
    Priority.NORMAL: _l("Normale"),
    Priority.LOW: _l("Basse"),
}

CHANNELS: Mapping[Channel, str] = {
    Channel.WEB: _l("Site"),
    Channel.PHONE: _l("Téléphone"),
    Channel.MAIL: _l("Courriel"),
}

ENTRIES: Mapping[EntryKind, str] = {
    EntryKind.COMPLAINT: _l("Demande"),
    EntryKind.MESSAGE: _l("Message"),
    EntryKind.REPLY: _l("Réponse"),
    EntryKind.NOTE: _l("Note interne"),
    EntryKind.CALL: _l("Appel"),
    EntryKind.EVENT: _l("Événement"),
}

ROUTING_CONDITIONS: Mapping[str, str] = {
    "category": _l("catégorie"),
    "subcategory": _l("sous-catégorie"),
    "organisation": _l("organisation"),
    "ancestor": _l("organisation de rattachement"),
    "department": _l("département"),
    "region": _l("région"),
    "family": _l("famille"),
    "language": _l("langue"),
    "confidential": _l("demande de discrétion"),
}


def category_label(category: str) -> str:
    """Return the words of a category; the code itself when no topic has it any more."""
    return str(CATEGORIES.get(category, category))


def subcategory_label(category: str, subcategory: str) -> str:
    """Return the words of a sub-category, empty without one."""
    return str(SUBCATEGORIES.get(f"{category}/{subcategory}", subcategory))


def topic_label(category: str, subcategory: str = "") -> str:
    """Return both words: « Prélèvement de la cotisation · Prélevé deux fois »."""
    return " · ".join(filter(None, [category_label(category), subcategory_label(category, subcategory)]))


def subcategory_choices(category: str) -> tuple[tuple[str, str], ...]:
    """Return the sub-categories of a category with their words."""
    return tuple((each.slug, subcategory_label(category, each.slug)) for each in TOPICS[category].subtopics)


def status_label(status: Status, *, for_member: bool = False) -> str:
    """Return the words of a status."""
    return str((MEMBER_STATUSES if for_member else STATUSES)[status])
