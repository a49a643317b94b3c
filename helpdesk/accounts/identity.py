"""Asking again who somebody is, before what protects the account may be changed.

Source: OWASP ASVS 5.0.0, 7.5.1 (full re-authentication before changes to sensitive account attributes).
"""

from datetime import datetime

from helpdesk.accounts.events import record
from helpdesk.accounts.models import SignInSession
from helpdesk.accounts.passwords.hashing import matches
from helpdesk.accounts.queries import get_person
from helpdesk.accounts.rules import RECENT_SIGN_IN
from helpdesk.accounts.viewer import Viewer
from helpdesk.core.errors import Refused
from helpdesk.db import db
from helpdesk.web.i18n import gettext as _


def confirm_identity(viewer: Viewer, password: str, *, now: datetime) -> None:
    """Raise Refused unless `password` is the viewer's; who has none must have signed in just now."""
    person = get_person(viewer.id)
    if person.password_hash is not None:
        if not matches(person.password_hash, password):
            record("identity_not_confirmed", person_id=viewer.id)
            raise Refused(_("Votre mot de passe actuel ne convient pas."))
        return
    session = db.session.get(SignInSession, viewer.session_hash)
    if session is None or now - session.created_at > RECENT_SIGN_IN:
        raise Refused(
            _("Pour ce changement, déconnectez-vous, connectez-vous de nouveau et revenez ici aussitôt.")
        )
