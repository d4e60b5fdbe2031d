"""Check a line by the rules of a registration: the members by themselves, and with each other.

Passwords and the domains of e-mail addresses are not judged, because these users are there already (docs/import.md).
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from gatepost.contacts.address import KINDS, Address
from gatepost.contacts.normal_forms import folded
from gatepost.contacts.quick_forms import parse_quickly
from gatepost.crypto import digest
from gatepost.errors import InvalidInput
from gatepost.fields.check import check_fields
from gatepost.imports import members
from gatepost.imports.account import Account, Policy, Refused
from gatepost.imports.line import Line
from gatepost.passwords.imported import UnusableHash, read_imported
from gatepost.permissions import ADMINISTRATOR
from gatepost.settings import settings
from gatepost.text import trimmed
from gatepost.users.check_fields import gender_of
from gatepost.users.external_ids import MADE
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import NO_PASSWORD

_PLAIN_NAME = re.compile(r"[A-Za-z0-9._+-]{1,50}")
_MOST_REASONS = 20  # of one line
_PASSWORD: Final = {"system", "stored", "extra"}
_SHOWN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,29}")  # no hash
Reasons = list[tuple[str, str]]


def check_line(line: Line, policy: Policy) -> Account | Refused:
    """The account that *line* describes, or the reasons against it."""
    value, reasons = line.value, []
    if value is None:
        return Refused(line.place, None, (("", line.refused),))
    checked: dict[str, Any] = {}
    for name, given in value.items():
        check = _CHECKS.get(name)
        if check is None:
            reasons.append(_unknown(name))
            if len(reasons) == _MOST_REASONS:
                break
        elif given is not None:
            try:
                checked[name] = check(given)
            except InvalidInput as refused:
                reasons += _told(refused)
    try:
        return _account(line, checked, policy, reasons)
    except InvalidInput as refused:
        reasons += _told(refused)
    return Refused(line.place, checked.get("external_id"), tuple(reasons))


def _account(line: Line, checked: dict[str, Any], policy: Policy, reasons: Reasons) -> Account:
    """Check the members with each other. Raises InvalidInput, also if there are *reasons* already."""
    given: Any = line.value
    username, mobile, email = (checked.get(name) for name in ("username", "mobile", "email"))
    if not reasons and username is None and mobile is None and email is None:
        members.refuse("username", "Give a username, a mobile number or an e-mail address.")
    verified = checked.get("verified")
    kinds = members.verified_kinds(verified, given) if verified else _NO_KINDS
    addresses = tuple(each for each in (mobile, email) if each is not None)
    if policy.verified:
        kinds |= policy.verified.intersection(each.kind for each in addresses)
    waits, active = checked.get("waits", False), checked.get("active")
    if waits and active is not None:
        members.refuse("waits", "An account that waits for its activation is neither active nor closed.")
    counting = kinds if settings.activation == "code" else _ALL_KINDS
    if username is None and addresses and not (waits or counting):
        members.refuse(addresses[0].kind, _NO_WAY_IN)  # nobody knows the username that would be made
    roles: tuple[str, ...] = checked.get("roles", ())
    if ADMINISTRATOR in roles and not policy.allow_administrators:
        members.refuse("roles", "Administrators come with --allow-administrators only.")
    external_id: str | None = checked.get("external_id")
    uuid = members.uuid_of(external_id) if policy.keep_uuids and "external_id" not in dict(reasons) else None
    password = checked.get("password")
    hashed = NO_PASSWORD if password is None else _hash(password, wrap=policy.wrap)
    if reasons:
        raise InvalidInput({})
    name, key = username or (None, None)
    identifiers = _digest(key, mobile and mobile.key, email and email.key)
    # As they are written, because two people's names may differ in that alone; one of them is refused then.
    made = f"{MADE}{_digest(name, mobile and mobile.value, email and email.value)}"
    return Account(
        place=line.place,
        external_id=external_id,
        known_as=uuid or external_id or made,
        digest=identifiers,
        uuid=uuid,
        username=name,
        username_key=key,
        addresses=addresses,
        verified=kinds,
        counting=counting,
        roles=roles,
        gender=checked.get("gender"),
        locale=checked.get("locale"),
        password_hash=hashed,
        password_expired=checked.get("password_expired", False),
        active=active is not False,
        waits=waits,
        created_at=checked.get("created_at"),
        suspended_until=checked.get("suspended_until"),
        fields=checked.get("fields"),
    )


def _digest(*identifiers: str | None) -> str:
    return digest("\n".join(each or "" for each in identifiers))


_NO_KINDS: frozenset[str] = frozenset()
_ALL_KINDS: frozenset[str] = frozenset(KINDS)
_NO_WAY_IN: Final = "Nobody could sign in: a line without a username needs an address that is verified."


def _name(value: Any) -> tuple[str, str]:
    """A username, and its normal form."""
    written = members.text("username", value)
    if _PLAIN_NAME.fullmatch(written):  # for which the rest is the same, but slower
        return written, folded(written)
    return trimmed(written), username_key(written)


def _address(kind: Any) -> Callable[[Any], Address]:
    return lambda value: parse_quickly(kind, members.text(kind, value))


def _password(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value.keys() <= _PASSWORD:
        members.refuse("password", "Give an object of system, stored and extra.")
    if not (isinstance(value.get("system"), str) and isinstance(value.get("stored"), str)):
        members.refuse("password", "Give system and stored as texts.")
    if not isinstance(value.get("extra") or {}, dict):
        members.refuse("password", "Give extra as an object.")
    return value


def _hash(password: dict[str, Any], *, wrap: bool) -> str:
    try:
        return read_imported(password["system"], password["stored"], password.get("extra") or {}, wrap=wrap)
    except UnusableHash as reason:
        members.refuse("password", str(reason))


def _fields(value: Any) -> str | None:
    if not isinstance(value, dict) or "" in value:
        members.refuse("fields", "Give an object.")
    return check_fields(value, by="import", required=False)


def _past(value: Any) -> datetime:
    return members.past("created_at", value)


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "external_id": members.outside_id,
    "username": _name,
    "mobile": _address("mobile"),
    "email": _address("email"),
    "verified": lambda value: members.texts("verified", value),
    "active": lambda value: members.truth("active", value),
    "waits": lambda value: members.truth("waits", value),
    "locale": lambda value: locale_tag(members.text("locale", value)),
    "gender": lambda value: gender_of(members.text("gender", value)),
    "created_at": _past,
    "suspended_until": lambda value: members.moment("suspended_until", value),
    "roles": members.role_names,
    "fields": _fields,
    "password": _password,
    "password_expired": lambda value: members.truth("password_expired", value),
}


def _told(refused: InvalidInput) -> Reasons:
    return [(field, str(reason)) for field, reasons in refused.errors.items() for reason in reasons]


def _unknown(name: str) -> tuple[str, str]:
    """The reason against an unknown member, by its name unless that may be a value in the wrong place."""
    return (name if _SHOWN.fullmatch(name) else "", "There is no such member.")
