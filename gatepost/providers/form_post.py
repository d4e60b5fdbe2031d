"""Answers that a provider has the browser post to us from its own page (OAuth 2.0 Form Post Response Mode).

Browsers send no ``SameSite=Lax`` cookie with a form of another site, so the state is not there. But they send it with
the GET to which we answer the form (RFC 6265bis, section 5.6.7.1). Only that GET does anything.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from gatepost.errors import NotOffered
from gatepost.providers.begin import callback_of
from gatepost.providers.find_provider import get_provider


def callback_with(name: str, given: Mapping[str, str]) -> str:
    """Our callback with the parameters *given* in a form. Raises UnknownProvider; NotOffered, if it sends no forms."""
    provider = get_provider(name)
    if provider.response_mode != "form_post":
        raise NotOffered
    return f"{callback_of(provider)}?{urlencode(given)}"
