"""Challenges of which nothing is stored before they are answered, because we have signed what we have to know of them.

So nobody writes on the database by asking for one. Each is 256 random bits, the second at which it is over, and a keyed
digest of both, of its purpose and of its holder.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from gatepost.crypto import derive_key, keyed_hmac, random_bytes, same
from gatepost.settings import settings

_BYTES, _TIME, _PROOF = 32, 8, 32
_LENGTH = (_BYTES + _TIME + _PROOF) * 4 // 3  # characters of base64url, without padding


def sign_challenge(purpose: str, *, holder: str, expires_at: datetime) -> str:
    """Issue a challenge, in base64url, that only *holder* may answer, for this *purpose*."""
    body = random_bytes(_BYTES) + int(expires_at.timestamp()).to_bytes(_TIME, "big")
    return urlsafe_b64encode(body + _proof(body, purpose, holder)).decode()


def is_signed(challenge: str) -> bool:
    """Whether *challenge*, in base64url, has the shape of those that are signed."""
    return len(challenge) == _LENGTH


def read_expiry(challenge: str, purpose: str, *, holder: str) -> datetime | None:
    """When this signed *challenge* is over; None if it was not issued to *holder* for this *purpose*."""
    raw = urlsafe_b64decode(challenge)
    body, proof = raw[:-_PROOF], raw[-_PROOF:]
    if not same(proof.hex(), _proof(body, purpose, holder).hex()):
        return None
    return datetime.fromtimestamp(int.from_bytes(body[_BYTES:], "big"), UTC)


def _proof(body: bytes, purpose: str, holder: str) -> bytes:
    key = derive_key(settings.secret_key, "passkey challenges")
    return keyed_hmac(body + f"{purpose} {holder}".encode(), key=key)
