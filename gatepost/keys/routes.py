"""GET /.well-known/jwks.json"""

from typing import NotRequired

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost import clock
from gatepost.api import PUBLIC, Answer, Room
from gatepost.keys.ring import current_ring
from gatepost.settings import settings

room = Room("keys")
_LONGEST = 300  # seconds that a verifier may keep the answer


class PublicKey(TypedDict):
    """A JSON Web Key (RFC 7517): ``crv``, ``x`` and ``y`` on a curve, ``n`` and ``e`` of RSA."""

    kid: str
    use: str
    alg: str
    kty: str
    crv: NotRequired[str]
    x: NotRequired[str]
    y: NotRequired[str]
    n: NotRequired[str]
    e: NotRequired[str]


class KeySet(TypedDict):
    """A JSON Web Key Set (RFC 7517)."""

    keys: list[PublicKey]


@room.get("/.well-known/jwks.json", access=PUBLIC, limit="600/minute", answer=KeySet)
def get_keys() -> Answer:
    """Get the public keys.

    With them anyone can verify an access token. A key is here before its first use, and as long as what it signed is
    good.
    """
    age = min(_LONGEST, int(settings.key_lead.total_seconds()) // 2)
    keys = current_ring().published(clock.now())
    return Answer({"keys": keys}, {"Cache-Control": f"public, max-age={age}"})
