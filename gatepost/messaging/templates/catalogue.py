"""The catalogue of messages, with sample values for the variables of their templates."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gatepost.messaging.message import Channel

_USERNAME, _DEVICE, _AT = "ada", "Firefox on Linux", "2026-11-23 07:30 UTC"
_LINK = "https://accounts.example.org/link#reset:LWCRGUWJ0jWnKBZbgSU3A6tBHrB0Zh0eMNDXhDUYLsM"
_PROOF: Mapping[str, Any] = {"username": _USERNAME, "code": "123456", "link": _LINK, "minutes": 10}
_UNDO: Mapping[str, Any] = {"at": _AT, "link": _LINK, "days": 7}  # the link is empty for an address that is not proven

MESSAGES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "activation": _PROOF,
        "login": _PROOF,
        "reset": _PROOF,
        "account_created": _PROOF,
        "change": _PROOF,
        "change_undone": _PROOF,
        "password_changed": {"username": _USERNAME, "at": _AT},
        "password_removed": {"username": _USERNAME, "at": _AT},
        "password_disabled": {"username": _USERNAME, "at": _AT},
        "factor_added": {"username": _USERNAME, **_UNDO},
        "factor_removed": {"username": _USERNAME, **_UNDO},
        "lost_factor": _PROOF,
        "factors_end_soon": {"username": _USERNAME, "until": "2026-11-26 07:30 UTC", "link": _LINK, "at": _AT},
        "factors_removed": {"username": _USERNAME, **_UNDO},
        "factor_refused": {"username": _USERNAME, "at": _AT},
        "recovery_code_used": {"username": _USERNAME, "left": 9, "at": _AT},
        "recovery_codes_made": {"username": _USERNAME, **_UNDO},
        "provider_linked": {"username": _USERNAME, "provider": "google", **_UNDO},
        "provider_unlinked": {"username": _USERNAME, "provider": "google", **_UNDO},
        "address_changed": {"username": _USERNAME, "new": "g…@example.org", "link": _LINK, "days": 7},
        "new_device": {"username": _USERNAME, "device": _DEVICE, "address": "192.0.2.7", "at": _AT},
        "session_reuse": {"username": _USERNAME, "device": _DEVICE, "at": _AT},
        "passkey_added": {"username": _USERNAME, "passkey": "Blue key", **_UNDO},
        "passkey_removed": {"username": _USERNAME, "passkey": "Blue key", **_UNDO},
        "passkey_copied": {"username": _USERNAME, "passkey": "Blue key", "at": _AT},
        "personal_token_made": {"username": _USERNAME, "label": "backups", "at": _AT},
        "roles_changed": {"username": _USERNAME, "roles": "auditor, support", "at": _AT},
        "impersonated": {"username": _USERNAME, "minutes": 15, "at": _AT},
        "invitation": {"link": _LINK, "days": 7},
        "test": {},
    }
)
SHIPPED_LOCALES = ("en", "ar", "bn", "de", "es", "fr", "hi", "id", "pt", "zh")


def samples(name: str, channel: Channel) -> dict[str, Any]:
    """Sample values of the message *name* on this *channel*. An SMS has the code without the link."""
    without = "link" if channel == "sms" and "code" in MESSAGES[name] else ""
    return {key: value for key, value in MESSAGES[name].items() if key != without}
