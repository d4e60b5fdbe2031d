"""Answers out: JSON, always."""

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
    """A body together with headers or a status of its own."""

    body: Mapping[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    status: int | None = None


class _Whole(Response):
    """A response that is all there: nothing has to be worked out while it is sent."""

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response(self.status, self.headers.to_wsgi_list())
        return () if environ["REQUEST_METHOD"] == "HEAD" else self.response  # type: ignore[return-value]  # bytes


def respond(body: Any, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """*body* as a JSON response."""
    return _Whole(orjson.dumps(body), status, headers, content_type="application/json")


def answer_as_oauth() -> None:
    """From here on refusals of the present request are told in the words of RFC 6749 section 5.2, too."""
    request.environ[_OAUTH] = True


def refuse_without_flask(refusal: Refusal) -> Callable[[Callable[..., Any]], Iterable[bytes]]:
    """Answers *refusal* in the one shape of every error, by WSGI alone: before Flask, or where Flask has failed."""
    body = orjson.dumps({"message": str(refusal), "status": refusal.status, "code": refusal.code})
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), *refusal.headers.items()]
    status = f"{refusal.status} {HTTPStatus(refusal.status).phrase}"

    def answer(start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(status, list(headers))
        return [body]

    return answer


def respond_to_refusal(refusal: Refusal) -> Response:
    """The one shape of every error."""
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
    """RFC 6750 section 3: no error code where no token was sent. Clients authenticate by RFC 7617."""
    if isinstance(refusal, InvalidClient):
        return f'Basic realm="{REALM}"'
    if not refusal.challenge:
        return f'Bearer realm="{REALM}"'
    age = f', max_age="{int(settings.recent.total_seconds())}"' if isinstance(refusal, ReauthenticationRequired) else ""
    return f'Bearer realm="{REALM}", error="{refusal.challenge}"{age}'
