"""Check whether a password is known from a breach, at a service that does not learn the password.

That is Have I Been Pwned's range search (k-anonymity). We send five of the forty characters of the password's SHA-1
hash. The service answers with all known hashes that begin so, padded to hide how many there are. We compare the rest.
"""

import ssl
import unicodedata
from datetime import timedelta
from functools import cache
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

import structlog

from gatepost.crypto import sha1
from gatepost.messaging.senders.connection import timed_connection
from gatepost.outbox.kinds import NotDelivered
from gatepost.settings import settings

_TOLD = 5  # characters
_TIMEOUT = timedelta(seconds=1.5)  # for all of it, because somebody waits for an answer
_OK = 200
_LARGEST = 1 << 20  # bytes of an answer; those of the real service have about 40 KiB

log = structlog.get_logger("gatepost")


def was_breached(password: str) -> bool:
    """Whether *password* is in a breach. False without an answer in time, because an outage must not keep users out."""
    hashed = sha1(unicodedata.normalize("NFC", password)).upper()
    try:
        known = _ask(hashed[:_TOLD])
    except Exception as error:  # no error is a reason to refuse a password
        log.warning("password_breaches.no_answer", error=type(error).__name__)
        return False
    wanted = hashed[_TOLD:]
    return any(line[: len(wanted)].upper() == wanted and line[len(wanted) :].strip(": 0\r") for line in known)


def _ask(beginning: str) -> list[str]:
    """The lines of the answer: the rest of a hash, a colon, and in how many breaches it was; zero is padding."""
    parts = urlsplit(f"{settings.password_breaches_url}/range/{beginning}")
    host, tls = str(parts.hostname), _trusted() if parts.scheme == "https" else None
    connection: HTTPConnection = HTTPSConnection(host, parts.port) if tls else HTTPConnection(host, parts.port)
    with timed_connection(_TIMEOUT) as timed:
        try:
            connection.sock = timed.connect(host, connection.port, tls=tls)
            headers = {"Add-Padding": "true", "User-Agent": "gatepost", "Connection": "close"}
            connection.request("GET", parts.path, headers=headers)
            answer = connection.getresponse()
            text = answer.read(_LARGEST)
            if answer.status != _OK or answer.length or timed.expired:
                raise NotDelivered(f"it answered {answer.status}, or half")
        finally:
            connection.close()
    return text.decode("ascii").split("\n")


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
