"""The secrets of webhooks, sealed at rest."""

from gatepost.crypto import derive_key, seal, unseal
from gatepost.settings import settings


def seal_secret(secret: str, *, webhook_id: str) -> str:
    """Seal *secret* so that it opens only for this webhook."""
    return seal(secret, key=_key(), context=webhook_id)


def unseal_secret(sealed: str, *, webhook_id: str) -> str:
    """The secret of this webhook. Raises Unsealable if it was sealed with another SECRET_KEY."""
    return unseal(sealed, key=_key(), context=webhook_id)


def _key() -> bytes:
    return derive_key(settings.secret_key, "seal webhook secrets")
