"""Everything that sending a call raises."""

from collections.abc import Mapping
from typing import Any, cast

import httpx

from gatepost_client.codes import Code

_MOST_DIGITS = 10


class GatepostError(Exception):
    """A call was not answered with a result."""


class Refused(GatepostError):
    """The service refused the call. *code* says why; *errors* has the reasons against each field (422).

    *status* is the HTTP status. *request_id* leads to the line in the log of the service. *retry_after* is in seconds,
    None if the service said nothing about it.
    """

    def __init__(self, body: Mapping[str, Any], response: httpx.Response) -> None:
        super().__init__(f"{body['code']}: {body['message']}")
        self.code: Code = cast(Code, body["code"])
        self.message: str = body["message"]
        self.status: int = response.status_code
        self.errors: Mapping[str, list[str]] = body.get("errors", {})
        self.second_factor: Mapping[str, Any] | None = body.get("second_factor")
        self.request_id: str = response.headers.get("X-Request-ID", "")
        self.retry_after: int | None = seconds_to_wait(response)


class UnexpectedAnswer(GatepostError):
    """The answer is none of Gatepost's: perhaps a proxy before it has answered. *status* is the HTTP status."""

    def __init__(self, response: httpx.Response) -> None:
        kind = response.headers.get("Content-Type", "no type")
        super().__init__(f"the answer with status {response.status_code} ({kind}) is none of Gatepost's")
        self.status: int = response.status_code
        self.request_id: str = response.headers.get("X-Request-ID", "")


# No connection came about: to a server, through a proxy, or at all, because the address is none of HTTP.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


class NoAnswer(GatepostError):
    """No answer came, or none in time. The service may have carried the call out, unless *was_sent* is false."""

    def __init__(self, error: httpx.RequestError | httpx.InvalidURL) -> None:
        super().__init__(f"no answer: {type(error).__name__}: {error}")
        self.was_sent: bool = not isinstance(error, _NOT_SENT)


def seconds_to_wait(response: httpx.Response) -> int | None:
    """The header ``Retry-After`` in seconds; None if it is missing or a date, which Gatepost never sends."""
    text = response.headers.get("Retry-After", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS else None


def read(response: httpx.Response) -> Any:
    """The body of a success. Raises Refused, UnexpectedAnswer."""
    body = json_of(response)
    if response.is_success and body is not None:
        return body
    if body is not None and isinstance(body.get("code"), str) and isinstance(body.get("message"), str):
        raise Refused(body, response)
    raise UnexpectedAnswer(response)


def read_pair(response: httpx.Response) -> tuple[str, str]:
    """The access token and the refresh token of a success. Raises Refused, UnexpectedAnswer."""
    body = read(response)
    access, refresh = body.get("access_token"), body.get("refresh_token")
    if not (isinstance(access, str) and isinstance(refresh, str)):
        raise UnexpectedAnswer(response)
    return access, refresh


def json_of(response: httpx.Response) -> dict[str, Any] | None:
    """The JSON object of *response*; None if it has none. Each answer of Gatepost is one."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
