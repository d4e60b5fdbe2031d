"""Sending a call, again where that is safe: the service said when, and has not carried it out or may do so twice."""

from dataclasses import dataclass
from typing import Any

import httpx

from gatepost_client.call import Call
from gatepost_client.errors import seconds_to_wait
from gatepost_client.steps import Send, Steps, Wait

_SAFE_TO_REPEAT = ("GET", "PUT")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is sent at most, and for how many seconds it waits in all between."""

    tries: int
    seconds: float


def send(
    call: Call[Any], headers: dict[str, str], patience: Patience, *, repeatable: bool = False
) -> Steps[httpx.Response]:
    """The answer to *call*, which is sent again after a 429, and if that is safe after a 503, as ``Retry-After`` says.

    429 means that nothing was done. 503 may also come after a lost commit, so only a GET, a PUT and what is
    *repeatable* are sent again: another DELETE would answer 404 for what the first one did.
    """
    query = {name: value for name, value in call.query.items() if value is not None}
    step = Send(call.method, call.path, query, call.body, headers)
    waited = 0.0
    for tries_left in reversed(range(patience.tries)):
        response: httpx.Response = yield step
        pause = seconds_to_wait(response)
        is_safe = response.status_code == 429 or (  # noqa: PLR2004  Too Many Requests
            response.status_code == 503 and (repeatable or call.method in _SAFE_TO_REPEAT)  # noqa: PLR2004
        )
        if not is_safe or pause is None or not tries_left or waited + pause > patience.seconds:
            return response
        waited += pause
        yield Wait(pause)
    raise AssertionError("unreachable: there is one try at least")
