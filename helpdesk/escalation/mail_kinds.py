"""The mails about escalations that those who work here choose about, and those that nobody may turn off."""

from helpdesk.outbox.preferences.rules import Notice
from helpdesk.web.i18n import lazy_gettext as _l

NOTICES = (
    Notice("escalation/requested", _l("Un adhérent demande la saisine de l’administration")),
    Notice("escalation/proposed", _l("Une saisine est proposée")),
    Notice("escalation/answered", _l("L’administration a répondu")),
    Notice(
        "escalation/sent_at_once",
        _l("Un dossier a été transmis sans attendre à l’administration"),
        required=_l("Un délai légal court : les faits sont à vérifier tout de suite."),
    ),
    Notice(
        "escalation/unconfirmed",
        _l("Une saisine proposée n’a été confirmée par personne"),
        required=_l("Sans confirmation, le cas grave n’est transmis à personne."),
    ),
    Notice(
        "escalation/undelivered",
        _l("Le courriel d’une saisine n’est pas arrivé"),
        required=_l("L’administration ne sait rien du cas tant que personne ne la joint."),
    ),
)
