"""Services with various settings on one database."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from gatepost.app import create_app
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.keys.ring import current_ring
from gatepost.oauth.registry import forget_clients
from gatepost.webhooks.registry import forget_webhooks
from tests.support.by_lane import BY_LANE, ByLane
from tests.support.first_rows import FirstRows
from tests.support.two_factors import REQUIRED, TwoFactorClient

CHEAP_HASHES = {"argon2_memory": 8, "argon2_passes": 1}  # the tests make thousands of them
SECRET = "a secret of the tests, of more than 32 bytes"
PROVIDER: dict[str, Any] = {"name": "example", "issuer": "https://id.example.org", "client_id": "gatepost"}
RETURN_URLS = ("https://app.example/signed-in",)
SERVICE_ID, SERVICE_SECRET = "5e4f1ce0-0000-4000-8000-000000000000", "a secret of the service that is always registered"
KEPT = 8  # services with other settings; more are made again


class Apps:
    """Makes each service once; the same settings give the same one, unless many others were made since."""

    def __init__(self, database: str, instance: Path, *, durable: bool = False) -> None:
        self._durable = durable
        self._fixed = {"sqlalchemy_database_uri": database, "instance": instance, "secret_key": SECRET}
        self._fixed |= {"providers": (PROVIDER,), "return_urls": RETURN_URLS}
        self._made: dict[str, Flask] = {}
        self._first_rows = FirstRows(SERVICE_ID, SERVICE_SECRET)

    def make(self, **chosen: Any) -> Flask:
        key = repr(sorted(chosen.items()))
        if key in self._made and not chosen.get("limits"):  # limits count from zero in each test
            self._made[key] = self._made.pop(key)  # the last one used is the last one
            return self._made[key]
        asked = {"second_factor": "required"} if REQUIRED else {}
        settings = load_settings({}, **(self._fixed | CHEAP_HASHES | asked | chosen))
        app = create_app(settings)
        if BY_LANE:
            app.wsgi_app = ByLane(app)  # type: ignore[method-assign]  # Flask's documented way
        if REQUIRED:
            app.test_client_class = TwoFactorClient
        if not self._durable:
            _do_not_wait_for_the_disk(app)
        self._keep(key, app)
        return app

    def _keep(self, key: str, app: Flask) -> None:
        """Keep *app*; let the one go that was not used for the longest time, but for the one without settings."""
        if replaced := self._made.pop(key, None):
            _disconnect(replaced)
        self._made[key] = app
        if len(self._made) > KEPT:
            _disconnect(self._made.pop(next(other for other in self._made if other != "[]")))

    def empty_tables(self) -> None:
        with self.make().app_context():
            db.session.remove()
            self._first_rows.restore()
        for app in self._made.values():
            with app.app_context():
                current_ring().forget()
                forget_clients()
                forget_webhooks()

    def close(self) -> None:
        for app in self._made.values():
            _disconnect(app)
        self._made.clear()


def _disconnect(app: Flask) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def _do_not_wait_for_the_disk(app: Flask) -> None:
    """What SQLite commits may be lost if the machine fails: that is half of what a test takes."""
    with app.app_context():
        for engine in db.engines.values():
            if engine.dialect.name == "sqlite":

                @event.listens_for(engine, "connect")
                def hurry(connection: Any, _record: Any) -> None:
                    connection.execute("PRAGMA synchronous = OFF")
