"""Every page of this feature: the agents', the member's request and the administrators'."""

from helpdesk.escalation.asking.views import bp as asking_bp
from helpdesk.escalation.confederal.views import bp as confederal_bp
from helpdesk.escalation.work.views import bp as work_bp

BLUEPRINTS = (work_bp, asking_bp, confederal_bp)
