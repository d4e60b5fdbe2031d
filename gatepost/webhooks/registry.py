"""The enabled webhooks as this process knows them, so that an event costs no statement where none asks for it.

Where deliveries are sent, a thread reads them every second. Other processes read at an event, if what they know is old.
"""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from gatepost import clock
from gatepost.database import read_all, reading_engine
from gatepost.webhooks.event_types import matches
from gatepost.webhooks.models import Webhook

READ_EVERY = 1.0  # seconds
OLD = 2.0  # seconds; longer, so that a request does not read while the thread does


class _Known(NamedTuple):
    """The patterns of each enabled webhook by its id, those that fail, and when this was read (stopwatch)."""

    patterns: dict[str, tuple[str, ...]]
    failing: frozenset[str]
    at: float


_by_engine: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def webhooks_for(event: str) -> list[str]:
    """The ids of the enabled webhooks that ask for this *event*. Changes by other processes count in two seconds."""
    engine = reading_engine()
    known = _by_engine.get(engine)
    if known is None or known.at + OLD <= clock.stopwatch():
        known = _read(engine)
    return [
        webhook_id
        for webhook_id, patterns in known.patterns.items()
        if any(matches(pattern, event) for pattern in patterns)
    ]


def refresh_webhooks() -> frozenset[str]:
    """Read the webhooks again, if what is known is a second old. Returns the ids of those that fail at present."""
    engine = reading_engine()
    known = _by_engine.get(engine)
    if known is None or known.at + READ_EVERY <= clock.stopwatch():
        known = _read(engine)
    return known.failing


def forget_webhooks() -> None:
    """Read the webhooks of the present application again at the next event."""
    _by_engine.pop(reading_engine(), None)


def _read(engine: Engine) -> _Known:
    begun = clock.stopwatch()
    columns = Webhook.id, Webhook.events, Webhook.failing_since
    rows = read_all(select(*columns).where(Webhook.disabled_at.is_(None)).order_by(Webhook.id))
    patterns = {webhook_id: tuple(events.split()) for webhook_id, events, _ in rows}
    failing = frozenset(webhook_id for webhook_id, _, since in rows if since is not None)
    known = _by_engine[engine] = _Known(patterns, failing, begun)
    return known
