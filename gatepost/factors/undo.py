"""Undo a change of second factors: what was added is removed, and what was removed is put back.

A passkey that was added or removed by itself is undone in passkeys/undo.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gatepost.factors.kinds import KINDS, note_factors
from gatepost.factors.recovery_codes import end_codes
from gatepost.passkeys.factor_due import is_due
from gatepost.undos.keep_undo import keep_undo
from gatepost.undos.kinds import undoable
from gatepost.users.models import User

_ROWS = 10  # of a kind in one part: ten passkeys with the longest ids and keys are 36 KiB, and 48 sealed


def keep_change(
    user: User, *, added: Mapping[str, Sequence[str]] | None = None, removed: Mapping[str, list[Any]] | None = None
) -> dict[str, Any]:
    """Keep a change for its undo, by kinds: the ids of what was *added*, and the rows that were set aside of what was
    *removed*. Returns values for the message. The caller has locked the user's row.

    Many rows are kept as several changes, because a column of MariaDB holds 64 KiB. The link undoes the first of them,
    and with it the later ones.
    """
    parts = _parts(removed or {})
    values = keep_undo(_FACTORS, user, {"added": dict(added or {}), "removed": parts[0]})
    for part in parts[1:]:
        keep_undo(_FACTORS, user, {"added": {}, "removed": part})
    return values


def _parts(removed: Mapping[str, list[Any]]) -> list[dict[str, list[Any]]]:
    """*removed*, in parts of so few rows that each fits; at least one part.

    The last part is put back first. It has the recovery codes and a factor, because without one they would end.
    """
    parts: list[dict[str, list[Any]]] = [{}]
    for name, rows in sorted(removed.items(), key=lambda kind: -len(kind[1])):
        for start in range(0, len(rows), _ROWS):
            if start:
                parts.append({})
            parts[-1][name] = rows[start : start + _ROWS]
    return parts


def _revert(user: User, content: dict[str, Any]) -> None:
    for name, ids in content["added"].items():
        KINDS[name].set_aside(user.uuid, ids)
    for name, rows in content["removed"].items():
        KINDS[name].put_back(user.uuid, rows)
    note_factors(user)


def _settle(user: User) -> None:
    """Recovery codes end where no factor is due. A passkey may be one, so its removal may end them, too."""
    if not is_due(user):
        end_codes(user.uuid)


_FACTORS = undoable("factors", _revert, settle=_settle)
