"""Plan an adoption: our rows for the original's, and what clashes. The oldest row keeps an identifier."""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any

from gatepost import clock
from gatepost.adoption.kinds import Clash, Kind
from gatepost.adoption.original import OldUser
from gatepost.adoption.values import created_at, gender, is_true, password_hash, uuid_of
from gatepost.contacts.address import KINDS, parse_address
from gatepost.contacts.address import Kind as ContactKind
from gatepost.contacts.models import PRIMARY
from gatepost.contacts.phone_numbers import MOBILE_MAX
from gatepost.crypto import random_uuid
from gatepost.errors import InvalidInput
from gatepost.text import trimmed
from gatepost.users.identifiers import username_key
from gatepost.users.models import NO_PASSWORD

_LATEST = datetime.max.replace(tzinfo=UTC)
_CONTACTS: tuple[ContactKind, ...] = ("mobile", "email")
_MISSING = "It is missing."
_UNREACHED = " Nobody can choose one before you set an address: gatepost users replace-address."


class Plan:
    """Rows for the tables ``users`` and ``contacts``, and the *clashes* on which they depend."""

    def __init__(self, old: Iterable[OldUser], zone: tzinfo = UTC) -> None:
        """Plan for these rows; *zone* is that of their times without one."""
        self.users: list[dict[str, Any]] = []
        self.contacts: list[dict[str, Any]] = []
        self.clashes: list[Clash] = []
        self._holders: dict[tuple[str, str], str] = {}  # the uuid of the oldest row, by kind and normal form
        self._uuids: set[str] = set()
        rows = list(old)
        self._rows = frozenset(map(repr, rows))
        now = clock.now()
        dated = sorted(((created_at(each.created, zone), each) for each in rows), key=_age)
        unnamed = [self._add(each, at, now) for at, each in dated]
        for user, why, reached in filter(None, unnamed):  # once it is known which names others have
            self._rename(user, why, reached=reached)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of clashes that there are."""
        return list(dict.fromkeys(each.kind for each in self.clashes))

    def is_of(self, old: Iterable[OldUser]) -> bool:
        """Whether the plan was made for these rows."""
        return self._rows == frozenset(map(repr, old))

    def _add(self, old: OldUser, at: datetime | None, now: datetime) -> tuple[dict[str, Any], str, bool] | None:
        """Plan one row. The user, the reason, and whether an address opens the account, if it cannot keep its name."""
        uuid, name, hashed = self._take_uuid(old), trimmed(str(old.username or "")), password_hash(old.password)
        if at is None:
            self._clash("created", uuid, old.created, "This is no time.", "The account counts as created now.")
        reached = [self._add_contact(kind, old, uuid) for kind in _CONTACTS]
        if hashed == NO_PASSWORD:
            then = "" if any(reached) else _UNREACHED
            self._clash("password", uuid, name, "This is no md5 hash.", f"The account has no password.{then}")
        key, why = self._take_username(name, uuid)
        user = {
            "uuid": uuid,
            "username": name,
            "username_key": key,
            "gender": gender(old.gender),
            "password_hash": hashed,
            "password_changed_at": at or now,
            "activated_at": (at or now) if is_true(old.status) else None,
            "created_at": at or now,
        }
        self.users.append(user)
        return (user, why, any(reached)) if why else None

    def _take_uuid(self, old: OldUser) -> str:
        uuid = uuid_of(old.uuid)
        if uuid is None or uuid in self._uuids:
            new = random_uuid()
            why = "This is no uuid." if uuid is None else "An older row has it."
            self.clashes.append(
                Clash("uuid", str(old.uuid or ""), str(old.username or ""), why, f"The account is {new} from now on.")
            )
            uuid = new
        self._uuids.add(uuid)
        return uuid

    def _add_contact(self, kind: ContactKind, old: OldUser, uuid: str) -> bool:
        """Plan a contact. Whether it counts."""
        written = str(getattr(old, kind) or "")
        if not trimmed(written):
            if kind == "mobile":
                self._clash(kind, uuid, old.username, _MISSING, "The account has no number.")
            return False
        try:
            address = parse_address(kind, written)
            value, key, why = address.value, address.key, self._take(kind, address.key, uuid)
        except InvalidInput as error:
            value, key, why = written, None, _reason(error)
        shown = KINDS[kind].shown_uncounted and len(value) <= MOBILE_MAX
        if why:
            then = "The number is shown, and counts for nothing." if shown else "It is left out."
            self._clash(kind, uuid, written, why, then)
        if shown or not why:
            row = {"user_uuid": uuid, "kind": kind, "place": PRIMARY, "value": value, "key": None if why else key}
            self.contacts.append(row)
        return not why

    def _take_username(self, name: str, uuid: str) -> tuple[str, str]:
        """Take a username: its normal form, and empty or why the row cannot have it."""
        if not name:
            return "", _MISSING
        try:
            key = username_key(name)
        except InvalidInput as error:
            return "", _reason(error)
        return key, self._take("username", key, uuid)

    def _take(self, kind: str, key: str, uuid: str) -> str:
        """Take an identifier for this row; empty, or why it cannot have it."""
        holder = self._holders.setdefault((kind, key), uuid)
        return "" if holder == uuid else f"An older row has it: {holder}."

    def _rename(self, user: dict[str, Any], why: str, *, reached: bool) -> None:
        digits = user["uuid"].replace("-", "")
        names = (f"user-{digits[:length]}" for length in range(8, len(digits) + 1))
        name = next(each for each in names if ("username", each) not in self._holders)
        self._holders["username", name] = user["uuid"]
        then = "" if reached else " No number and no address opens it: tell its user."
        self._clash("username", user["uuid"], user["username"], why, f"The account is {name} from now on.{then}")
        user["username"] = user["username_key"] = name

    def _clash(self, kind: Kind, uuid: str, identifier: Any, why: str, then: str) -> None:
        self.clashes.append(Clash(kind, uuid, str(identifier or ""), why, then))


def _age(dated: tuple[datetime | None, OldUser]) -> tuple[datetime, str, str]:
    at, old = dated
    return at or _LATEST, str(old.uuid), str(old.username)


def _reason(error: InvalidInput) -> str:
    return " ".join(str(each) for texts in error.errors.values() for each in texts)
