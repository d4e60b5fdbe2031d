"""The interface for rooms whose changes can be undone: a kind of change, and how one is reverted.

Such a room defines its kind by :func:`undoable`. A deed that changes something calls ``keep_undo`` (keep_undo.py) in
its transaction, with the user's row locked, and gives the values that it returns to ``notify`` as ``undo``. The
template of the message has ``link``, which is empty for an address that nobody has proven, and ``days``. All else is
done here: the link, its time, later changes, sessions and devices.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gatepost.users.models import User

Revert = Callable[[User, dict[str, Any]], None]
Settle = Callable[[User], None]


def _leave(user: User) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change. *revert* gets the user, whose row is locked, and the content that was kept; it does not commit.

    Later changes are reverted before, whatever their kind. So *revert* finds what this change has left.
    *settle* is called after each reverted change, whatever its kind: for what depends on all that the user has.
    """

    name: str
    revert: Revert
    settle: Settle


KINDS: dict[str, Kind] = {}


def undoable(name: str, revert: Revert, *, settle: Settle = _leave) -> Kind:
    """Define a kind of change. Its *name*, of 20 letters at most, stays for ever."""
    KINDS[name] = Kind(name, revert, settle)
    return KINDS[name]
