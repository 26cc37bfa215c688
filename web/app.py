"""Puts the service's pages together; nothing happens before `create_app` is called."""

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from application.settings import Settings
from projections.bootstrap import Service, open_service
from web import (
    asof,
    assessment,
    audit,
    board,
    bulk,
    bulletins,
    bundles,
    charts,
    compression,
    desk,
    errors,
    events,
    files,
    flow,
    frame,
    heads,
    health,
    i18n,
    ledgers,
    messaging,
    overview,
    plans,
    privacy,
    proofs,
    public,
    rates,
    readings,
    receipt,
    rounds,
    rulebook,
    scoring,
    search,
    security,
    sheets,
    unit,
    verifying,
    visits,
    workload,
)
from web.admin import pages as admin_pages
from web.auth import gate, pages
from web.auth.sessions import PageSessions
from web.files import limits
from web.help import blueprint as help_pages
from web.secret import secret_key
from web.unit import tokens

# A form is text and a few papers; what is longer is refused before it is read.
LARGEST_FORM = 2 * 1024 * 1024
BLUEPRINTS = (
    admin_pages.blueprint,
    asof.blueprint,
    assessment.blueprint,
    audit.blueprint,
    pages.blueprint,
    board.blueprint,
    bulk.blueprint,
    bulletins.blueprint,
    bundles.blueprint,
    charts.blueprint,
    desk.blueprint,
    events.blueprint,
    files.blueprint,
    flow.blueprint,
    heads.blueprint,
    health.blueprint,
    help_pages,
    i18n.blueprint,
    ledgers.blueprint,
    plans.blueprint,
    messaging.inbox,
    messaging.blueprint,
    overview.blueprint,
    proofs.blueprint,
    privacy.blueprint,
    public.blueprint,
    rates.blueprint,
    readings.blueprint,
    receipt.blueprint,
    rounds.blueprint,
    rulebook.blueprint,
    scoring.blueprint,
    search.blueprint,
    sheets.blueprint,
    unit.blueprint,
    verifying.blueprint,
    visits.blueprint,
    workload.blueprint,
)


def create_app(settings: Settings, service: Service | None = None) -> Flask:
    """The web application of one process. Opens the service unless it is given."""
    app = Flask(__name__)
    stand_before(app, service or open_service(settings), settings)
    gate.init_app(app)
    limits.init_app(app)
    CSRFProtect(app).exempt(proofs.outside.cosignature)  # sent by no browser, and by no log-in
    Bootstrap5(app)
    if settings.proxies:  # only so many entries of X-Forwarded-For were written by our own
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies)  # type: ignore[method-assign]
    for part in (i18n, frame, errors, security, compression):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def stand_before(app: Flask, service: Service, settings: Settings) -> None:
    """Let the pages be those of this service."""
    app.config.update(_configuration(settings))
    app.extensions["linkage"] = service
    service.messages.dispatch_links = tokens.paths(settings)
    app.session_interface = PageSessions(secure=settings.https, key=app.config["SECRET_KEY"])


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": secret_key(settings),
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "PREFERRED_URL_SCHEME": "https" if settings.https else "http",
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,  # a changed file has another address, see `frame`
        "BOOTSTRAP_SERVE_LOCAL": True,
        # A form may wait as long as the session of whoever has it open.
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_DEFAULT_TIMEZONE": settings.timezone,
        "BABEL_TRANSLATION_DIRECTORIES": ";".join(i18n.catalogues()),
    }
