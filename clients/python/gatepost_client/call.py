"""A call: a request to the service, before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """A request to the service, whose answer has the type T. The functions of ``gatepost_client.calls`` make them.

    *is_public*: it takes no token. *effect*: its answer begins a session, renews the access token of the present one,
    or does neither.
    """

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    is_public: bool = False
    effect: Literal["", "begins", "renews"] = ""


def fill(path: str, *values: str) -> str:
    """The *path* with its variables, in their order. Raises ValueError for a value that would make it another path."""
    for value in values:
        if value in ("", ".", ".."):
            raise ValueError(f"{value!r} cannot be a part of the path {path}")
        begin, _, rest = path.partition("{")
        path = begin + quote(value, safe="") + rest.partition("}")[2]
    return path
