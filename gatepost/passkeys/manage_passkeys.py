"""List, rename and remove one's passkeys. It goes on where passkeys are not offered any more."""

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import LastFactor, LastWayIn, PasskeyNotFound
from gatepost.input_errors import check_name
from gatepost.notices.notify import notify
from gatepost.passkeys.answers import PasskeyData, Signals
from gatepost.passkeys.factor_due import is_due, lock_with_factor
from gatepost.passkeys.models import NAME_MAX
from gatepost.passkeys.set_aside import set_aside
from gatepost.passkeys.show import show_passkey, signals_of
from gatepost.passkeys.store import assign_handle, find_handle, find_passkeys, read_passkeys, rename
from gatepost.passkeys.undo import keep_change
from gatepost.sessions.lock_caller import lock_caller
from gatepost.tokens.device_token import issue_device_token
from gatepost.users.forget_devices import forget_devices
from gatepost.users.ways_in import has_own_way_in


def list_passkeys(caller: Caller) -> tuple[list[PasskeyData], Signals]:
    """The caller's passkeys, the newest first."""
    found, handle = find_passkeys(caller.uuid), find_handle(caller.uuid)
    signals = {} if handle is None else signals_of(handle, caller.username, found)
    return [show_passkey(each) for each in found], signals


def rename_passkey(caller: Caller, passkey_id: str, name: str) -> tuple[PasskeyData, Signals]:
    """Call a passkey *name*. Raises InvalidInput, InvalidToken, PasskeyNotFound."""
    name = check_name(name, most=NAME_MAX)
    user, _ = lock_caller(caller)
    if not rename(user.uuid, passkey_id, name):
        db.session.rollback()
        raise PasskeyNotFound
    known = read_passkeys(user.uuid)
    signals = signals_of(assign_handle(user.uuid), user.username, known)
    db.session.commit()
    return next(show_passkey(each) for each in known if each.id == passkey_id), signals


def remove_passkey(caller: Caller, passkey_id: str, *, client: Client) -> tuple[Signals, str]:
    """Remove a passkey: no log-in with it succeeds from then on, unless that is undone.

    No device stays known or trusted, because a thief may have let one be trusted with it. Returns what browsers are
    told, and the token of this device, the only one that is known from then on. The last way in without a message
    stays, and so does a due factor. Raises InvalidToken, FactorRequired, PasskeyNotFound, LastFactor, LastWayIn.
    """
    user, _ = lock_with_factor(caller)
    had_way_in, was_due = has_own_way_in(user), is_due(user)
    removed = next((each for each in read_passkeys(user.uuid) if each.id == passkey_id), None)
    rows = [] if removed is None else set_aside(user.uuid, [passkey_id])
    if removed is None or not rows:
        db.session.rollback()
        raise PasskeyNotFound
    if had_way_in and not has_own_way_in(user):
        db.session.rollback()
        raise LastWayIn
    if was_due and not is_due(user):
        db.session.rollback()
        raise LastFactor
    forget_devices(user)
    record("passkey.removed", user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
    undo = keep_change(user, removed=rows)
    notify(user, "passkey_removed", everywhere=True, undo=undo, passkey=removed.name)
    signals = signals_of(assign_handle(user.uuid), user.username, read_passkeys(user.uuid), removed=removed)
    db.session.commit()
    return signals, issue_device_token(client.device, user_uuid=user.uuid, version=user.devices_version)
