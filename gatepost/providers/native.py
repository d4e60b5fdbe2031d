"""ID tokens that apps get from a provider without a browser. Each counts once."""

from datetime import UTC, datetime

from gatepost.errors import NotOffered, ProviderRefused
from gatepost.providers.find_provider import get_provider
from gatepost.providers.identity import LEEWAY, Identity
from gatepost.providers.use_once import use_once


def verify_native(name: str, token: str, *, nonce: str) -> Identity:
    """The identity that *token* proves to one of our apps, and to nobody a second time.

    The signature is left out of what counts once, because some can be written in two ways. Raises UnknownProvider,
    NotOffered, ProviderRefused, ProviderUnavailable.
    """
    from gatepost.providers.id_token import verify_id_token  # noqa: PLC0415  few installations have providers

    provider = get_provider(name)
    if not provider.by_openid:
        raise NotOffered
    audience = (provider.client_id, *provider.native_client_ids)
    proven = verify_id_token(provider, token, nonce=nonce, audience=audience)
    signed, _, _ = token.rpartition(".")
    over_at = datetime.fromtimestamp(proven.expires + LEEWAY, UTC)  # until then it would be taken again
    if not use_once(f"ID token {signed}", expires_at=over_at):
        raise ProviderRefused
    return proven
