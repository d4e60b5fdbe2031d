"""The code flow of OpenID Connect with PKCE (RFC 7636): the request to the provider, and the code that comes back."""

from typing import Any

import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from gatepost.errors import ProviderRefused
from gatepost.providers.ask import ask, basic
from gatepost.providers.client_secret import client_secret
from gatepost.providers.find_provider import endpoints_of
from gatepost.providers.id_token import verify_id_token
from gatepost.providers.identity import Identity, identity_from
from gatepost.providers.state import State
from gatepost.settings.providers import Provider

log = structlog.get_logger("gatepost")


def authorization_url(provider: Provider, state: State, *, redirect_uri: str) -> str:
    """Where the browser is sent to log in at the provider. Raises ProviderUnavailable."""
    return request_url(
        provider, endpoints_of(provider).authorization, state, redirect_uri=redirect_uri, nonce=state.nonce
    )


def request_url(provider: Provider, url: str, state: State, *, redirect_uri: str, **more: str) -> str:
    """The request for a code at this *url* of the provider."""
    if provider.response_mode != "query":
        more["response_mode"] = provider.response_mode
    sent: str = prepare_grant_uri(
        url,
        provider.client_id,
        "code",
        redirect_uri=redirect_uri,
        scope=provider.scopes,
        state=state.value,
        code_challenge=create_s256_code_challenge(state.verifier),
        code_challenge_method="S256",
        **more,
    )
    return sent


def redeem(provider: Provider, code: str, state: State, *, redirect_uri: str) -> Identity:
    """The identity for which the provider gave this *code*. Raises ProviderRefused, ProviderUnavailable."""
    at = endpoints_of(provider)
    tokens = request_tokens(provider, at.token, code, state, redirect_uri=redirect_uri, by_post=at.by_post)
    token, access_token = tokens.get("id_token"), tokens.get("access_token")
    if not isinstance(token, str) or not isinstance(access_token, str):
        raise ProviderRefused
    audience = (provider.client_id,)
    found = verify_id_token(provider, token, nonce=state.nonce, audience=audience, access_token=access_token)
    if found.proven_email is not None or not at.userinfo:
        return found
    return _with_userinfo(provider, found, at.userinfo, access_token)


def request_tokens(
    provider: Provider, url: str, code: str, state: State, *, redirect_uri: str, by_post: bool
) -> dict[str, Any]:
    """Exchange *code* for tokens at this *url*. Raises ProviderRefused, ProviderUnavailable."""
    given = {"code": code, "code_verifier": state.verifier, "redirect_uri": redirect_uri}
    headers, secret = {}, client_secret(provider)
    if secret and not by_post:
        headers["Authorization"] = basic(provider.client_id, secret)
    else:
        given["client_id"] = provider.client_id
        if secret:
            given["client_secret"] = secret
    answer = ask(provider, url, body=prepare_token_request("authorization_code", **given), headers=headers)
    if not answer.good or not isinstance(answer.data, dict) or "error" in answer.data:
        said = answer.data.get("error") if isinstance(answer.data, dict) else None
        log.warning("provider.refused", provider=provider.name, error=str(said)[:50])
        raise ProviderRefused
    return answer.data


def _with_userinfo(provider: Provider, found: Identity, url: str, access_token: str) -> Identity:
    """Many providers tell the e-mail address only there. It has to be of the same subject."""
    answer = ask(provider, url, headers={"Authorization": f"Bearer {access_token}"})
    if not answer.good or not isinstance(answer.data, dict):
        return found
    more = identity_from(provider, answer.data)
    if more.subject != found.subject:
        raise ProviderRefused
    return more
