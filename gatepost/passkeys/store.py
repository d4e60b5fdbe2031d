"""Read and change the rows of passkeys. A caller that changes some has locked the user's row (users/models.py)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from gatepost import clock
from gatepost.crypto import digest, random_hex, random_token
from gatepost.database import AnySelect, PreparedStatement, db, read_all, write
from gatepost.errors import InvalidPasskey
from gatepost.passkeys.models import Passkey, PasskeyUser
from gatepost.passkeys.providers import DEFAULT_NAME, provider_of
from gatepost.passkeys.verified import NewKey, Use

_ID_BYTES, _HANDLE_BYTES = 16, 64
_NAMES = [column.name for column in Passkey.__table__.columns]
_BY_CREDENTIAL = PreparedStatement(
    select(*Passkey.__table__.columns).where(Passkey.credential_digest == bindparam("credential"))
)
_HANDLE = PreparedStatement(select(PasskeyUser.handle).where(PasskeyUser.user_uuid == bindparam("of")))
_USE = (
    update(Passkey)
    .where(Passkey.id == bindparam("of"))
    .values(sign_count=bindparam("new_count"), backup=bindparam("new_backup"), last_used_at=bindparam("now"))
)
_COUNTED, _UNCOUNTED = _USE.where(Passkey.sign_count < bindparam("new_count")), _USE.where(Passkey.sign_count == 0)


def find_passkey(credential_id: str) -> Passkey | None:
    """The passkey with this id of its authenticator's, detached, or None."""
    rows = _BY_CREDENTIAL.rows(credential=digest(credential_id))
    return Passkey(**dict(zip(_NAMES, rows[0], strict=True))) if rows else None


def find_handle(user_uuid: str) -> str | None:
    """The handle by which authenticators know this user; None before their first passkey is asked for."""
    rows = _HANDLE.rows(of=user_uuid)
    return rows[0][0] if rows else None


def check_handle(sent: Mapping[str, Any], user_uuid: str) -> None:
    """Raises InvalidPasskey unless the authenticator named this user: by their handle, never by none."""
    handle = sent["response"].get("userHandle")
    if not handle or handle != find_handle(user_uuid):
        raise InvalidPasskey


def assign_handle(user_uuid: str) -> str:
    """The handle of this user, which is drawn when it is first needed."""
    this = select(PasskeyUser.handle).where(PasskeyUser.user_uuid == user_uuid)
    handle: str | None = db.session.connection().execute(this).scalar_one_or_none()
    if handle is None:
        handle = random_token(_HANDLE_BYTES)
        write(insert(PasskeyUser).values(user_uuid=user_uuid, handle=handle))
    return handle


def find_passkeys(user_uuid: str) -> Sequence[Passkey]:
    """The passkeys of this user, the newest first."""
    return [Passkey(**dict(zip(_NAMES, row, strict=True))) for row in read_all(_theirs(user_uuid))]


def read_passkeys(user_uuid: str) -> Sequence[Passkey]:
    """The same as they are in the present transaction."""
    return [Passkey(**row) for row in db.session.connection().execute(_theirs(user_uuid)).mappings()]


def insert_passkey(user_uuid: str, key: NewKey, *, transports: str) -> Passkey:
    """Add a passkey. Raises IntegrityError if it is known already."""
    row = {
        "id": random_hex(_ID_BYTES),
        "user_uuid": user_uuid,
        "credential_digest": digest(key.credential_id),
        "credential_id": key.credential_id,
        "public_key": key.public_key,
        "sign_count": key.sign_count,
        "backup": key.backup,
        "aaguid": key.aaguid,
        "transports": transports,
        "name": provider_of(key.aaguid) or DEFAULT_NAME,
        "created_at": clock.now(),
        "last_used_at": None,
    }
    write(insert(Passkey), row)
    return Passkey(**row)


def note_use(passkey: Passkey, use: Use) -> bool:
    """Note a use. Returns False if the passkey was removed since it was read, or if its counter has not risen.

    An authenticator that counts nothing sends zero each time.
    """
    values = {"of": passkey.id, "new_count": use.sign_count, "new_backup": use.backup, "now": clock.now()}
    return write(_COUNTED if use.sign_count else _UNCOUNTED, values) == 1


def rename(user_uuid: str, passkey_id: str, name: str) -> bool:
    """Give this passkey of this user a *name*. Returns False if there is none."""
    return write(update(Passkey).where(*_one(user_uuid, passkey_id)).values(name=name)) == 1


def delete_passkeys(user_uuid: str, *, since: datetime | None = None) -> int:
    """Delete the passkeys of this user, or those that were added *since* then. Returns how many."""
    added = () if since is None else (Passkey.created_at >= since,)
    return write(delete(Passkey).where(Passkey.user_uuid == user_uuid, *added))


def _theirs(user_uuid: str) -> AnySelect:
    of_user = select(*Passkey.__table__.columns).where(Passkey.user_uuid == user_uuid)
    return of_user.order_by(Passkey.created_at.desc(), Passkey.id)


def _one(user_uuid: str, passkey_id: str) -> tuple[ColumnElement[bool], ...]:
    return Passkey.user_uuid == user_uuid, Passkey.id == passkey_id
