"""Ask a provider over HTTP: one request in bounded time, an answer of bounded size, and no redirect is followed.

The name of the server is resolved once, and the connection goes to an address that was looked at. So no name leads into
a private network, also not one whose address changes between two questions.
"""

import json
import ssl
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from http.client import HTTPConnection, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlsplit

import structlog

from gatepost.errors import ProviderUnavailable
from gatepost.messaging.senders.connection import timed_connection
from gatepost.messaging.senders.turns import TURNS
from gatepost.outbox.kinds import NotDelivered
from gatepost.public_addresses import is_any, is_public
from gatepost.server_addresses import http_address
from gatepost.settings.providers import Provider

_TIMEOUT = timedelta(seconds=5)  # for all of one request, because somebody waits for the answer
_LARGEST = 256 * 1024  # bytes of an answer; key sets and discovery documents have about 10 KiB
_GOOD, _REFUSED, _TOO_MANY = range(200, 300), range(400, 500), 429
_HEADERS = {"Accept": "application/json", "User-Agent": "gatepost", "Connection": "close"}

log = structlog.get_logger("gatepost")


class Answer(NamedTuple):
    """The answer of a provider. *good*: its status is 2xx; otherwise the provider has refused."""

    good: bool
    data: Any


def ask(provider: Provider, url: str, *, body: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """GET *url*, or POST the form *body* to it. No transaction is open here. Raises ProviderUnavailable."""
    try:
        with TURNS.take():
            status, text = _send(provider, url, body, {**_HEADERS, **(headers or {})})
        return Answer(status in _GOOD, json.loads(text))
    except (NotDelivered, ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, NotDelivered) else "its answer cannot be read"
        log.warning("provider.no_answer", provider=provider.name, reason=reason)
        raise ProviderUnavailable from None


def basic(client_id: str, secret: str) -> str:
    """The header Authorization of a client; both are form-encoded before (RFC 6749 section 2.3.1)."""
    return f"Basic {b64encode(f'{quote_plus(client_id)}:{quote_plus(secret)}'.encode()).decode()}"


def _send(provider: Provider, url: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
    parts = http_address(url)
    host, tls = str(parts.hostname), _trusted() if parts.scheme == "https" else None
    connection: HTTPConnection = HTTPSConnection(host, parts.port) if tls else HTTPConnection(host, parts.port)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with timed_connection(_TIMEOUT) as timed:
        try:
            may_reach = is_any if provider.private else is_public
            connection.sock = timed.connect(host, connection.port, tls=tls, may_reach=may_reach)
            connection.request("GET" if body is None else "POST", target, body, headers)
            answer = connection.getresponse()
            text = answer.read(_LARGEST + 1)
            if timed.expired or len(text) > _LARGEST or answer.length:
                raise NotDelivered("its answer is too large, too slow, or cut short")
            if answer.status not in _GOOD and (answer.status not in _REFUSED or answer.status == _TOO_MANY):
                raise NotDelivered(f"it answered {answer.status}")
        finally:
            connection.close()
    return answer.status, text


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def same_place(url: str, issuer: str) -> bool:
    """Whether *url* may be asked for this *issuer*: by https, and without only where the issuer is without."""
    try:
        http_address(url)
    except ValueError:
        return False
    return urlsplit(url).scheme == "https" or urlsplit(issuer).scheme == "http"
