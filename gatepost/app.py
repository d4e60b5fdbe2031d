"""Assembles the application: rooms, pages, and the functions that authenticate callers. Nothing else."""

from flask import Flask

from gatepost.account import rooms as account
from gatepost.accounts.routes import room as accounts
from gatepost.admin.routes import room as admin
from gatepost.api.answers import refuse_without_flask
from gatepost.api.dispatch import open_rooms
from gatepost.api.error_handlers import answer_errors
from gatepost.api.health import health_room
from gatepost.api.openapi import openapi
from gatepost.audit.refused_access import record_refused_endpoint
from gatepost.console import rooms as console
from gatepost.contact_changes.routes import room as addresses
from gatepost.database import db
from gatepost.database.engines import READER, reader_options, set_up_engine, writer_options
from gatepost.database.failover import leave_read_only_servers
from gatepost.database.patience import give_up_in_time
from gatepost.database.traced import trace_statements
from gatepost.environment import load_settings
from gatepost.errors import InternalError
from gatepost.events.routes import room as events
from gatepost.exports.routes import room as exports
from gatepost.factors.routes import room as factors
from gatepost.fields.describe import describe_fields
from gatepost.http.admission import Admission
from gatepost.http.gate import Gate
from gatepost.http.limits import Limiter
from gatepost.http.middleware import WSGI, Middleware
from gatepost.http.service import Service
from gatepost.http.traced import TracedRequests
from gatepost.impersonation.routes import room as impersonation
from gatepost.inbox.routes import room as inbox
from gatepost.invitations.routes import room as invitations
from gatepost.ip_addresses import trusted_networks
from gatepost.keys.routes import room as keys
from gatepost.login.old_system import made_by
from gatepost.login.routes import room as login
from gatepost.lost_factors.routes import room as lost_factors
from gatepost.messaging.send_message import MESSAGES
from gatepost.migrations import is_ready
from gatepost.oauth.authenticate_client import authenticate_client
from gatepost.oauth.routes import room as oauth
from gatepost.one_time_codes.fulfil_request import REQUESTED_CODE
from gatepost.pages.design import room as design
from gatepost.pages.link import room as link
from gatepost.pages.metrics import room as metrics
from gatepost.pages.serve_page import open_pages, shown_pages
from gatepost.pages.site import site_room
from gatepost.passkeys.routes import room as passkeys
from gatepost.passwords.routes import room as passwords
from gatepost.personal_tokens.authenticate import authenticate
from gatepost.personal_tokens.routes import room as personal_tokens
from gatepost.providers.routes import pages as provider_pages
from gatepost.providers.routes import room as providers
from gatepost.registration.routes import room as registration
from gatepost.removals.routes import room as removals
from gatepost.roles.routes import room as roles
from gatepost.sessions.authenticate import require_recent_login
from gatepost.sessions.by_cookie import authenticate_at_host, authenticate_by_cookie
from gatepost.sessions.renew import require_recent_factor
from gatepost.sessions.routes import room as sessions
from gatepost.settings import Settings
from gatepost.throttling.counters import counter_for
from gatepost.throttling.known_device import find_known_device
from gatepost.undos.routes import room as undos
from gatepost.users.permissions import has_permission
from gatepost.webhooks.routes import room as webhooks

ROOMS = (
    registration,
    invitations,
    login,
    sessions,
    personal_tokens,
    factors,
    lost_factors,
    undos,
    providers,
    accounts,
    roles,
    admin,
    removals,
    impersonation,
    exports,
    addresses,
    passwords,
    passkeys,
    events,
    oauth,
    keys,
    webhooks,
    health_room(is_ready),
)

PAGES = (
    site_room(lambda server: describe_fields(openapi(ROOMS, server=server))),
    design,
    link,
    provider_pages,
    inbox,
    metrics,
    *account,
    *console,
)

OUTBOX = (REQUESTED_CODE, *MESSAGES)  # the kinds of its entries, each with its handler; see outbox/kinds.py


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application for these settings (by default those of the environment). Raises BadSettings."""
    settings = load_settings() if settings is None else settings
    trusted_networks(settings.trusted_proxies)  # raises BadSettings now rather than at a request
    app = Service(settings)
    app.config["SQLALCHEMY_BINDS"] = {None: writer_options(settings), READER: reader_options(settings)}
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        for name, engine in db.engines.items():
            set_up_engine(engine, settings, writer=name != READER)
            give_up_in_time(engine, timeout=settings.database_timeout.total_seconds())
            if settings.traces:
                trace_statements(engine)
        leave_read_only_servers(db.engines.values())
    if settings.legacy_login_url is not None:
        from gatepost.imports.legacy_login import make_account  # noqa: PLC0415  few installations follow another

        made_by(make_account)
    gate = Gate(
        authenticate,
        require_recent_login,
        require_recent_factor,
        authenticate_client,
        record_refused_endpoint,
        has_permission,
        authenticate_by_cookie,
        authenticate_at_host,
    )
    admission = Admission(gate, _limiter(settings) if settings.limits else None)
    bulkhead = open_rooms(app, ROOMS, admission, settings, shown_pages(PAGES, settings))
    open_pages(app, PAGES, admission, settings, bulkhead)
    answer_errors(app)
    last_resort = refuse_without_flask(InternalError())

    def layered(application: WSGI) -> WSGI:
        """*application* within what every request passes."""
        within = Middleware(application, settings, last_resort=last_resort)
        return TracedRequests(within, trusted=settings.trusted_proxies) if settings.traces else within

    app.extensions["gatepost.layered"] = layered
    app.wsgi_app = layered(app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's documented way
    return app


def _limiter(settings: Settings) -> Limiter:
    return Limiter(counter_for(settings), known_device=find_known_device, secret=settings.secret_key)
