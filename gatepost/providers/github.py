"""GitHub: OAuth 2.0 with PKCE, and its API for the user and their e-mail addresses. It has no ID tokens."""

from typing import Any

from gatepost.errors import ProviderRefused
from gatepost.providers.ask import ask
from gatepost.providers.identity import Identity, identity_from
from gatepost.providers.openid import request_tokens, request_url
from gatepost.providers.state import State
from gatepost.settings.providers import Provider

_PUBLIC = "https://github.com"


def authorization_url(provider: Provider, state: State, *, redirect_uri: str) -> str:
    """Where the browser is sent to log in at GitHub."""
    url = f"{provider.issuer}/login/oauth/authorize"
    return request_url(provider, url, state, redirect_uri=redirect_uri)


def redeem(provider: Provider, code: str, state: State, *, redirect_uri: str) -> Identity:
    """The identity for which GitHub gave this *code*: the number of the account, because its name may change.

    Raises ProviderRefused, ProviderUnavailable.
    """
    url = f"{provider.issuer}/login/oauth/access_token"
    tokens = request_tokens(provider, url, code, state, redirect_uri=redirect_uri, by_post=True)
    access_token = tokens.get("access_token")
    if not isinstance(access_token, str):
        raise ProviderRefused
    user = _ask(provider, "/user", access_token)
    if not isinstance(user, dict) or type(user.get("id")) is not int:
        raise ProviderRefused
    email = _proven_email(_ask(provider, "/user/emails?per_page=100", access_token))
    claims = {"email": email, "email_verified": True, "preferred_username": user.get("login")}
    return identity_from(provider, {"sub": str(user["id"]), **claims})


def _proven_email(emails: Any) -> str | None:
    """The primary address, if GitHub has it proven."""
    for each in emails if isinstance(emails, list) else []:
        if isinstance(each, dict) and each.get("primary") is True and each.get("verified") is True:
            email = each.get("email")
            return email if isinstance(email, str) else None
    return None


def _ask(provider: Provider, path: str, access_token: str) -> Any:
    """The API is at an address of its own; that of GitHub Enterprise is below the server."""
    api = "https://api.github.com" if provider.issuer == _PUBLIC else f"{provider.issuer}/api/v3"
    answer = ask(provider, f"{api}{path}", headers={"Authorization": f"Bearer {access_token}"})
    return answer.data if answer.good else None
