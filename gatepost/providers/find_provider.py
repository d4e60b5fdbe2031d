"""Find a provider of the settings, and what it says of itself (OpenID Connect Discovery 1.0)."""

from typing import Any, NamedTuple

import structlog

from gatepost.errors import ProviderUnavailable, UnknownProvider
from gatepost.providers.ask import ask, same_place
from gatepost.providers.keep import Kept
from gatepost.settings import settings
from gatepost.settings.providers import Provider

log = structlog.get_logger("gatepost")


class Endpoints(NamedTuple):
    """Where a provider of OpenID Connect is asked. *userinfo* is empty if there is none; *by_post*: the secret goes
    into the form of the token request.
    """

    authorization: str
    token: str
    keys: str
    userinfo: str
    by_post: bool


def get_provider(name: str) -> Provider:
    """The provider of this *name*. Raises UnknownProvider."""
    for provider in settings.providers:
        if provider.name == name:
            return provider
    raise UnknownProvider


def endpoints_of(provider: Provider) -> Endpoints:
    """The endpoints of a provider of OpenID Connect. Raises ProviderUnavailable."""
    return ENDPOINTS.get(provider)


def _read(provider: Provider) -> Endpoints:
    """The provider's answer has to be about its own issuer, and nothing leads from https to http."""
    from authlib.oidc.discovery import get_well_known_url  # noqa: PLC0415  few installations have providers

    answer = ask(provider, get_well_known_url(provider.issuer, external=True))
    data: Any = answer.data if answer.good and isinstance(answer.data, dict) else {}
    authorization, token, keys = (data.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"))
    userinfo = data.get("userinfo_endpoint", "")
    urls = [authorization, token, keys, *([userinfo] if userinfo else [])]
    good = all(isinstance(url, str) and same_place(url, provider.issuer) for url in urls)
    if data.get("issuer") != provider.issuer or not good:
        log.warning("provider.no_answer", provider=provider.name, reason="its discovery document is not good")
        raise ProviderUnavailable
    methods = data.get("token_endpoint_auth_methods_supported")
    by_post = isinstance(methods, list) and "client_secret_basic" not in methods
    return Endpoints(authorization, token, keys, userinfo, by_post=by_post)


ENDPOINTS = Kept(_read)
