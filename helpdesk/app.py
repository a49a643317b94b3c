"""The application: the only module that knows every other."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, Response, abort, request
from flask_migrate import Migrate
from markupsafe import Markup
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from helpdesk.access import may_call
from helpdesk.accounts import views as accounts
from helpdesk.accounts.sessions import init_sessions
from helpdesk.accounts.viewer import current_viewer
from helpdesk.activation import panels as activation_panels
from helpdesk.activation import views as activation
from helpdesk.config import Mode, Settings, load_settings
from helpdesk.db import db
from helpdesk.desks import views as desks
from helpdesk.desks.mailing import views as mailing
from helpdesk.engines.choice import check_engines
from helpdesk.escalation import mail_kinds as escalation_mails
from helpdesk.escalation import panels as escalation_panels
from helpdesk.escalation import views as escalation
from helpdesk.faq import views as faq
from helpdesk.faq.learning.counting import record_tallies
from helpdesk.faq.situations import init_places
from helpdesk.guard import init_guard
from helpdesk.intake import dev as dev_write
from helpdesk.intake import panels as intake_panels
from helpdesk.intake import views as intake
from helpdesk.organisations import views as organisations
from helpdesk.outbox import dev as dev_mail
from helpdesk.outbox import panels as outbox_panels
from helpdesk.outbox import views as outbox
from helpdesk.outbox.preferences.queries import init_notices
from helpdesk.places import PACKAGE, find_folder
from helpdesk.sepa import views as codes
from helpdesk.tickets import mail_kinds as tickets_mails
from helpdesk.tickets import views as tickets
from helpdesk.tickets.work import nav
from helpdesk.tickets.work.merging import views as merging
from helpdesk.web.again import init_again
from helpdesk.web.assets import init_assets
from helpdesk.web.context import init_context
from helpdesk.web.csrf import csrf
from helpdesk.web.errors import init_errors
from helpdesk.web.filters import init_filters
from helpdesk.web.frontdoor import init_public_pages
from helpdesk.web.headers import init_headers
from helpdesk.web.i18n import init_i18n
from helpdesk.web.links import init_links
from helpdesk.web.panels import Panel, init_panels, panels_for
from helpdesk.web.tallies import init_tallies
from helpdesk.web.templating import init_templates
from helpdesk.web.uploads import init_uploads
from helpdesk.worker import models as worker_models
from helpdesk.worker import views as health

BLUEPRINTS = (
    *accounts.BLUEPRINTS,
    *organisations.BLUEPRINTS,
    *codes.BLUEPRINTS,
    *faq.BLUEPRINTS,
    *activation.BLUEPRINTS,
    *desks.BLUEPRINTS,
    *tickets.BLUEPRINTS,
    *escalation.BLUEPRINTS,
    *intake.BLUEPRINTS,
    *outbox.BLUEPRINTS,
    *health.BLUEPRINTS,
)
"""Every part of the site, lower features first."""

TABLES_WITHOUT_PAGES = (worker_models,)

NOTICES = (*tickets_mails.NOTICES, *escalation_mails.NOTICES)
"""The mails that those who work here choose about, feature by feature."""

LARGEST_ROW_NUMBER = 2**31 - 1

EVERY_DESK_PAGE = "desk"

PANELS: Mapping[str, tuple[Panel, ...]] = {
    "accounts.account": (mailing.on_account,),
    "faq.show": (activation_panels.on_article,),
    "organisations.show": (activation_panels.on_organisation,),
    EVERY_DESK_PAGE: (escalation_panels.unreached, outbox_panels.stopped, intake_panels.alarms),
    "outbox.index": (intake_panels.mailboxes,),
    "desk.show": (merging.for_agent, intake_panels.for_agent, escalation_panels.for_agent),
    "tickets.mine": (escalation_panels.for_member,),
}
"""What a higher feature shows on a page of a lower one, page by page."""

SMALL_BODY = 256 * 1024
"""Largest request body, in bytes; upload views raise it for themselves."""


class RowNumber(IntegerConverter):
    """A number in an address: one that no database column holds is an address that does not exist."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": LARGEST_ROW_NUMBER, **kwargs})


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from `settings`, by default those of the environment."""
    chosen = settings or load_settings()
    check_engines(chosen)
    app = Flask(
        "helpdesk",
        root_path=str(PACKAGE),
        static_folder=str(PACKAGE / "web" / "static"),
        template_folder=None,
    )
    app.extensions["settings"] = chosen
    _configure(app, chosen)
    _init_extensions(app, chosen)
    app.url_map.converters["int"] = RowNumber
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if chosen.mode is Mode.DEMO:
        app.register_blueprint(dev_mail.bp)
        app.register_blueprint(dev_write.bp)
    return app


def _configure(app: Flask, chosen: Settings) -> None:
    logging.basicConfig(level=chosen.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app.config.update(
        SECRET_KEY=chosen.secret_key.get_secret_value() or "only for demo and tests",
        SECRET_KEY_FALLBACKS=[key.get_secret_value() for key in chosen.secret_key_fallbacks],
        SQLALCHEMY_DATABASE_URI=chosen.engine_url("database"),
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(chosen),
        MAX_CONTENT_LENGTH=SMALL_BODY,
        SESSION_COOKIE_NAME="__Host-helpdesk" if chosen.secure else "helpdesk",
        SESSION_COOKIE_SECURE=chosen.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=chosen.session_absolute_hours),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
        TRUSTED_HOSTS=_hosts(chosen),
        TESTING=chosen.mode is Mode.TEST,
    )


def _engine_options(chosen: Settings) -> dict[str, Any]:
    """Keep people's words out of errors and logs; notice a server that was restarted before it is asked."""
    return {"hide_parameters": True, "pool_pre_ping": not chosen.engine_url("database").startswith("sqlite")}


def _hosts(chosen: Settings) -> list[str] | None:
    if not chosen.base_url:
        return None
    host = chosen.base_url.split("://", 1)[1].split("/", 1)[0].rsplit(":", 1)[0]
    return ["127.0.0.1", "localhost"] if chosen.mode is Mode.DEMO else [host]


def _init_extensions(app: Flask, chosen: Settings) -> None:
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    db.init_app(app)
    Migrate(app, db, directory=str(find_folder("migrations")), render_as_batch=True)
    init_templates(app)
    init_links(app)
    init_filters(app)
    # The language is known at the door: i18n comes around it.
    init_tallies(app, record_tallies)
    init_public_pages(app)
    init_i18n(app)
    init_context(app)
    init_headers(app)
    init_assets(app)
    init_errors(app)
    init_sessions(app)
    init_panels(app, PANELS)
    init_places(app, activation_panels.current_places)
    init_notices(app, NOTICES)
    init_uploads(app)
    _refuse_absurd(app)
    init_guard(app)
    csrf.init_app(app)
    init_again(app, current_viewer)
    app.context_processor(lambda: {"viewer": current_viewer()})
    # The menu asks the access table, which stands above the features: they meet here alone.
    app.jinja_env.globals["desk_views"] = lambda: nav.sections(current_viewer(), may_call)
    app.jinja_env.globals["desk_alarms"] = _desk_alarms


def _desk_alarms() -> list[Markup]:
    """Return what those who run the service must see on every page of the desk."""
    viewer = current_viewer()
    return panels_for(EVERY_DESK_PAGE, viewer) if may_call("outbox.index", viewer) else []


def _refuse_absurd(app: Flask) -> None:
    """Stop values that no database takes before any view meets them."""

    @app.before_request
    def refuse() -> Response | None:
        if "\x00" in request.path:
            abort(400)
        if b"%00" in request.query_string or b"\x00" in request.query_string:
            given = request.args.items(multi=True)
            # What nobody can type is left out of what was asked, as control characters of a form are.
            clean = [(name.replace("\x00", ""), value.replace("\x00", "")) for name, value in given]
            request.args = ImmutableMultiDict(clean)
        return None
