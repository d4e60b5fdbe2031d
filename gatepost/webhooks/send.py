"""One request to a webhook: in bounded time, to an address that was looked at, without redirects.

The name of the host is resolved once, and the connection goes to one of these addresses. So no name leads into a
private network, also not one whose address changes between two questions.
"""

import ssl
from collections.abc import Mapping
from functools import cache
from http.client import HTTPConnection, HTTPSConnection
from typing import NamedTuple

from gatepost.messaging.senders.connection import timed_connection
from gatepost.server_addresses import http_address
from gatepost.settings import settings
from gatepost.webhooks.addresses import may_reach
from gatepost.webhooks.models import EXCERPT_MAX

_HEADERS = {"Content-Type": "application/json", "User-Agent": "gatepost", "Connection": "close"}


class Answer(NamedTuple):
    """The status of an answer, and how its text begins: at most 1 KiB, without control characters."""

    status: int
    excerpt: str

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  2xx

    @property
    def gone(self) -> bool:
        """The webhook asks for nothing more (Standard Webhooks)."""
        return self.status == 410  # noqa: PLR2004


def send(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST *body*. More of the answer than its beginning is not read. Raises NotDelivered."""
    with timed_connection(settings.webhook_timeout) as timed:
        parts = http_address(url)
        host, tls = str(parts.hostname), _trusted() if parts.scheme == "https" else None
        connection: HTTPConnection = HTTPSConnection(host, parts.port) if tls else HTTPConnection(host, parts.port)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        try:
            connection.sock = timed.connect(host, connection.port, tls=tls, may_reach=may_reach(host))
            connection.request("POST", target, body, {**_HEADERS, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, _readable(answer.read(EXCERPT_MAX)))
        finally:
            connection.close()


def _readable(text: bytes) -> str:
    """*text* for people: whatever cannot be shown, control characters among it, is a replacement character."""
    decoded = text.decode(errors="replace")
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in decoded)


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
