"""Change an account's identifiers and attributes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.database import db, write
from gatepost.errors import InvalidInput, UserNotFound
from gatepost.sessions.recent import require_recent_login
from gatepost.settings import settings
from gatepost.users.identifiers import email_key, mobile_key, username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User, get_user
from gatepost.users.taken import taken
from gatepost.users.visible import get_changeable_user

_GENDERS = {"male": "Male", "female": "Female"}


def update_user(caller: Caller, uuid: str, changes: Mapping[str, str | None]) -> User:
    """Set what *changes* names: ``username``, ``mobile``; ``email``, ``gender`` and ``locale``, which None removes.

    Raises UserNotFound, Forbidden, InvalidInput, ReauthenticationRequired, and what is taken.
    """
    user = get_changeable_user(caller, uuid)
    values: dict[str, Any] = {}
    for field, value in changes.items():
        values |= _SETTERS[field](user, value)
    if values.keys() & {"mobile", "email"}:
        require_recent_login(caller)
    if values:
        _write(uuid, values, actor=caller.uuid)
    return get_user(uuid)


def _write(uuid: str, values: dict[str, Any], *, actor: str) -> None:
    try:
        changed = write(update(User).where(User.uuid == uuid).values(**values))
        if changed != 1:
            raise UserNotFound
        record("account.updated", user_uuid=uuid, actor_uuid=actor)
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise taken(error) from None


def _username(user: User, value: str | None) -> dict[str, Any]:
    if value is None:
        raise InvalidInput({"username": ["An account needs a username."]})
    return {} if value == user.username else {"username": value, "username_key": username_key(value)}


def _mobile(user: User, value: str | None) -> dict[str, Any]:
    if value is None:
        raise InvalidInput({"mobile": ["An account needs a mobile number."]})
    if value == user.mobile:
        return {}
    key = mobile_key(value)
    if key == user.mobile_key:
        return {"mobile": value}
    return {"mobile": value, "mobile_key": _once_proven(key), "mobile_verified_at": None}


def _email(user: User, value: str | None) -> dict[str, Any]:
    if value is None:
        return {"email": None, "email_key": None, "email_verified_at": None}
    if value == user.email:
        return {}
    key = email_key(value)
    if key == user.email_key:
        return {"email": value}
    return {"email": value, "email_key": _once_proven(key), "email_verified_at": None}


def _gender(user: User, value: str | None) -> dict[str, Any]:
    if value is not None and value.casefold() not in _GENDERS:
        raise InvalidInput({"gender": ["Use Male, Female or null."]})
    return {"gender": None if value is None else _GENDERS[value.casefold()]}


def _locale(_user: User, value: str | None) -> dict[str, Any]:
    return {"locale": None if value is None else locale_tag(value)}


def _once_proven(key: str) -> str | None:
    """Where changes must be proven, a new address takes nobody's place until it is."""
    return None if settings.change_proof else key


_SETTERS = {"username": _username, "mobile": _mobile, "email": _email, "gender": _gender, "locale": _locale}
