"""Undo a change of second factors: what was added is removed, and what was removed is put back.

A passkey that was added or removed by itself is undone in passkeys/undo.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.factors.kinds import KINDS, note_factors
from gatepost.factors.recovery_codes import end_codes
from gatepost.undos.keep_undo import keep_undo
from gatepost.undos.kinds import undoable
from gatepost.users.models import User


def keep_change(
    user: User, *, added: Mapping[str, Sequence[str]] | None = None, removed: Mapping[str, list[Any]] | None = None
) -> dict[str, Any]:
    """Keep a change for its undo, by kinds: the ids of what was *added*, and the rows that were set aside of what was
    *removed*. Returns values for the message. The caller has locked the user's row.
    """
    return keep_undo(_FACTORS, user, {"added": dict(added or {}), "removed": dict(removed or {})})


def _revert(user: User, content: dict[str, Any]) -> None:
    for name, ids in content["added"].items():
        KINDS[name].set_aside(user.uuid, ids)
    for name, rows in content["removed"].items():
        KINDS[name].put_back(user.uuid, rows)
    note_factors(user)
    if not user.factors:
        end_codes(user.uuid)


def _opens_nothing(user_uuid: str) -> bool:
    """A second factor lets nobody in by itself; a passkey does, and is asked in its own room."""
    return False


_FACTORS = undoable("factors", _revert, opens=_opens_nothing)
