"""Before serving: is everything there that serving needs? Else say what to do."""

import structlog
from alembic.util import CommandError
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from gatepost import migrations
from gatepost.database import db, is_unavailable
from gatepost.doctor.examine import examine
from gatepost.keys.rotate import keep_keys
from gatepost.messaging.message import CHANNELS
from gatepost.messaging.senders import is_sent
from gatepost.messaging.words.check import check_words
from gatepost.settings import BadSettings, current_settings, settings

log = structlog.get_logger("gatepost")


def prepare_to_serve(app: Flask, *, database_may_be_away: bool = False) -> None:
    """Bring the tables up to date where that is wanted; elsewhere refuse to start on old ones. Raises BadSettings.

    A process that is started again while the database is away may serve all the same: it answers 503 until then.
    """
    with app.app_context():
        _check_sender()
        check_words(current_settings())
        try:
            _prepare_tables()
            keep_keys()
            if settings.strict_start:
                _refuse_what_is_found()
        except SQLAlchemyError as error:
            if not (database_may_be_away and is_unavailable(error)):
                reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
                raise BadSettings(f"SQLALCHEMY_DATABASE_URI: the database cannot be used: {reason}") from None
        for engine in db.engines.values():
            engine.dispose()  # a connection must not be shared by processes that are forked from this one


def _check_sender() -> None:
    """Whoever has to prove an address by a code must be able to get one."""
    sends = any(is_sent(current_settings(), channel) for channel in CHANNELS)
    if settings.activation == "code" and not sends:
        raise BadSettings(
            "GATEPOST_ACTIVATION: accounts become active by a code, but nothing that sends codes is set up.\n"
            "Set GATEPOST_SMTP_URL for e-mail, or GATEPOST_SMS_GATEWAY_URL for SMS; gatepost send-test tries them. "
            "Or set GATEPOST_ACTIVATION=mobile to activate by the mobile number alone."
        )


def _refuse_what_is_found() -> None:
    found = list(examine(current_settings()))
    for finding in found:
        if not finding.grave:
            log.warning("start.weak", about=finding.about, problem=finding.problem, remedy=finding.remedy)
    if grave := [str(finding) for finding in found if finding.grave]:
        raise BadSettings("\n".join(grave))


def _prepare_tables() -> None:
    if migrations.is_current():
        return
    if not settings.upgrade_at_start:
        raise BadSettings("The tables are not up to date. Run: gatepost db upgrade")
    try:
        migrations.upgrade()
    except CommandError as error:
        raise BadSettings(f"The tables are not those of this version of Gatepost: {error}") from None
