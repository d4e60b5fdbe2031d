"""The registered clients as this process knows them: read again every second, so that a removed one is soon refused."""

from math import inf
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from gatepost import clock
from gatepost.database import read_all, reading_engine
from gatepost.oauth.models import OAuthClient

READ_EVERY = 1.0  # seconds


class _Read(NamedTuple):
    """The digests of all secrets by client, and until when they may be used."""

    digests: dict[str, tuple[str, ...]]
    until: float


_by_engine: WeakKeyDictionary[Engine, _Read] = WeakKeyDictionary()


def clients_age() -> float:
    """Seconds since the registry was read."""
    known = _by_engine.get(reading_engine())
    return inf if known is None else clock.stopwatch() - known.until + READ_EVERY


def refresh_clients() -> None:
    """Read the registry again before it is too old, so that nobody waits for it."""
    _read(reading_engine())


def secret_digests_of(client_id: str) -> tuple[str, ...]:
    """The digests of this client's secret, or of its two; empty if there is no such client.

    Every thread that finds the registry too old reads it again, so that none uses a client that was removed.
    """
    engine, now = reading_engine(), clock.stopwatch()
    known = _by_engine.get(engine)
    if known is None or known.until <= now:
        known = _read(engine)
    return known.digests.get(client_id, ())


def forget_clients() -> None:
    """Read the registry of the present application again at its next use."""
    _by_engine.pop(reading_engine(), None)


def _read(engine: Engine) -> _Read:
    begun = clock.stopwatch()
    rows = read_all(select(OAuthClient.client_id, OAuthClient.secret_digest, OAuthClient.old_secret_digest))
    digests = {client_id: _both(new, old) for client_id, new, old in rows}
    read = _by_engine[engine] = _Read(digests, begun + READ_EVERY)
    return read


def _both(new: str, old: str | None) -> tuple[str, ...]:
    return (new,) if old is None else (new, old)
