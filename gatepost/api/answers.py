"""Answers: always JSON."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, request

from gatepost.errors import InvalidClient, InvalidInput, ReauthenticationRequired, Refusal
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


def answer_as_oauth() -> None:
    """Add the members of RFC 6749 section 5.2 to later refusals of the present request."""
    request.environ[_OAUTH] = True


def refuse_without_flask(refusal: Refusal) -> Callable[[Callable[..., Any]], Iterable[bytes]]:
    """A function that answers *refusal* by WSGI alone: before Flask, or if Flask fails. The shape is the same."""
    body = orjson.dumps({"message": str(refusal), "status": refusal.status, "code": refusal.code})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *refusal.headers.items()]
    status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"

    def answer(start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(status, list(headers))
        return [body]

    return answer


def respond_to_refusal(refusal: Refusal) -> Response:
    """*refusal* as a response, in the shape that all errors share."""
    body: dict[str, Any] = {"message": str(refusal), "status": refusal.status, "code": refusal.code}
    if _OAUTH in request.environ:
        code = refusal.oauth_code
        body |= {"code": code, "error": code, "error_description": body["message"]}
    if isinstance(refusal, InvalidInput):
        body["errors"] = refusal.errors
    headers = dict(refusal.headers)
    if refusal.status == _UNAUTHORIZED or refusal.challenge:
        headers["WWW-Authenticate"] = _challenge(refusal)
    return respond(body, refusal.status, headers)


def _challenge(refusal: Refusal) -> str:
    """RFC 6750 section 3: no error code if no token was sent. Clients authenticate by RFC 7617."""
    if isinstance(refusal, InvalidClient):
        return f'Basic realm="{REALM}"'
    if not refusal.challenge:
        return f'Bearer realm="{REALM}"'
    age = f', max_age="{int(settings.recent.total_seconds())}"' if isinstance(refusal, ReauthenticationRequired) else ""
    return f'Bearer realm="{REALM}", error="{refusal.challenge}"{age}'
