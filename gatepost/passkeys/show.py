"""Show passkeys, and what browsers are told about them (the Signal API)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from gatepost.errors import NotOffered
from gatepost.passkeys.answers import AcceptedCredentials, PasskeyData, Signals
from gatepost.passkeys.models import Passkey
from gatepost.passkeys.providers import provider_of
from gatepost.passkeys.relying_party import RelyingParty, relying_party


def show_passkey(passkey: Passkey) -> PasskeyData:
    return {
        "id": passkey.id,
        "name": passkey.name,
        "provider": provider_of(passkey.aaguid),
        "credential_id": passkey.credential_id,
        "backup": passkey.backup,
        "created_at": _rfc3339(passkey.created_at),
        "last_used_at": None if passkey.last_used_at is None else _rfc3339(passkey.last_used_at),
    }


def accepted_credentials(party: RelyingParty, handle: str, passkeys: Sequence[Passkey]) -> AcceptedCredentials:
    """For ``PublicKeyCredential.signalAllAcceptedCredentials``, which hides other passkeys of the user."""
    known = [each.credential_id for each in passkeys]
    return {"rpId": party.id, "userId": handle, "allAcceptedCredentialIds": known}


def signals_of(handle: str, username: str, passkeys: Sequence[Passkey], *, removed: Passkey | None = None) -> Signals:
    """For the methods of PublicKeyCredential; nothing where passkeys are not offered any more."""
    try:
        party = relying_party()
    except NotOffered:
        return {}
    signals: Signals = {
        "signalAllAcceptedCredentials": accepted_credentials(party, handle, passkeys),
        "signalCurrentUserDetails": {"rpId": party.id, "userId": handle, "name": username, "displayName": username},
    }
    if removed is not None:
        signals["signalUnknownCredential"] = {"rpId": party.id, "credentialId": removed.credential_id}
    return signals


def _rfc3339(moment: datetime) -> str:
    """Such as ``2026-11-22T10:15:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
