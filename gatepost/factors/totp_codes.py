"""Secrets and codes of TOTP (RFC 6238): SHA-1, six digits, 30 seconds, because some apps ignore other parameters."""

import re
from base64 import b32encode

import pyotp

from gatepost.crypto import random_bytes, same
from gatepost.settings import settings

_SECRET_BYTES = 20  # 160 bits (RFC 4226 section 4)
_STEP = 30  # seconds
_SKEW = 1  # steps of a clock that is late or early (RFC 6238 section 5.2)
_CODE = re.compile("[0-9]{6}")


class _Generator(pyotp.HOTP):
    """Takes any secret: those that older services gave out have 80 bits (findings/totp-short-secrets.sh)."""

    min_secret_length_bits = 0


def new_secret() -> str:
    """A random secret in Base32, as apps expect it."""
    return b32encode(random_bytes(_SECRET_BYTES)).decode()


def uri_of(secret: str, *, username: str) -> str:
    """The ``otpauth:`` URI by which an app learns the secret.

    A colon separates the service from the account in it, and apps disagree about an escaped one. So the name of the
    service has none.
    """
    issuer = " ".join(settings.service_name.replace(":", " ").split())
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def picture_of(uri: str) -> str:
    """A QR code of *uri*, as SVG."""
    import segno  # noqa: PLC0415  start-up does not need it

    return segno.make_qr(uri, error="m").svg_inline(scale=4)


def step_of(seconds: float) -> int:
    """The step of this time, in seconds since 1970."""
    return int(seconds) // _STEP


def matching_step(secret: str, code: str, *, now: int) -> int | None:
    """The step whose code this is: the step *now*, the one before or the one after. Otherwise None.

    Blanks do not matter, because apps show them.
    """
    typed = "".join(code.split())
    if not _CODE.fullmatch(typed):
        return None
    generator = _Generator(secret)
    steps = [step for step in range(now - _SKEW, now + _SKEW + 1) if same(generator.at(step), typed)]
    return steps[-1] if steps else None
