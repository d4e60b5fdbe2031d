"""Puts the service together: opens the rooms, and tells web/ how a caller is known. Nothing else."""

from flask import Flask

from gatepost.accounts.routes import room as accounts
from gatepost.api.dispatch import open_rooms
from gatepost.api.error_handlers import answer_errors
from gatepost.api.health import health_room
from gatepost.api.openapi import openapi
from gatepost.contact_changes.routes import room as addresses
from gatepost.database import db
from gatepost.database.engines import READER, prepare, reader_options, writer_options
from gatepost.environment import load_settings
from gatepost.events.routes import room as events
from gatepost.http.access import Gate
from gatepost.http.client import trusted_networks
from gatepost.http.middleware import Middleware
from gatepost.http.service import Service
from gatepost.inbox.routes import add_inbox
from gatepost.keys.routes import room as keys
from gatepost.login.routes import room as login
from gatepost.migrations import is_current
from gatepost.oauth.authenticate import authenticate_client
from gatepost.oauth.routes import room as oauth
from gatepost.pages.link_page import add_link_page
from gatepost.pages.site import add_site
from gatepost.passwords.routes import room as passwords
from gatepost.registration.routes import room as registration
from gatepost.sessions.authenticate import authenticate
from gatepost.sessions.recent import require_recent_login
from gatepost.sessions.routes import room as sessions
from gatepost.settings import Settings
from gatepost.throttling.allowance import count_together
from gatepost.throttling.known_device import find_known_device

ROOMS = (
    registration,
    login,
    sessions,
    accounts,
    addresses,
    passwords,
    events,
    oauth,
    keys,
    health_room(is_current),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application for these settings (the environment's, if none are given). Raises BadSettings."""
    settings = load_settings() if settings is None else settings
    trusted_networks(settings.trusted_proxies)  # says what is wrong with them now, not at a request
    app = Service(settings)
    app.config["SQLALCHEMY_BINDS"] = {None: writer_options(settings), READER: reader_options(settings)}
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.init_app(app)
    with app.app_context():
        for name, engine in db.engines.items():
            prepare(engine, settings, writer=name != READER)
    gate = Gate(authenticate, require_recent_login, authenticate_client)
    open_rooms(app, ROOMS, gate, settings, count_together=count_together, known_device=find_known_device)
    add_site(app, settings, lambda: openapi(ROOMS, server=settings.public_url or "/"))
    add_link_page(app, settings)
    add_inbox(app, settings)
    answer_errors(app)
    app.wsgi_app = Middleware(app.wsgi_app, settings)  # type: ignore[method-assign]  # Flask's documented way
    return app
