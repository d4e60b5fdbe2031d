"""Signatures of requests that we send to others, as Standard Webhooks (standardwebhooks.com) defines them."""

from base64 import b64decode, b64encode

from gatepost.crypto import keyed_hmac, random_bytes

PREFIX = "whsec_"
_BYTES = 32  # the specification: 24 to 64


def new_secret() -> str:
    """A signing secret of 256 random bits, in base64 after ``whsec_``."""
    return f"{PREFIX}{b64encode(random_bytes(_BYTES)).decode()}"


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:  # noqa: A002  the name of the specification
    """The signature ``v1,…`` of a request: HMAC-SHA256, in base64, over *id*, *timestamp* and *body* with dots between.

    *secret*: ``whsec_`` and base64; *timestamp*: Unix time in seconds. Raises ValueError for a secret of another form.
    """
    if not secret.startswith(PREFIX):
        raise ValueError("the secret does not begin with whsec_")
    key = b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = f"{id}.{timestamp}.".encode() + body
    return f"v1,{b64encode(keyed_hmac(signed, key=key)).decode()}"
