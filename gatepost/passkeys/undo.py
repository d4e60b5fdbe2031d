"""Undo that a passkey was added or removed: the new one goes, and the removed one is put back."""

from collections.abc import Sequence
from typing import Any

from gatepost.passkeys.set_aside import put_back, set_aside
from gatepost.undos.keep_undo import keep_undo
from gatepost.undos.kinds import undoable
from gatepost.users.models import User


def keep_change(user: User, *, added: Sequence[str] = (), removed: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Keep a change for its undo: the ids of what was *added*, and the rows that were set aside of what was *removed*.

    Returns values for the message. The caller has locked the user's row.
    """
    return keep_undo(_PASSKEYS, user, {"added": list(added), "removed": list(removed)})


def _revert(user: User, content: dict[str, Any]) -> None:
    if content["added"]:
        set_aside(user.uuid, content["added"])
    put_back(user.uuid, content["removed"])


_PASSKEYS = undoable("passkeys", _revert)
