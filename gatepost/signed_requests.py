"""Signatures of requests that we send to others, as Standard Webhooks (standardwebhooks.com) defines them."""

from base64 import b64decode, b64encode
from collections.abc import Iterable

from gatepost import clock
from gatepost.crypto import keyed_hmac, random_bytes

PREFIX = "whsec_"
_BYTES = 32  # the specification: 24 to 64


def new_secret() -> str:
    """A signing secret of 256 random bits, in base64 after ``whsec_``."""
    return f"{PREFIX}{b64encode(random_bytes(_BYTES)).decode()}"


def signed(secrets: Iterable[str], id: str, body: bytes) -> dict[str, str]:  # noqa: A002  the name of the specification
    """The three headers of a request with this *id* that is sent now: who gets it can tell a replay by its time.

    During a rotation there are two *secrets*, and the signatures have a blank between.
    """
    timestamp = int(clock.now().timestamp())
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(sign(secret, id, timestamp, body) for secret in secrets),
    }


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:  # noqa: A002
    """The signature ``v1,…`` of a request: HMAC-SHA256, in base64, over *id*, *timestamp* and *body* with dots between.

    *secret*: ``whsec_`` and base64, or a text whose bytes are the key; *timestamp*: Unix time in seconds.
    """
    key = b64decode(secret.removeprefix(PREFIX), validate=True) if secret.startswith(PREFIX) else secret.encode()
    told = f"{id}.{timestamp}.".encode() + body
    return f"v1,{b64encode(keyed_hmac(told, key=key)).decode()}"
