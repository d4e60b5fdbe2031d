"""Our secret at a provider: a text, or a token that our key signs anew for each request, as Apple asks for it.

It follows "Creating a client secret" in Apple's documentation of Sign in with Apple. Nothing keeps it.
"""

from joserfc import jwt
from joserfc.jwk import ECKey

from gatepost import clock
from gatepost.settings.providers import Provider

_LIFE = 300  # seconds. Apple allows six months, but it is needed for one request
_LEEWAY = 60  # seconds by which clocks may differ


def client_secret(provider: Provider) -> str:
    """The secret for a request now; empty for a client without one."""
    if not provider.key:
        return provider.client_secret
    now = int(clock.now().timestamp())
    claims = {
        "iss": provider.team_id,
        "sub": provider.client_id,
        "aud": provider.issuer,
        "iat": now - _LEEWAY,
        "exp": now + _LIFE,
    }
    key = ECKey.import_key(provider.key)
    return jwt.encode({"alg": "ES256", "kid": provider.key_id}, claims, key, algorithms=["ES256"])
