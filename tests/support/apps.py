"""Services with various settings on one database."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, exists, insert, select

from gatepost.app import create_app
from gatepost.audit.chain import first_ends
from gatepost.audit.models import AuditChain
from gatepost.crypto import digest
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.keys.ring import current_ring
from gatepost.keys.rotate import rotate_if_due
from gatepost.migrations.tables import TABLES
from gatepost.oauth.models import OAuthClient
from gatepost.oauth.registry import forget_clients
from tests.support.by_lane import BY_LANE, ByLane
from tests.support.two_factors import REQUIRED, TwoFactorClient

CHEAP_HASHES = {"argon2_memory": 8, "argon2_passes": 1}  # the tests make thousands of them
SECRET = "a secret of the tests, of more than 32 bytes"
PROVIDER: dict[str, Any] = {"name": "example", "issuer": "https://id.example.org", "client_id": "gatepost"}
RETURN_URLS = ("https://app.example/signed-in",)
SERVICE_ID, SERVICE_SECRET = "5e4f1ce0-0000-4000-8000-000000000000", "a secret of the service that is always registered"

_FILLED = select(*(exists(select(1).select_from(table)).label(table.__tablename__) for table in TABLES))


class Apps:
    """Makes each service once; the same settings give the same one."""

    def __init__(self, database: str, instance: Path, *, durable: bool = False) -> None:
        self._durable = durable
        self._fixed = {"sqlalchemy_database_uri": database, "instance": instance, "secret_key": SECRET}
        self._fixed |= {"providers": (PROVIDER,), "return_urls": RETURN_URLS}
        self._made: dict[str, Flask] = {}

    def make(self, **chosen: Any) -> Flask:
        key = repr(sorted(chosen.items()))
        if key not in self._made or chosen.get("limits"):  # limits count from zero in each test
            asked = {"second_factor": "required"} if REQUIRED else {}
            settings = load_settings({}, **(self._fixed | CHEAP_HASHES | asked | chosen))
            app = self._made[key] = create_app(settings)
            if BY_LANE:
                app.wsgi_app = ByLane(app)  # type: ignore[method-assign]  # Flask's documented way
            if REQUIRED:
                app.test_client_class = TwoFactorClient
            if not self._durable:
                _do_not_wait_for_the_disk(self._made[key])
        return self._made[key]

    def empty_tables(self) -> None:
        with self.make().app_context():
            filled = db.session.execute(_FILLED).one()
            for table in reversed(TABLES):
                if getattr(filled, table.__tablename__):
                    db.session.execute(table.__table__.delete())
            db.session.execute(insert(AuditChain), first_ends())
            db.session.add(OAuthClient(client_id=SERVICE_ID, name="tests", secret_digest=digest(SERVICE_SECRET)))
            db.session.commit()
            db.session.remove()
        for app in self._made.values():
            with app.app_context():
                current_ring().forget()
                forget_clients()
        with self.make().app_context():
            rotate_if_due()

    def close(self) -> None:
        for app in self._made.values():
            with app.app_context():
                for engine in db.engines.values():
                    engine.dispose()
        self._made.clear()


def _do_not_wait_for_the_disk(app: Flask) -> None:
    """What SQLite commits may be lost if the machine fails: that is half of what a test takes."""
    with app.app_context():
        for engine in db.engines.values():
            if engine.dialect.name == "sqlite":

                @event.listens_for(engine, "connect")
                def hurry(connection: Any, _record: Any) -> None:
                    connection.execute("PRAGMA synchronous = OFF")
