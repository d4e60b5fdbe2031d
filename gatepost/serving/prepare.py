"""Before serving: is everything there that serving needs? Else say what to do."""

import threading
from collections.abc import Iterable

import structlog
from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from gatepost import clock, migrations
from gatepost.database import db, is_unavailable
from gatepost.doctor.examine import examine, examine_alone
from gatepost.doctor.finding import Finding
from gatepost.doctor.senders import examine_senders
from gatepost.errors import Unavailable
from gatepost.keys.rotate import rotate_if_due
from gatepost.messaging.templates.check_templates import check_templates
from gatepost.settings import BadSettings, current_settings, settings

log = structlog.get_logger("gatepost")

_ALIVE = "health.healthz.get"  # this endpoint needs nothing that could be away
_PAUSE = 1.0  # seconds from one request that tries again to the next


def prepare_to_serve(app: Flask, *, database_may_be_away: bool = False) -> None:
    """Bring the tables up to date where that is wanted; elsewhere refuse to start on old ones. Raises BadSettings.

    A process that is started while the database *may be away* answers 503 until that is back. What can be examined
    without it is refused all the same, and the rest before anything is served.
    """
    with app.app_context():
        _refuse_grave(examine_senders(current_settings()))
        check_templates(current_settings())
        if settings.strict_start:
            _refuse_grave(examine_alone(current_settings()))
        try:
            _prepare_what_is_stored()
        except SQLAlchemyError as error:
            if not (database_may_be_away and is_unavailable(error)):
                reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
                raise BadSettings(f"SQLALCHEMY_DATABASE_URI: the database cannot be used: {reason}") from None
            if settings.strict_start:
                app.before_request(_HeldBack().let_pass)
        for engine in db.engines.values():
            engine.dispose()  # a connection must not be shared by processes that are forked from this one


def _prepare_what_is_stored() -> None:
    """Raises BadSettings, SQLAlchemyError."""
    _prepare_tables()
    rotate_if_due()
    if settings.strict_start:
        found = list(examine(current_settings()))
        _refuse_grave(found)
        for finding in found:
            log.warning("start.weak", about=finding.about, problem=finding.problem, remedy=finding.remedy)


def _refuse_grave(found: Iterable[Finding]) -> None:
    if grave := [str(finding) for finding in found if finding.grave]:
        raise BadSettings("\n".join(grave))


class _HeldBack:
    """Keeps every request out until the database was there to be examined, and nothing was found.

    A request tries it, at most one at a time and one in a pause. What is found is logged, and can be mended meanwhile.
    """

    def __init__(self) -> None:
        self._over, self._again_at, self._found = False, 0.0, ""
        self._trying = threading.Lock()

    def let_pass(self) -> None:
        """Raises Unavailable."""
        if not self._over and request.endpoint != _ALIVE:
            if self._trying.acquire(blocking=False):
                try:
                    self._try()
                finally:
                    self._trying.release()
            if not self._over:
                raise Unavailable

    def _try(self) -> None:
        if clock.stopwatch() < self._again_at:
            return
        try:
            _prepare_what_is_stored()
            self._over = True
        except BadSettings as refused:
            if str(refused) != self._found:
                self._found = str(refused)
                log.error("start.refused", problem=self._found)  # noqa: TRY400  it is no fault of the code
        except SQLAlchemyError as error:
            log.warning("start.database_away", error=type(error).__name__)
        finally:
            self._again_at = clock.stopwatch() + _PAUSE


def _prepare_tables() -> None:
    if migrations.is_current():
        return
    if not settings.upgrade_at_start:
        raise BadSettings("The tables are not up to date. Run: gatepost db upgrade")
    migrations.upgrade()
