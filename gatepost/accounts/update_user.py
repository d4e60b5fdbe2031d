"""Change an account's identifiers and attributes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contact_changes.change_contact import Plan, change_contact, count_messages, plan_change
from gatepost.contacts.address import KINDS
from gatepost.database import db, write
from gatepost.errors import InvalidInput, Reason, UserNotFound
from gatepost.fields.check import Values, changed, changed_names, check_changes
from gatepost.input_errors import InputErrors
from gatepost.passkeys.factor_due import is_due
from gatepost.sessions.authenticate import require_recent_login
from gatepost.sessions.renew import require_recent_factor
from gatepost.text import trimmed
from gatepost.users.check_fields import gender_of
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User, find_for_update, get_user, username_conflict
from gatepost.users.visible import get_changeable_user, writes_as


def update_user(caller: Caller, uuid: str, changes: Mapping[str, Any], *, client: Client, reason: str = "") -> User:
    """Set what is in *changes*: ``username``, ``mobile``; ``email``, ``gender`` and ``locale``, which None removes.

    ``fields`` are values of declared ones, by name; those that are not there stay, also beside a request at the same
    moment. The record names those that changed, and has the *reason* of staff.

    Where addresses have to be verified (CHANGE_PROOF), a new one is pending and the old one still counts. Raises
    UserNotFound, Forbidden, InvalidInput, ReauthenticationRequired, FactorRequired, TooManyRequests, UsernameTaken,
    MobileTaken, EmailTaken.
    """
    user = get_changeable_user(caller, uuid, "users:write")
    values: dict[str, Any] = {}
    plans: list[Plan] = []
    fields: Values = {}
    errors = InputErrors()
    with errors.collect():
        if "fields" in changes:
            fields = check_changes(changes["fields"], writers=writes_as(caller, uuid))
    for field, set_attribute in _ATTRIBUTES.items():
        if field in changes:
            with errors.collect():
                values |= set_attribute(user, changes[field])
    contacts = [(kind, changes[kind]) for kind in KINDS if kind in changes]
    if not errors.found and any(value is None or value != user.written(kind) for kind, value in contacts):
        _require_proof(caller, user)
    for kind, value in contacts:
        with errors.collect():
            plans.append(plan_change(user, kind, value))
    errors.refuse()
    plans = [count_messages(user, plan) for plan in plans]
    if values or plans or fields:
        _write(uuid, values, plans, fields, told=Told(caller.uuid, client, reason))
    return get_user(uuid)


class Told(NamedTuple):
    """The rest of a line of the record about a change: the person who asked, and why."""

    actor: str
    client: Client
    reason: str


def _require_proof(caller: Caller, user: User) -> None:
    """A change of a contact needs a recent log-in, and of one's own also the factor that is due.

    Otherwise somebody with a session and the password would bring in addresses of theirs, and report the factor lost:
    nobody else would be told. Raises ReauthenticationRequired, FactorRequired.
    """
    require_recent_login(caller)
    if caller.uuid == user.uuid and is_due(user):
        require_recent_factor(caller)


def _write(uuid: str, values: dict[str, Any], plans: list[Plan], fields: Values, *, told: Told) -> None:
    locked = find_for_update(uuid) if plans or fields else None
    names: list[str] = []
    if locked is not None and (names := changed_names(locked.fields, fields)):
        values["fields"] = changed(locked.fields, fields)
    if not (values or plans):
        db.session.rollback()
        return
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
        locked.locale = values.get("locale", locked.locale)  # in which this change is told
        change_contact(locked, plan)
    record(
        "account.updated",
        user_uuid=uuid,
        actor_uuid=told.actor,
        client=told.client,
        reason=told.reason,
        about=" ".join(names),
    )
    db.session.commit()


def _username(user: User, value: str | None) -> dict[str, Any]:
    if value is None:
        raise InvalidInput({"username": [Reason("An account needs a username.")]})
    value = trimmed(value)
    return {} if value == user.username else {"username": value, "username_key": username_key(value)}


def _gender(_user: User, value: str | None) -> dict[str, Any]:
    return {"gender": None if value is None else gender_of(value)}


def _locale(_user: User, value: str | None) -> dict[str, Any]:
    return {"locale": None if value is None else locale_tag(value)}


_ATTRIBUTES = {"username": _username, "gender": _gender, "locale": _locale}
