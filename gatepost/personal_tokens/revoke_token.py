"""Revoke personal tokens: by choice, by a service that holds one, or by an operator. It holds at the next request."""

from sqlalchemy import ColumnElement, delete, select

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.crypto import digest
from gatepost.database import db, read_all, write
from gatepost.errors import PersonalTokenNotFound
from gatepost.users.models import lock_user
from gatepost.users.personal_tokens import PersonalToken, revoke_all_tokens
from gatepost.users.visible import get_changeable_user


def revoke_token(caller: Caller, uuid: str, token_id: str, *, client: Client) -> None:
    """Revoke this token of this user: one's own, or another's with ``sessions:end``.

    Raises UserNotFound, Forbidden, PersonalTokenNotFound.
    """
    if uuid != caller.uuid:
        get_changeable_user(caller, uuid, "sessions:end")
    revoke_token_of(uuid, token_id, actor_uuid=caller.uuid, client=client)


def revoke_tokens(caller: Caller, uuid: str) -> int:
    """Revoke all tokens of this user, as above. Returns how many. Raises UserNotFound, Forbidden."""
    if uuid != caller.uuid:
        get_changeable_user(caller, uuid, "sessions:end")
    return revoke_tokens_of(uuid, actor_uuid=caller.uuid)


def revoke_token_of(uuid: str, token_id: str, *, actor_uuid: str | None = None, client: Client | None = None) -> None:
    """Revoke this token of this user; without an actor as an operator. Raises PersonalTokenNotFound."""
    lock_user(uuid)
    if not _delete(uuid, PersonalToken.id == token_id, actor_uuid=actor_uuid, client=client):
        db.session.rollback()
        raise PersonalTokenNotFound
    db.session.commit()


def revoke_tokens_of(uuid: str, *, actor_uuid: str | None = None) -> int:
    """Revoke all tokens of this user. Returns how many."""
    lock_user(uuid)
    revoked = revoke_all_tokens(uuid, actor_uuid=actor_uuid)
    db.session.commit()
    return revoked


def revoke_presented(token: str, *, client_id: str | None) -> None:
    """Revoke the token that a client presents (RFC 7009); of any other text nothing ends."""
    this = PersonalToken.token_digest == digest(token)
    for (uuid,) in read_all(select(PersonalToken.user_uuid).where(this)):
        lock_user(uuid)
        _delete(uuid, this, actor_uuid=client_id)
        db.session.commit()


def _delete(uuid: str, *this: ColumnElement[bool], actor_uuid: str | None, client: Client | None = None) -> bool:
    """Delete the row, and put that on record. False if there is none, perhaps any more."""
    if write(delete(PersonalToken).where(PersonalToken.user_uuid == uuid, *this)) != 1:
        return False
    record("personal_token.revoked", user_uuid=uuid, actor_uuid=actor_uuid, client=client)
    return True
