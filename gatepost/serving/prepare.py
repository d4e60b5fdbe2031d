"""Preparation before serving: tables, keys, templates and settings are checked, or the start is refused."""

import threading
from collections.abc import Iterable

import structlog
from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from gatepost import clock, migrations
from gatepost.database import db, is_unavailable
from gatepost.database.cut_off import stop_cutting_off
from gatepost.database.wait import reason_of, wait_for_database
from gatepost.doctor.examine import examine, examine_without_database
from gatepost.doctor.finding import Finding
from gatepost.doctor.outside import examine_keys, examine_redis
from gatepost.doctor.senders import examine_senders
from gatepost.errors import Unavailable
from gatepost.fields.declared import check_declarations
from gatepost.keys.rotate import rotate_if_due
from gatepost.messaging.templates.check_templates import check_templates
from gatepost.pages.looks.check import check_looks
from gatepost.providers.protocols import load_protocols
from gatepost.settings import BadSettings, current_settings, settings
from gatepost.threads import start_thread

log = structlog.get_logger("gatepost")

_ALIVE = "health.healthz.get"  # this endpoint does not need the database
_PAUSE = 1.0  # seconds between two attempts


def prepare_to_serve(app: Flask, *, database_may_be_away: bool = False) -> None:
    """Migrate the tables if ``UPGRADE_AT_START`` is on; otherwise refuse outdated ones. Raises BadSettings.

    It waits for a database that is away. With *database_may_be_away* the process starts without it and answers 503
    until it is back. Problems that are found without the database refuse the start all the same; the others are found
    before anything is served.
    """
    with app.app_context():
        _refuse_grave(examine_senders(current_settings()))
        check_templates(current_settings())
        check_looks(current_settings())
        check_declarations(current_settings())
        if settings.providers:
            load_protocols()
        if settings.strict_start:
            _refuse_grave(examine_without_database(current_settings()))
        else:
            _warn(examine_redis(current_settings()))
        try:
            if database_may_be_away:
                _prepare_database()
            else:
                wait_for_database(_prepare_database)
        except SQLAlchemyError as error:
            if not (database_may_be_away and is_unavailable(error)):
                reason = reason_of(error)
                raise BadSettings(f"SQLALCHEMY_DATABASE_URI: the database cannot be used: {reason}") from None
            if settings.strict_start:
                app.before_request(_UntilPrepared(app).check)
        for engine in db.engines.values():
            engine.dispose()  # because forked processes must not share a connection
        stop_cutting_off()


def _prepare_database() -> None:
    """Migrate the tables, make keys, examine the database. Raises BadSettings, SQLAlchemyError."""
    _prepare_tables()
    _refuse_grave(examine_keys())
    rotate_if_due()
    if settings.strict_start:
        found = list(examine(current_settings()))
        _refuse_grave(found)
        _warn(found)


def _refuse_grave(found: Iterable[Finding]) -> None:
    if grave := [str(finding) for finding in found if finding.grave]:
        raise BadSettings("\n".join(grave))


def _warn(found: Iterable[Finding]) -> None:
    for finding in found:
        log.warning("start.weak", about=finding.about, problem=finding.problem, remedy=finding.remedy)


class _UntilPrepared:
    """Refuses every request until the database is prepared.

    A request starts the attempt in a thread of its own, and waits for none. One attempt runs at a time, and one each
    _PAUSE. A problem is logged once.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._prepared, self._again_at, self._found = False, 0.0, ""
        self._trying = threading.Lock()

    def check(self) -> None:
        """Raises Unavailable until the database is prepared. Liveness is always answered."""
        if self._prepared or request.endpoint == _ALIVE:
            return
        if clock.stopwatch() >= self._again_at and self._trying.acquire(blocking=False):
            start_thread("prepare", self._try)
        raise Unavailable

    def _try(self) -> None:
        try:
            with self._app.app_context():
                _prepare_database()
            self._prepared = True
        except BadSettings as refused:
            if str(refused) != self._found:
                self._found = str(refused)
                log.error("start.refused", problem=self._found)  # noqa: TRY400  it is no fault of the code
        except SQLAlchemyError as error:
            log.warning("start.database_away", error=type(error).__name__)
        finally:
            self._again_at = clock.stopwatch() + _PAUSE
            self._trying.release()


def _prepare_tables() -> None:
    if migrations.is_ready():
        return
    if not settings.upgrade_at_start:
        problem, remedy = migrations.problem_of_tables()
        raise BadSettings(f"The tables {problem.removeprefix('they ')} {remedy}")
    migrations.upgrade()
