"""One POST to an HTTP server: no redirect is followed, little is read, and it ends in time."""

import ssl
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPConnection, HTTPSConnection, IncompleteRead
from typing import NamedTuple
from urllib.parse import urlsplit

from gatepost.messaging.senders.connection import dialling
from gatepost.outbox.kinds import NotDelivered

_MOST_BYTES = 8 * 1024  # of an answer; more is not read
# About how we ask, which can be mended, or about the moment; all others of 4xx are about the message.
_NOT_FOR_GOOD = frozenset({401, 403, 404, 405, 407, 408, 421, 425, 429})


class Answer(NamedTuple):
    status: int
    body: bytes

    @property
    def good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  2xx


def post(url: str, body: bytes, *, headers: Mapping[str, str], timeout: timedelta, tls: ssl.SSLContext) -> Answer:
    """The whole answer. Raises NotDelivered, for half of one too."""
    parts = urlsplit(url)
    host, secure = str(parts.hostname), parts.scheme == "https"
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection: HTTPConnection = (
        HTTPSConnection(host, parts.port, context=tls) if secure else HTTPConnection(host, parts.port)
    )
    with dialling(timeout) as dial:
        try:
            connection.sock = dial.connect(host, connection.port, tls=tls if secure else None)
            connection.request("POST", target, body, {"User-Agent": "gatepost", "Connection": "close", **headers})
            answer = connection.getresponse()
            text = answer.read(_MOST_BYTES)
            if dial.over or (answer.length and len(text) < _MOST_BYTES):
                raise IncompleteRead(text)
        finally:
            connection.close()
    return Answer(answer.status, text)


def refused(who: str, answer: Answer, *, detail: str = "") -> NotDelivered:
    """What an answer that is not good means, as far as its status tells."""
    permanent = 400 <= answer.status < 500 and answer.status not in _NOT_FOR_GOOD  # noqa: PLR2004  4xx
    return NotDelivered(f"{who} answered {answer.status}{detail}", permanent=permanent)
