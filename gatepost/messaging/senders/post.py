"""One POST to an HTTP server, with a deadline. Redirects are not followed, and little of the answer is read."""

import ssl
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPConnection, HTTPSConnection, IncompleteRead
from typing import NamedTuple
from urllib.parse import urlsplit

from gatepost.messaging.senders.connection import timed_connection
from gatepost.outbox.kinds import NotDelivered

_MOST_BYTES = 8 * 1024  # of an answer; more is not read
# These concern the settings, which can be mended, or the moment. All other 4xx concern the message.
_TEMPORARY = frozenset({401, 403, 404, 405, 407, 408, 421, 425, 429})


class Answer(NamedTuple):
    status: int
    body: bytes

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  2xx


def post(url: str, body: bytes, *, headers: Mapping[str, str], timeout: timedelta, tls: ssl.SSLContext) -> Answer:
    """POST *body* to *url* and return the whole answer. Raises NotDelivered, also for an incomplete answer."""
    parts = urlsplit(url)
    host, secure = str(parts.hostname), parts.scheme == "https"
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection: HTTPConnection = (
        HTTPSConnection(host, parts.port, context=tls) if secure else HTTPConnection(host, parts.port)
    )
    with timed_connection(timeout) as timed:
        try:
            connection.sock = timed.connect(host, connection.port, tls=tls if secure else None)
            connection.request("POST", target, body, {"User-Agent": "gatepost", "Connection": "close", **headers})
            answer = connection.getresponse()
            text = answer.read(_MOST_BYTES)
            if timed.expired or (answer.length and len(text) < _MOST_BYTES):
                raise IncompleteRead(text)
        finally:
            connection.close()
    return Answer(answer.status, text)


def refused(who: str, answer: Answer, *, detail: str = "") -> NotDelivered:
    """The error for an answer that is not 2xx, permanent or not by its status."""
    permanent = 400 <= answer.status < 500 and answer.status not in _TEMPORARY  # noqa: PLR2004  4xx
    return NotDelivered(f"{who} answered {answer.status}{detail}", permanent=permanent)
