"""The kinds of entries in the outbox. A kind holds its handler, so the outbox knows nobody who uses it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class NotDelivered(Exception):
    """It was not accepted. *reason* is short and names no address and no secret; *permanent*: it never will be."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Handle(Protocol):
    """Does what an entry asks for. *identifier* is the same at every attempt. Raises NotDelivered.

    *finish* removes the entry in the present transaction, and says whether it was still ours. A handler that works in
    the database calls it; the entry of another handler is noted as sent when the handler returns.
    """

    def __call__(self, name: str, content: dict[str, Any], *, identifier: str, finish: Callable[[], bool]) -> None: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands in the column ``channel``, and the handler of such entries.

    *in_database*: the handler works in the database and finishes the entry itself. It is repeated on a conflict, and an
    entry that has expired is removed. Otherwise the handler talks to a server, and an entry that has expired is kept as
    failed, for operators to see.
    """

    name: str
    handle: Handle
    in_database: bool = False
