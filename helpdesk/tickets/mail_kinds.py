"""The mails about dossiers that those who work here choose about: at once, in the digest or never."""

from helpdesk.outbox.preferences.rules import Notice, Timing
from helpdesk.web.i18n import lazy_gettext as _l

NOTICES = (
    Notice("tickets/assigned", _l("Un dossier m’est confié, à moi ou à mon pôle")),
    Notice("tickets/member_wrote", _l("L’adhérent a écrit")),
    Notice("tickets/member_reopened", _l("L’adhérent a rouvert son dossier")),
    Notice("tickets/new_dossier", _l("Un dossier arrive à mon pôle"), Timing.AT_ONCE),
    Notice("tickets/member_solved", _l("L’adhérent indique que son dossier est résolu"), Timing.DIGEST),
)
