"""The keys of providers, which are kept; a new key id has them fetched again, but not too often."""

from base64 import urlsafe_b64decode
from datetime import timedelta
from typing import Any

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from gatepost.errors import ProviderUnavailable
from gatepost.providers.ask import ask
from gatepost.providers.find_provider import endpoints_of
from gatepost.providers.keep import Kept
from gatepost.settings.providers import Provider

_COOL_DOWN = timedelta(minutes=1)
_MOST_KEYS = 50
_KINDS = ("RSA", "EC", "OKP")  # no symmetric one: a provider publishes none
_LEAST_BITS = 2048  # of RSA (NIST SP 800-131A)

log = structlog.get_logger("gatepost")


def find_key(provider: Provider, kid: str | None) -> Key | None:
    """The key with this *kid*; without one, the only key. None if there is none.

    One that is not known yet has the keys fetched again, at most once in a minute, so that nobody makes us ask the
    provider all the time. Raises ProviderUnavailable.
    """
    found = _among(KEYS.get(provider), kid)
    return found or _among(KEYS.get(provider, unless_older=_COOL_DOWN), kid)


def _among(keys: list[Key], kid: str | None) -> Key | None:
    if kid is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.kid == kid), None)


def _read(provider: Provider) -> list[Key]:
    answer = ask(provider, endpoints_of(provider).keys)
    data: Any = answer.data.get("keys") if answer.good and isinstance(answer.data, dict) else None
    if not isinstance(data, list):
        log.warning("provider.no_answer", provider=provider.name, reason="its keys cannot be read")
        raise ProviderUnavailable
    return [key for each in data[:_MOST_KEYS] if (key := _import(each)) is not None]


def _import(data: Any) -> Key | None:
    """A key that verifies; None for one of another kind or purpose, and for one that is malformed."""
    if not isinstance(data, dict) or data.get("kty") not in _KINDS or data.get("use", "sig") != "sig":
        return None
    public = {name: value for name, value in data.items() if name != "d"}
    if public.get("alg") == "EdDSA":
        public["alg"] = "Ed25519"  # the name that id_token.py verifies by
    try:
        return None if _is_weak(public) else import_key(public)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_weak(data: dict[str, Any]) -> bool:
    """Whether it is a short RSA key. It is asked before joserfc reads the key, which would warn of it."""
    if data["kty"] != "RSA":
        return False
    return int.from_bytes(urlsafe_b64decode(data["n"] + "==")).bit_length() < _LEAST_BITS


KEYS = Kept(_read)
