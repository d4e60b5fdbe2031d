"""Say that a second factor is lost: after a first proof, the waiting time begins."""

from datetime import datetime, timedelta

from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import InvalidProof, NotOffered
from gatepost.factors.kinds import count_factors
from gatepost.factors.lost_factor import begin_waiting, find_waiting
from gatepost.login.pending import find_pending
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem_for_user import Code, Link, peek_at_user, redeem_for_user
from gatepost.one_time_codes.request_code import request_code
from gatepost.settings import settings
from gatepost.throttling.count_use import count_use, too_soon
from gatepost.users.models import User, find_for_update, find_user

_MOST, _WINDOW = 3, timedelta(days=1)  # requests of a user, each of which is told at all their addresses


def send_loss_code(identifier: Identifier, *, client: Client) -> None:
    """Request a code, and by e-mail a link, for the user who is known by *identifier*, if they have a second factor.

    Raises NotOffered, TooManyRequests.
    """
    _check_offered()
    request_code(Purpose.LOST_FACTOR, identifier, client=client)


def report_after_first_factor(token: str, *, client: Client) -> datetime | None:
    """Begin the waiting time of the user whose log-in waits for this *token*, from the same device.

    Returns when the factors will be removed; None if no log-in waits for it. Raises NotOffered, TooManyRequests.
    """
    _check_offered()
    pending = find_pending(token, client=client)
    user = None if pending is None else find_user(pending.user_uuid)
    if pending is None or user is None or user.credentials_version != pending.credentials_version:
        return None
    _count(user)
    return _begin(user, client=client)


def report_from_address(proof: Link | Code, *, client: Client) -> datetime:
    """Begin the waiting time of the user who redeems *proof*. Returns when the factors will be removed.

    Raises NotOffered, InvalidProof, TooManyRequests.
    """
    _check_offered()
    _count(peek_at_user(Purpose.LOST_FACTOR, proof, client=client))
    user, _address = redeem_for_user(Purpose.LOST_FACTOR, proof, client=client)
    return _begin(user, client=client)


def _begin(user: User, *, client: Client) -> datetime:
    """The user's row is locked, and is as it was when the proof was checked; a change in between wins."""
    locked = find_for_update(user.uuid)
    if locked is None or not locked.is_active or locked.credentials_version != user.credentials_version:
        db.session.rollback()
        raise InvalidProof
    if not count_factors(locked.uuid):
        db.session.rollback()
        raise InvalidProof
    waiting = begin_waiting(locked)
    if waiting.is_new:
        record("factor.loss_reported", user_uuid=locked.uuid, client=client)
    db.session.commit()
    return waiting.removes_at


def _check_offered() -> None:
    if not settings.lost_factor_wait:
        raise NotOffered


def _count(user: User) -> None:
    """Count a request that is told to the user; one that asks again tells nothing. Raises TooManyRequests."""
    if find_waiting(user) is not None:
        return
    use = count_use(f"lost factors of {user.uuid}", most=_MOST, window=_WINDOW)
    if not use:
        raise too_soon(use.wait)
