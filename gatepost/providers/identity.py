"""Somebody as a provider knows them."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from gatepost.errors import ProviderRefused
from gatepost.providers.models import SUBJECT_MAX
from gatepost.settings.providers import Provider

_SUBJECT = re.compile(f"[ -~]{{1,{SUBJECT_MAX}}}")  # OpenID Connect Core 1.0 section 2: 255 characters of ASCII

LONGEST = 8192  # characters of an ID token
LEEWAY = 60  # seconds by which clocks may differ


class Identity(NamedTuple):
    """The *issuer* and its *subject* are who they are. The *proven_email* is theirs, as the provider says.

    *hosted*: the provider also keeps the mailbox, or does not say that it does not. *expires*: when the ID token does,
    in seconds.
    """

    provider: str
    issuer: str
    subject: str
    proven_email: str | None = None
    name: str | None = None
    expires: float = 0
    hosted: bool = True


def identity_from(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    """The identity of these *claims*. An address without ``email_verified`` is not proven. Raises ProviderRefused."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise ProviderRefused
    email, name = claims.get("email"), claims.get("preferred_username")
    verified = claims.get("email_verified")
    proven = verified is True or verified == "true"  # Apple writes it as text
    return Identity(
        provider.name,
        provider.issuer,
        subject,
        email if proven and isinstance(email, str) else None,
        name if isinstance(name, str) else None,
        claims.get("exp", 0),
        _is_hosted(provider, claims),
    )


def _is_hosted(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Google's own addresses are at gmail.com or have ``hd``. Others it verified once, and says that they may have
    another owner by now ("Verify the Google ID token on your server side").
    """
    if provider.preset != "google":
        return True
    return bool(claims.get("hd")) or str(claims.get("email")).lower().endswith("@gmail.com")
