"""Housekeeping: keys are rotated, the audit record is sealed, expired rows are purged.

Every serving process does it in a thread, without a leader: steps are small, may conflict, and are retried.
"""

from collections.abc import Callable
from functools import partial

import structlog
from flask import Flask

from gatepost.audit.purge_events import purge_events, purge_events_of_nobody
from gatepost.audit.seal import seal_events
from gatepost.contact_changes.purge_contacts import purge_undos, purge_unproven
from gatepost.crypto import random_share
from gatepost.database import db, do_each
from gatepost.factors.lost_factor import remind_waiting, remove_due
from gatepost.factors.totp_store import purge_unverified
from gatepost.invitations.find import purge_invitations
from gatepost.keys.rotate import purge_keys, rotate_if_due
from gatepost.login.pending import purge_pending
from gatepost.one_time_codes.store import purge_proofs
from gatepost.outbox.note_result import purge_outbox
from gatepost.passkeys.challenges import purge_challenges
from gatepost.passwords.history import purge_former
from gatepost.personal_tokens.purge_tokens import purge_tokens
from gatepost.providers.codes import purge_codes
from gatepost.providers.use_once import purge_uses
from gatepost.sessions.purge_sessions import clear_successors, purge_sessions
from gatepost.settings import Settings
from gatepost.threads import pause, run_forever
from gatepost.throttling.count_sms import purge_sms_hours
from gatepost.throttling.purge_counts import purge_counts
from gatepost.undos.revert import purge_way_in_undos
from gatepost.webhooks.purge_deliveries import purge_deliveries

_INTERVAL = 10.0  # seconds from one round to the next
_SHORTEST = 0.2  # seconds, if a key must be published soon
_AFTER_A_FAILURE = 1.0
_BATCH = 500  # rows that one transaction changes, so that others do not wait for it
_MOST_BATCHES = 20  # of one kind in one round
_PAUSE = 0.02  # seconds between two batches, in which others write

_IN_BATCHES = (
    seal_events,
    purge_sessions,
    purge_events,
    purge_events_of_nobody,
    purge_outbox,
    purge_proofs,
    purge_counts,
    purge_sms_hours,
    purge_undos,
    purge_unproven,
    purge_invitations,
    purge_former,
    purge_challenges,
    purge_pending,
    purge_unverified,
    purge_way_in_undos,
    remind_waiting,
    remove_due,
    purge_tokens,
    purge_codes,
    purge_uses,
    purge_deliveries,
)

log = structlog.get_logger("gatepost")


class Housekeeping:
    """Housekeeping for one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._settings: Settings = app.extensions["gatepost"]
        self._cleared_to = ""

    def start(self) -> None:
        """Start the thread, which ends with the process."""
        run_forever("housekeeping", self._round_and_pause)

    def round(self) -> None:
        """Do every step once. A step that fails stops no other. Raises the first failure after all."""
        with self._app.app_context():
            in_batches = [partial(_repeat, step) for step in _IN_BATCHES]
            steps: list[Callable[[], object]] = [rotate_if_due, purge_keys, *in_batches, self._clear_successors]
            do_each(steps, lambda step: step())

    def _clear_successors(self) -> None:
        self._cleared_to = clear_successors(self._cleared_to, _BATCH)

    def _round_and_pause(self) -> None:
        interval = max(_SHORTEST, min(_INTERVAL, self._settings.key_lead.total_seconds() / 3))
        try:
            self.round()
            rest = interval * (0.75 + random_share() / 2)  # so that processes do not stay in step
        except Exception as error:  # of any kind: the next round tries again
            log.warning("housekeeping.failed", error=type(error).__name__)
            rest = min(_AFTER_A_FAILURE, interval)
        pause(rest)


def _repeat(step: Callable[[int], int]) -> None:
    """Do a step, batch by batch, until there is no more to do for now."""
    for _ in range(_MOST_BATCHES):
        if step(_BATCH) < _BATCH:
            break
        db.session.remove()
        pause(_PAUSE)
