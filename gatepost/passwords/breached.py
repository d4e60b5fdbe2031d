"""Is a password known from a breach? Asked of a service that does not learn which one it is about.

Have I Been Pwned's range search: it is told five of the forty characters of the password's SHA-1 hash, gives all known
hashes that begin so, padded to hide how many there are, and the rest is compared here (k-anonymity).
"""

import unicodedata

import structlog

from gatepost import clock
from gatepost.crypto import sha1
from gatepost.settings import settings

_TOLD = 5  # characters
_TIMEOUT = 1.5  # seconds for all of it: somebody waits for an answer
_LARGEST = 1 << 20  # bytes of an answer; those of the real service have about 40 KiB

log = structlog.get_logger("gatepost")


def was_breached(password: str) -> bool:
    """Whether *password* is in a breach. False, too, where there is no answer in time: nobody is kept out by that."""
    hashed = sha1(unicodedata.normalize("NFC", password)).upper()
    try:
        known = _ask(hashed[:_TOLD])
    except Exception as error:  # whatever it was, it is no reason to refuse a password
        log.warning("password_breaches.no_answer", error=type(error).__name__)
        return False
    wanted = hashed[_TOLD:]
    return any(line[: len(wanted)].upper() == wanted and line[len(wanted) :].strip(": 0\r") for line in known)


def _ask(beginning: str) -> list[str]:
    """The lines of the answer: the rest of a hash, a colon, and in how many breaches it was; zero is padding."""
    import httpx  # noqa: PLC0415  50 ms, only where it is asked for

    url = f"{settings.password_breaches_url}/range/{beginning}"
    until, text = clock.stopwatch() + _TIMEOUT, b""
    with httpx.stream("GET", url, headers={"Add-Padding": "true"}, timeout=_TIMEOUT, follow_redirects=False) as answer:
        answer.raise_for_status()
        for part in answer.iter_bytes():
            text += part
            if len(text) > _LARGEST or clock.stopwatch() > until:
                raise TimeoutError
    return text.decode("ascii").split("\n")
