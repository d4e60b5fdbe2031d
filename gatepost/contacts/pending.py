"""Contacts that wait until they are verified. The caller commits."""

from typing import NotRequired

from sqlalchemy import ColumnElement, delete, insert, select
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost import clock
from gatepost.contacts.address import Address
from gatepost.contacts.kinds import Kind
from gatepost.contacts.models import PendingContact
from gatepost.database import read_all, write


class PendingData(TypedDict):
    """New addresses that count once they are proven."""

    mobile: NotRequired[str]
    email: NotRequired[str]


def set_pending(user_uuid: str, address: Address) -> None:
    """Let an address wait to be verified, in place of the one that waits."""
    drop_pending(user_uuid, address.kind)
    row = {"user_uuid": user_uuid, "kind": address.kind, "value": address.value, "key": address.key}
    write(insert(PendingContact).values(requested_at=clock.now(), **row))


def drop_pending(user_uuid: str, kind: Kind) -> bool:
    """Forget the address that waits; false if there is none."""
    return write(delete(PendingContact).where(*_waiting(user_uuid, kind))) == 1


def find_pending(user_uuid: str, kind: Kind) -> Address | None:
    """The address that waits."""
    columns = (PendingContact.value, PendingContact.key)
    for value, key in read_all(select(*columns).where(*_waiting(user_uuid, kind))):
        return Address(kind, value, key)
    return None


def pending_of(user_uuid: str) -> PendingData:
    """The addresses of a user that wait, as they were written."""
    columns = (PendingContact.kind, PendingContact.value)
    rows: dict[Kind, str] = dict(read_all(select(*columns).where(PendingContact.user_uuid == user_uuid)))
    found: PendingData = {}
    found.update(rows)  # type: ignore[typeddict-item]
    return found


def _waiting(user_uuid: str, kind: Kind) -> tuple[ColumnElement[bool], ...]:
    return PendingContact.user_uuid == user_uuid, PendingContact.kind == kind
