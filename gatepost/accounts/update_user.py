"""Change an account's identifiers and attributes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contact_changes.change_contact import Plan, change_contact, plan_change
from gatepost.contacts.address import KINDS
from gatepost.database import db, write
from gatepost.errors import InvalidInput, UserNotFound
from gatepost.sessions.authenticate import require_recent_login
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User, find_for_update, get_user, username_conflict
from gatepost.users.visible import get_changeable_user

_GENDERS = {"male": "Male", "female": "Female"}


def update_user(caller: Caller, uuid: str, changes: Mapping[str, str | None], *, client: Client) -> User:
    """Set the fields in *changes*: ``username``, ``mobile``; ``email``, ``gender`` and ``locale``, which None removes.

    Where addresses have to be verified (CHANGE_PROOF), a new one is pending and the old one still counts. Raises
    UserNotFound, Forbidden, InvalidInput, ReauthenticationRequired, TooManyRequests, UsernameTaken, MobileTaken,
    EmailTaken.
    """
    user = get_changeable_user(caller, uuid)
    values: dict[str, Any] = {}
    for field, set_attribute in _ATTRIBUTES.items():
        if field in changes:
            values |= set_attribute(user, changes[field])
    contacts = [(kind, changes[kind]) for kind in KINDS if kind in changes]
    if any(value is None or value != user.written(kind) for kind, value in contacts):
        require_recent_login(caller)
    plans = [plan_change(user, kind, value) for kind, value in contacts]
    if values or plans:
        _write(uuid, values, plans, actor=caller.uuid, client=client)
    return get_user(uuid)


def _write(uuid: str, values: dict[str, Any], plans: list[Plan], *, actor: str, client: Client) -> None:
    locked = find_for_update(uuid) if plans else None
    try:
        if values and write(update(User).where(User.uuid == uuid).values(**values)) != 1:
            db.session.rollback()
            raise UserNotFound
    except IntegrityError as error:
        db.session.rollback()
        raise username_conflict(error) from None
    for plan in plans:
        if locked is None:
            db.session.rollback()
            raise UserNotFound
        change_contact(locked, plan, client=client)
    record("account.updated", user_uuid=uuid, actor_uuid=actor, client=client)
    db.session.commit()


def _username(user: User, value: str | None) -> dict[str, Any]:
    if value is None:
        raise InvalidInput({"username": ["An account needs a username."]})
    return {} if value == user.username else {"username": value, "username_key": username_key(value)}


def _gender(_user: User, value: str | None) -> dict[str, Any]:
    if value is not None and value.casefold() not in _GENDERS:
        raise InvalidInput({"gender": ["Use Male, Female or null."]})
    return {"gender": None if value is None else _GENDERS[value.casefold()]}


def _locale(_user: User, value: str | None) -> dict[str, Any]:
    return {"locale": None if value is None else locale_tag(value)}


_ATTRIBUTES = {"username": _username, "gender": _gender, "locale": _locale}
