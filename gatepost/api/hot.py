"""Hot endpoints: asked at each request of somebody else's application, and answered without Flask where a server can.

``serving/fast_lane.py`` is such a server. Any other serves these endpoints like all others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class HotRequest(NamedTuple):
    """A request to a hot endpoint: the claims of its token, the variables of its path, what the question found."""

    claims: Mapping[str, Any]
    variables: Mapping[str, str]
    rows: Sequence[Sequence[Any]]


def _always(_: HotRequest) -> bool:
    return True


@dataclass(frozen=True)
class Hot:
    """*question*: the look-up of the token's session, from ``sessions/look_up.py``.

    The endpoint's function then asks the database nothing else, and waits for nothing, for requests that are
    *usual*. The others are served in a thread.
    """

    question: Any
    usual: Callable[[HotRequest], bool] = _always
