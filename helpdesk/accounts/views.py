"""The addresses of accounts: one table, so that every way in is seen at a glance."""

from flask import Blueprint

from helpdesk.accounts.own_account import views as own_account
from helpdesk.accounts.passwords import views as passwords
from helpdesk.accounts.second_factor import views as second_factor
from helpdesk.accounts.signing_in import views as signing_in
from helpdesk.accounts.staff import views as staff

bp = Blueprint("accounts", __name__)

BLUEPRINTS = (bp,)

FORM, ACT = ["GET", "POST"], ["POST"]

bp.add_url_rule("/connexion", view_func=signing_in.sign_in, methods=FORM)
bp.add_url_rule("/connexion/lien", view_func=signing_in.send_link, methods=FORM)
bp.add_url_rule("/connexion/lien/<token>", view_func=signing_in.use_link, methods=FORM)
bp.add_url_rule("/connexion/code", view_func=second_factor.second_factor, methods=FORM)
bp.add_url_rule("/connexion/code-de-secours", view_func=second_factor.recovery_code, methods=FORM)
bp.add_url_rule("/connexion/activation", view_func=second_factor.enrol, methods=FORM)
bp.add_url_rule("/deconnexion", view_func=signing_in.sign_out, methods=ACT)

bp.add_url_rule("/mot-de-passe/oublie", view_func=passwords.forgot_password, methods=FORM)
bp.add_url_rule("/mot-de-passe/nouveau/<token>", view_func=passwords.reset_password, methods=FORM)
bp.add_url_rule("/invitation/<token>", view_func=passwords.accept_invitation, methods=FORM)

bp.add_url_rule("/mon-compte", view_func=own_account.account, methods=FORM)
bp.add_url_rule("/mon-compte/mot-de-passe", view_func=passwords.change_password, methods=FORM)
bp.add_url_rule("/mon-compte/second-facteur", view_func=own_account.factor, methods=FORM)
bp.add_url_rule("/mon-compte/session", view_func=own_account.end_session, methods=ACT)
bp.add_url_rule("/mon-compte/autres-sessions", view_func=own_account.end_other_sessions, methods=ACT)

bp.add_url_rule("/bureau/personnes", view_func=staff.people)
bp.add_url_rule("/bureau/personnes/invitation", view_func=staff.invite, methods=FORM)
bp.add_url_rule("/bureau/personnes/<int:person_id>", view_func=staff.person, methods=FORM)
bp.add_url_rule("/bureau/personnes/<int:person_id>/desactiver", view_func=staff.disable_person, methods=ACT)
bp.add_url_rule("/bureau/personnes/<int:person_id>/reactiver", view_func=staff.enable_person, methods=ACT)
bp.add_url_rule("/bureau/personnes/<int:person_id>/invitation", view_func=staff.invite_again, methods=ACT)
bp.add_url_rule(
    "/bureau/personnes/<int:person_id>/sessions", view_func=staff.end_person_sessions, methods=ACT
)
bp.add_url_rule(
    "/bureau/personnes/<int:person_id>/second-facteur", view_func=staff.reset_second_factor, methods=ACT
)
