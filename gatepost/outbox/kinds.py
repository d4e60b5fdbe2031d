"""The kinds of entries in the outbox. A kind holds its handler, so the outbox imports no room that uses it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class NotDelivered(Exception):
    """An entry was not accepted. *reason* is short, without addresses and secrets. *permanent*: no retry will help."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Handle(Protocol):
    """Handles an entry. *identifier* is the same at every attempt. Raises NotDelivered.

    *finish* removes the entry in the present transaction, and tells whether the lease still held. A handler that works
    in the database calls it; other entries are noted as sent when the handler returns.
    """

    def __call__(self, name: str, content: dict[str, Any], *, identifier: str, finish: Callable[[], bool]) -> None: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: the value of the column ``channel``, and its handler.

    *in_database*: the handler works in the database and finishes the entry itself. It is retried on a conflict, and an
    expired entry is removed. Otherwise the handler talks to a server, and an expired entry is kept as failed, so that
    operators see it.
    """

    name: str
    handle: Handle
    in_database: bool = False
