"""Verify an ID token (OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725)."""

import re
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError

from gatepost import clock
from gatepost.errors import ProviderRefused
from gatepost.providers.identity import LEEWAY, LONGEST, Identity, identity_from
from gatepost.providers.key_sets import find_key
from gatepost.settings.providers import Provider

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
# Those of public keys: a token signed with our own client secret, or not at all, is none of the provider's.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
_LONGEST_LIFE = 400 * 86400  # seconds from now; how long we remember that a token was used


class _Registry(jws.JWSRegistry):
    """EdDSA stands for Ed25519. Providers still write the old name, of which joserfc warns (RFC 9864)."""

    def get_alg(self, name: str) -> Any:
        return super().get_alg("Ed25519" if name == "EdDSA" else name)


_REGISTRY = _Registry(algorithms=_ALGORITHMS)


def verify_id_token(
    provider: Provider, token: str, *, nonce: str, audience: tuple[str, ...], access_token: str | None = None
) -> Identity:
    """The identity that this *token* of the provider proves, to one *audience* of ours, for this *nonce*.

    *access_token* came with it, and has to fit its ``at_hash``. Raises ProviderRefused, ProviderUnavailable.
    """
    header, claims = _open(provider, token)
    client_id = _our_audience(claims, audience)
    options: Any = {
        "iss": {"essential": True, "values": provider.issuers},
        "aud": {"essential": True, "value": client_id},
        "nonce": {"essential": True, "value": nonce},
    }
    params = {"nonce": nonce, "client_id": client_id, "access_token": access_token}
    try:
        CodeIDToken(claims, header, options, params).validate(int(clock.now().timestamp()), LEEWAY)
    except (JoseError, ValueError, TypeError):
        raise ProviderRefused from None
    if claims["exp"] > clock.now().timestamp() + _LONGEST_LIFE:
        raise ProviderRefused
    return identity_from(provider, claims)


def _open(provider: Provider, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token that a key of the provider has signed. The key and not the header decides how."""
    if len(token) > LONGEST or not _COMPACT.fullmatch(token):
        raise ProviderRefused
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, RecursionError):
        raise ProviderRefused from None
    kid = header.get("kid")
    if str(header.get("typ", "JWT")).upper() != "JWT" or not (kid is None or isinstance(kid, str)):
        raise ProviderRefused  # such as an access token: at+jwt
    key = find_key(provider, kid)
    if key is None:
        raise ProviderRefused
    try:
        opened = jwt.decode(token, key, registry=_REGISTRY)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise ProviderRefused from None
    return opened.header, dict(opened.claims)


def _our_audience(claims: dict[str, Any], audience: tuple[str, ...]) -> str:
    """The client of ours for which the token is. Raises ProviderRefused."""
    named = claims.get("aud")
    listed = named if isinstance(named, list) else [named]
    for client_id in audience:
        if client_id in listed:
            return client_id
    raise ProviderRefused
