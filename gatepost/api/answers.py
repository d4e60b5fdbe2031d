"""Answers: always JSON."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Response
from werkzeug.http import HTTP_STATUS_CODES

from gatepost.caller import TWO_FACTORS
from gatepost.errors import (
    FactorRequired,
    InsufficientScope,
    InvalidClient,
    InvalidInput,
    ReauthenticationRequired,
    Refusal,
    SecondFactorRequired,
)
from gatepost.http.limits import longest_wait
from gatepost.http.present import present
from gatepost.http.request_log import note_refusal
from gatepost.settings import settings

REALM = "gatepost"
_UNAUTHORIZED = 401
_OAUTH = "gatepost.oauth"


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with headers or a status of its own (None: the declared status)."""

    body: Mapping[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    status: int | None = None


class _ReadyResponse(Response):
    """A response whose body is known, so that Werkzeug's work for streams is skipped."""

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response(self.status, self.headers.to_wsgi_list())
        return () if environ["REQUEST_METHOD"] == "HEAD" else self.response  # type: ignore[return-value]  # bytes


def respond(body: Any, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """*body* as a JSON response."""
    return _ReadyResponse(orjson.dumps(body), status, headers, content_type="application/json")


def start_json(start_response: Callable[..., Any], answer: "Answer", *, status: int) -> Iterable[bytes]:
    """Answer by WSGI alone what :func:`respond` answers by Flask, with the same headers in the same order.

    *status* is the declared one, for an answer that has none of its own.
    """
    body, status = orjson.dumps(answer.body), answer.status or status
    headers = [*answer.headers.items(), ("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(_STATUS_LINES[status], headers)
    return [body]


def answer_as_oauth() -> None:
    """Add the members of RFC 6749 section 5.2 to later refusals of the present request."""
    present()[_OAUTH] = True


_STATUS_LINES = {status: f"{status} {phrase.upper()}" for status, phrase in HTTP_STATUS_CODES.items()}  # as Flask's


def refuse_without_flask(refusal: Refusal) -> Callable[[Callable[..., Any]], Iterable[bytes]]:
    """A function that answers *refusal* by WSGI alone: before Flask, or if Flask fails. The shape is the same."""
    body = orjson.dumps({"message": str(refusal), "status": refusal.status, "code": refusal.code})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *refusal.headers.items()]

    def answer(start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(_STATUS_LINES[refusal.status], list(headers))
        return [body]

    return answer


def respond_to_refusal(refusal: Refusal) -> Response:
    """*refusal* as a response, in the shape that all errors share."""
    answer = refused(refusal)
    return respond(answer.body, refusal.status, answer.headers)


def refused(refusal: Refusal) -> Answer:
    """The answer for *refusal*. ``Retry-After`` is the longest wait, if a rate limit is exhausted as well."""
    body: dict[str, Any] = {"message": str(refusal), "status": refusal.status, "code": refusal.code}
    if _OAUTH in present():
        code = refusal.oauth_code
        body |= {"code": code, "error": code, "error_description": body["message"]}
    note_refusal(present(), body["code"])
    if isinstance(refusal, InvalidInput):
        body["errors"] = refusal.errors
    if isinstance(refusal, SecondFactorRequired):
        body["second_factor"] = refusal.due
    headers = dict(refusal.headers)
    if (told := headers.get("Retry-After")) is not None and (wait := longest_wait(present())) > int(told):
        headers["Retry-After"] = str(wait)
    if refusal.status == _UNAUTHORIZED or refusal.challenge:
        headers["WWW-Authenticate"] = _challenge(refusal)
    return Answer(body, headers, refusal.status)


def _challenge(refusal: Refusal) -> str:
    """RFC 6750 section 3: no error code if no token was sent. Clients authenticate by RFC 7617."""
    if isinstance(refusal, InvalidClient):
        return f'Basic realm="{REALM}"'
    if not refusal.challenge:
        return f'Bearer realm="{REALM}"'
    more = (
        f', max_age="{int(settings.recent.total_seconds())}"' if isinstance(refusal, ReauthenticationRequired) else ""
    )
    more += f', acr_values="{TWO_FACTORS}"' if isinstance(refusal, FactorRequired) else ""
    more += f', scope="{refusal.scope}"' if isinstance(refusal, InsufficientScope) and refusal.scope else ""
    return f'Bearer realm="{REALM}", error="{refusal.challenge}"{more}'
