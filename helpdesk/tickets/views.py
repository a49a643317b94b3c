"""The addresses of dossiers, on the member's side; each view lies with its subject."""

from flask import Blueprint

from helpdesk.tickets.complaint import views as complaint
from helpdesk.tickets.files import views as files
from helpdesk.tickets.follow import views as follow
from helpdesk.tickets.routing.views import bp as routing_bp
from helpdesk.tickets.work.closing_desk.views import bp as closing_desk_bp
from helpdesk.tickets.work.views import bp as work_bp

bp = Blueprint("tickets", __name__)
bp.add_url_rule("/dossiers/nouveau", view_func=complaint.new, methods=["GET", "POST"])
bp.add_url_rule("/dossiers/recu", view_func=complaint.received)
bp.add_url_rule("/dossiers/organisations.json", view_func=complaint.organisations_json)
bp.add_url_rule("/dossiers/fichiers/<int(max=2147483647):file_id>", view_func=files.file)
bp.add_url_rule("/suivi", view_func=follow.find, methods=["GET", "POST"])
bp.add_url_rule("/suivi/<token>", view_func=follow.follow)
bp.add_url_rule("/suivi/dossier/<reference>", view_func=follow.mine)
bp.add_url_rule("/suivi/dossier/<reference>/message", view_func=follow.reply, methods=["POST"])
bp.add_url_rule("/suivi/dossier/<reference>/resolu", view_func=follow.solved, methods=["POST"])
bp.add_url_rule("/suivi/dossier/<reference>/rouvrir", view_func=follow.reopen, methods=["POST"])
bp.add_url_rule("/mes-dossiers", view_func=follow.index)

BLUEPRINTS = (bp, work_bp, routing_bp, closing_desk_bp)
