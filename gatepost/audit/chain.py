"""The chain: each line's seal depends on the line and on the seal before, so that a change is found.

Its two ends are proven with a key that is derived from ``SECRET_KEY``. Access to the database alone, without that key,
is not enough to make another chain with the same ends.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import orjson
from sqlalchemy import select, update

from gatepost import clock
from gatepost.audit.models import AuditChain, AuditEvent
from gatepost.crypto import derive_key, digest, keyed_digest, same
from gatepost.database import read_all, write
from gatepost.settings import settings

FIRST, LAST = "first", "last"
_NO_SEAL = "0" * 64

LINE = (
    AuditEvent.id,
    AuditEvent.at,
    AuditEvent.event,
    AuditEvent.user_uuid,
    AuditEvent.actor_uuid,
    AuditEvent.details_digest,
)


class Line(NamedTuple):
    """The sealed fields of a line. Of its details only the digest is sealed, because they may be erased."""

    id: int
    at: datetime
    event: str
    user_uuid: str | None
    actor_uuid: str | None
    details_digest: str | None


class End(NamedTuple):
    """An end of the chain: the number and seal of a line, and the proof that this service wrote them."""

    sequence: int
    seal: str
    proof: str
    moved_at: datetime

    def is_proven(self, name: str) -> bool:
        return same(self.proof, _proof(name, self.sequence, self.seal))


def seal_of(line: Line, *, sequence: int, before: str) -> str:
    """The seal of *line* in this place, after the line whose seal is *before*."""
    told = [before, sequence, line.id, line.at.isoformat(timespec="microseconds"), *line[2:]]
    return digest(orjson.dumps(told).decode())


def seals_of(lines: Iterable[Line], *, after: End) -> list[tuple[int, str]]:
    """Number and seal of each of these *lines*, which follow *after*."""
    sequence, before, seals = after.sequence, after.seal, []
    for line in lines:
        sequence += 1
        before = seal_of(line, sequence=sequence, before=before)
        seals.append((sequence, before))
    return seals


def first_ends() -> list[dict[str, object]]:
    """The rows of both ends of a chain without a line.

    They are stored once, together with their table. Made again, they would vouch for whatever is left of the record.
    """
    return [{"name": name, **_end(name, 0, _NO_SEAL)} for name in (FIRST, LAST)]


def find_ends() -> dict[str, End]:
    """Both ends by name, as they are stored."""
    columns = (AuditChain.name, AuditChain.sequence, AuditChain.seal, AuditChain.proof, AuditChain.moved_at)
    return {name: End(*rest) for name, *rest in read_all(select(*columns))}


def move_end(name: str, *, before: End, sequence: int, seal: str) -> bool:
    """Move an end of the chain to this line. Returns False if it is no longer where it was *before*."""
    this = (AuditChain.name == name, AuditChain.sequence == before.sequence, AuditChain.seal == before.seal)
    return write(update(AuditChain).where(*this).values(_end(name, sequence, seal))) == 1


def _end(name: str, sequence: int, seal: str) -> dict[str, object]:
    return {"sequence": sequence, "seal": seal, "proof": _proof(name, sequence, seal), "moved_at": clock.now()}


def _proof(name: str, sequence: int, seal: str) -> str:
    return keyed_digest(f"{name} {sequence} {seal}", key=derive_key(settings.secret_key, "audit chain")).hex()
