"""Remove all factors of a user: after the waiting time of a lost one, or by somebody who may."""

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import FactorNotFound, LastFactor, LastWayIn, UserNotFound
from gatepost.factors.guesses import clear_all_guesses
from gatepost.factors.kinds import KINDS, count_factors, note_factors
from gatepost.factors.undo import keep_change
from gatepost.notices.notify import notify
from gatepost.sessions.end import end_all_sessions
from gatepost.sessions.lock_caller import lock_caller
from gatepost.sessions.renew import require_recent_factor
from gatepost.users.forget_devices import forget_devices
from gatepost.users.models import User, find_for_update
from gatepost.users.second_factor import must_have_factor
from gatepost.users.visible import get_changeable_user
from gatepost.users.ways_in import has_way_in


def remove_factors_of(
    uuid: str, *, reason: str = "", caller: Caller | None = None, client: Client | None = None
) -> None:
    """Remove the factors of a user: one's own, or another's with ``factors:remove``; without a *caller* as an operator.

    Removing one's own takes a proof of one, and leaves a way in. Raises UserNotFound, Forbidden, InvalidToken,
    FactorRequired, FactorNotFound, LastFactor, LastWayIn.
    """
    own = caller is not None and caller.uuid == uuid
    if caller is not None:
        get_changeable_user(caller, uuid, "factors:remove")
        if own:
            require_recent_factor(caller)
    user = lock_caller(caller)[0] if caller is not None and own else find_for_update(uuid)
    if user is None:
        db.session.rollback()
        raise UserNotFound
    if not count_factors(uuid):
        db.session.rollback()
        raise FactorNotFound
    if own and must_have_factor(user.roles):
        db.session.rollback()
        raise LastFactor
    remove_all_factors(user, actor_uuid=None if caller is None else caller.uuid, client=client, reason=reason)
    if own and not has_way_in(user):
        db.session.rollback()
        raise LastWayIn
    db.session.commit()


def remove_all_factors(
    user: User, *, actor_uuid: str | None = None, client: Client | None = None, reason: str = ""
) -> None:
    """Remove the factors and recovery codes of *user*, end their sessions, and tell them.

    No device stays known or trusted. The caller has locked the row, and commits.
    """
    removed = {name: kind.set_aside(user.uuid, None) for name, kind in KINDS.items()}
    note_factors(user)
    undo = keep_change(user, removed=removed)
    forget_devices(user)
    clear_all_guesses(user)
    end_all_sessions(user.uuid, reason="factors_removed")
    record("factors.removed", user_uuid=user.uuid, actor_uuid=actor_uuid, client=client, reason=reason)
    notify(user, "factors_removed", everywhere=True, undo=undo)
