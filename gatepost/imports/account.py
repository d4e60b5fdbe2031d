"""A line becomes an account to be made, or a refusal."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from gatepost.contacts.address import Address


class Refused(NamedTuple):
    """A line that is refused: the *reasons* by field, in the order of the fields, none of which repeats a value."""

    place: int
    external_id: str | None
    reasons: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Account:
    """A checked line. The *known_as* is its id in the table of outside ids, the *digest* that of its identifiers.

    The addresses of the *counting* kinds count from the beginning. Others wait to be verified, as after a registration.
    """

    place: int
    external_id: str | None
    known_as: str
    digest: str
    uuid: str | None
    username: str | None  # None: one is made
    username_key: str | None
    addresses: tuple[Address, ...]
    verified: frozenset[str]
    counting: frozenset[str]
    roles: tuple[str, ...]
    gender: str | None
    locale: str | None
    password_hash: str
    password_expired: bool
    active: bool
    waits: bool
    created_at: datetime | None
    suspended_until: datetime | None
    fields: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """The options of an import.

    *source*: the name of the system that the ids are of. *wrap*: no weak hash is stored as it is. *keep_uuids*: the ids
    are the uuids of the accounts. *verified*: the kinds of addresses that the operator takes for verified in all lines.
    """

    source: str
    wrap: bool = False
    keep_uuids: bool = False
    allow_administrators: bool = False
    verified: frozenset[str] = frozenset()
    dry_run: bool = False
