"""The factors of a user: listed, renamed and removed."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, read_all, write
from gatepost.errors import FactorNotFound, LastFactor
from gatepost.factors import recovery_codes, totp_store
from gatepost.factors.kinds import note_factors
from gatepost.factors.models import NAME_MAX, RecoveryCode, TotpFactor
from gatepost.factors.undo import keep_change
from gatepost.input_errors import check_name
from gatepost.notices.notify import notify
from gatepost.passkeys.factor_due import is_due
from gatepost.sessions.lock_caller import lock_caller
from gatepost.tokens.device_token import issue_device_token
from gatepost.users.forget_devices import forget_devices
from gatepost.users.second_factor import must_have_factor


class OwnFactor(NamedTuple):
    """A factor that counts."""

    id: str
    kind: str
    name: str | None
    created_at: datetime
    last_used_at: datetime | None


def list_factors(user_uuid: str) -> list[OwnFactor]:
    """The factors of a user, the oldest first."""
    columns = (TotpFactor.id, TotpFactor.name, TotpFactor.created_at, TotpFactor.last_used_at)
    counting = (TotpFactor.user_uuid == user_uuid, TotpFactor.verified_at.is_not(None))
    found = read_all(select(*columns).where(*counting).order_by(TotpFactor.created_at, TotpFactor.id))
    return [OwnFactor(identifier, "totp", *rest) for identifier, *rest in found]


def count_recovery_codes(user_uuid: str) -> int:
    """How many recovery codes a user has left."""
    return len(read_all(select(RecoveryCode.digest).where(RecoveryCode.user_uuid == user_uuid)))


def rename_factor(caller: Caller, identifier: str, name: str) -> None:
    """Give one of the caller's factors a name. Raises FactorNotFound, InvalidInput."""
    name = check_name(name, most=NAME_MAX)
    this = (TotpFactor.id == identifier, TotpFactor.user_uuid == caller.uuid, TotpFactor.verified_at.is_not(None))
    if write(update(TotpFactor).where(*this).values(name=name)) != 1:
        db.session.rollback()
        raise FactorNotFound
    db.session.commit()


def remove_factor(caller: Caller, identifier: str, *, client: Client) -> str:
    """Remove one of the caller's factors; with the last one, the recovery codes end.

    No device stays known or trusted, because one may be a thief's. Returns the token of this device, the only one that
    is known from then on. Raises FactorNotFound, LastFactor, InvalidToken.
    """
    user, _ = lock_caller(caller)
    removed: dict[str, list[Any]] = {"totp": totp_store.set_aside(user.uuid, [identifier])}
    if not removed["totp"]:
        db.session.rollback()
        raise FactorNotFound
    note_factors(user)
    if not is_due(user):
        if must_have_factor(user.roles):
            db.session.rollback()
            raise LastFactor
        removed["recovery_code"] = recovery_codes.set_aside(user.uuid, None)
    forget_devices(user)
    record("factor.removed", user_uuid=user.uuid, actor_uuid=caller.uuid, client=client)
    notify(user, "factor_removed", everywhere=True, undo=keep_change(user, removed=removed))
    db.session.commit()
    return issue_device_token(client.device, user_uuid=user.uuid, version=user.devices_version)


def rfc3339(moment: datetime) -> str:
    """Such as ``2026-11-22T10:15:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
