"""Verified answers of authenticators."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewKey:
    """A verified answer to the request for a new passkey. Bytes are in base64url."""

    credential_id: str
    public_key: str
    sign_count: int
    backup: str
    aaguid: str


@dataclass(frozen=True, slots=True)
class Use:
    """A verified use of a passkey. *synced*: the key may be on several devices."""

    sign_count: int
    backup: str
    synced: bool
