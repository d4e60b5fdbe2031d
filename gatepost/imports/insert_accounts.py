"""Write the accounts of a batch with all that belongs to them: a statement for each table, one transaction for all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from gatepost import clock
from gatepost.audit.record import record_each
from gatepost.contacts.address import KINDS
from gatepost.contacts.models import PRIMARY, Contact, PendingContact
from gatepost.crypto import random_digits, random_uuid
from gatepost.database import BulkInsert
from gatepost.imports.account import Account
from gatepost.users.external_ids import ExternalId
from gatepost.users.models import User
from gatepost.users.roles import UserRole
from gatepost.users.write_roles import names_in_row, rows_of_roles

_DIGITS = 12  # of a made username: of a million, hardly one is drawn twice, and is then drawn again
LIKE_A_MADE_USERNAME = "user" + "_" * _DIGITS
"""Its pattern for LIKE: that of hardly any other name."""
_FIRST_VERSION = 1  # of credentials and of known devices
_Row = tuple[Any, ...]

_USERS = BulkInsert(
    User,
    "uuid",
    "username",
    "username_key",
    "gender",
    "password_hash",
    "password_changed_at",
    "password_expired_at",
    "activated_at",
    "deactivated_at",
    "suspended_until",
    "created_at",
    "locale",
    "roles",
    "credentials_version",
    "devices_version",
    "factors",
    "fields",
)
_CONTACTS = BulkInsert(Contact, "user_uuid", "kind", "place", "value", "key", "verified_at")
_PENDING = BulkInsert(PendingContact, "user_uuid", "kind", "value", "key", "requested_at")
_ROLES = BulkInsert(UserRole, "user_uuid", "role")
_OUTSIDE = BulkInsert(ExternalId, "source", "external_id", "user_uuid", "identifiers_digest", "imported_at")


def insert_accounts(connection: Connection, accounts: Sequence[Account], *, source: str) -> None:
    """Insert these *accounts*, which are not there. The caller commits. Raises IntegrityError if another was first."""
    now = clock.now()
    uuids = [account.uuid or random_uuid() for account in accounts]
    pairs = list(zip(uuids, accounts, strict=True))
    _USERS.send(connection, [_user(uuid, account, now) for uuid, account in pairs])
    _CONTACTS.send(connection, [row for pair in pairs for row in _contacts(*pair, now)])
    _PENDING.send(connection, [row for pair in pairs for row in _pending(*pair, now)])
    _ROLES.send(connection, [(uuid, role) for uuid, account in pairs for role in rows_of_roles(account.roles)])
    outside = [(source, account.known_as, uuid, account.digest, now) for uuid, account in pairs]
    _OUTSIDE.send(connection, outside)
    record_each("account.imported", uuids)


def _user(uuid: str, account: Account, now: datetime) -> _Row:
    """The row, in the order of its columns. A closed account was active before; an operator opens it again."""
    created = account.created_at or now
    username = account.username or f"user{random_digits(_DIGITS)}"
    return (
        uuid,
        username,
        account.username_key or username,
        account.gender,
        account.password_hash,
        now,
        now if account.password_expired else None,
        None if account.waits else created,
        None if account.active else now,
        account.suspended_until,
        created,
        account.locale,
        names_in_row(account.roles),
        _FIRST_VERSION,
        _FIRST_VERSION,
        0,
        account.fields,
    )


def _contacts(uuid: str, account: Account, now: datetime) -> Iterator[_Row]:
    """Contacts that count, and those that are shown while they wait."""
    for address in account.addresses:
        counting = address.kind in account.counting
        if counting or KINDS[address.kind].shown_uncounted:
            key, verified_at = address.key if counting else None, now if address.kind in account.verified else None
            yield uuid, address.kind, PRIMARY, address.value, key, verified_at


def _pending(uuid: str, account: Account, now: datetime) -> Iterator[_Row]:
    for address in account.addresses:
        if address.kind not in account.counting:
            yield uuid, address.kind, address.value, address.key, now
