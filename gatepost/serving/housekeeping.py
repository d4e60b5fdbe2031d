"""What is done from time to time while serving: keys follow one another, the record is sealed, what is over goes.

Every serving process does it, in a thread, in small steps that may clash: nobody has to be first, and a step that
fails is done again.
"""

import threading

import structlog
from flask import Flask

from gatepost.audit.purge_events import purge_events, purge_events_of_nobody
from gatepost.audit.seal import seal_events
from gatepost.contact_changes.purge_contacts import purge_undos, purge_unproven
from gatepost.crypto import random_share
from gatepost.database import db
from gatepost.keys.rotate import purge_keys, rotate_if_due
from gatepost.one_time_codes.store import purge_proofs
from gatepost.outbox.purge_outbox import purge_outbox
from gatepost.passwords.history import purge_former
from gatepost.sessions.purge_sessions import clear_successors, purge_sessions
from gatepost.settings import Settings
from gatepost.throttling.purge_counts import purge_counts

_INTERVAL = 10.0  # seconds from one round to the next
_SHORTEST = 0.2  # where a key must be published soon
_AFTER_A_FAILURE = 1.0
_BATCH = 500  # rows that one transaction changes, so that others do not wait for it
_MOST_BATCHES = 20  # of one kind in one round
_PAUSE = 0.02  # seconds between two, in which others write

_IN_BATCHES = (
    seal_events,
    purge_sessions,
    purge_events,
    purge_events_of_nobody,
    purge_outbox,
    purge_proofs,
    purge_counts,
    purge_undos,
    purge_unproven,
    purge_former,
)

log = structlog.get_logger("gatepost")


class Housekeeping:
    """Rounds of housekeeping for one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._settings: Settings = app.extensions["gatepost"]
        self._cleared_to = ""

    def start(self) -> None:
        """Begin, in a thread that ends with the process."""
        threading.Thread(target=self._go_on, name="housekeeping", daemon=True).start()

    def round(self) -> None:
        """Do all of it once."""
        with self._app.app_context():
            rotate_if_due()
            purge_keys()
            for go_on in _IN_BATCHES:
                for _ in range(_MOST_BATCHES):
                    if go_on(_BATCH) < _BATCH:
                        break
                    db.session.remove()
                    threading.Event().wait(_PAUSE)
            self._cleared_to = clear_successors(self._cleared_to, _BATCH)

    def _go_on(self) -> None:
        rest = threading.Event()
        interval = max(_SHORTEST, min(_INTERVAL, self._settings.key_lead.total_seconds() / 3))
        while True:
            try:
                self.round()
                pause = interval * (0.75 + random_share() / 2)  # so that processes that start together part
            except Exception as error:  # whatever it was, the next round is a new chance
                log.warning("housekeeping.failed", error=type(error).__name__)
                pause = min(_AFTER_A_FAILURE, interval)
            rest.wait(pause)
