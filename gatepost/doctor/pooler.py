"""Examination of a pooler between Gatepost and PostgreSQL."""

from collections.abc import Iterator

from sqlalchemy import text

from gatepost.database import reading_engine
from gatepost.database.connection_settings import limits_of_transaction
from gatepost.database.engines import database_url
from gatepost.doctor.finding import Finding
from gatepost.settings import Settings

_TIME_LIMIT = text("SELECT reset_val FROM pg_settings WHERE name = 'statement_timeout'")


def examine_pooler(settings: Settings) -> Iterator[Finding]:
    """The finding that reads have no time limit. It cannot be set by us if each one has another of the sessions."""
    with reading_engine().connect() as connection:
        pooled = limits_of_transaction(connection.info) is not None
        if not pooled or connection.execute(_TIME_LIMIT).scalar() != "0":
            return
    seconds = 2 * round(settings.database_timeout.total_seconds())
    yield Finding(
        "The pooler",
        "a read through it has no time limit, if it lends a session of the server for a transaction only.",
        f"At the server, run: ALTER ROLE {database_url(settings).username} SET statement_timeout = '{seconds}s'; "
        "then let the pooler reconnect.",
        grave=False,
    )
