"""Verify the answers of authenticators, by the library *webauthn*.

The library raises many kinds of errors for a malformed answer, also those of the libraries below it. All of them are
the same refusal. It is told to ignore the counter, because login/passkey.py judges it in the database. It takes long to
import, so this module is imported late, where it is used.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from webauthn import base64url_to_bytes, verify_authentication_response, verify_registration_response
from webauthn.helpers import (
    bytes_to_base64url,
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    encode_cbor,
    parse_cbor,
    parse_client_data_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.decode_credential_public_key import DecodedRSAPublicKey
from webauthn.helpers.structs import CredentialDeviceType

from gatepost.errors import InvalidPasskey
from gatepost.passkeys.models import CREDENTIAL_ID_MAX, PUBLIC_KEY_MAX
from gatepost.passkeys.relying_party import RelyingParty
from gatepost.passkeys.verified import NewKey, Use

ALGORITHMS = [  # the best first
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.ML_DSA_44,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_RSA_BITS = 2048  # NIST SP 800-131A

T = TypeVar("T")


def read_challenge(sent: Mapping[str, Any]) -> str:
    """The challenge that was answered, in base64url, before anything is verified. Raises InvalidPasskey."""
    return _or_refused(lambda: _challenge(sent))


def verify_new_key(sent: dict[str, Any], *, challenge: str, party: RelyingParty, conditional: bool) -> NewKey:
    """Verify the answer of ``navigator.credentials.create()``. Raises InvalidPasskey.

    *conditional*: the browser made it by itself after a log-in, so nobody was present. The attestation is dropped
    unread, because we ask for none.
    """
    return _or_refused(lambda: _new_key(_without_attestation(sent), challenge, party, conditional=conditional))


def verify_use(sent: dict[str, Any], *, challenge: str, party: RelyingParty, public_key: str) -> Use:
    """Verify the answer of ``navigator.credentials.get()`` by *public_key*. Raises InvalidPasskey."""
    return _or_refused(lambda: _use(sent, challenge, party, public_key))


def _challenge(sent: Mapping[str, Any]) -> str:
    client_data = parse_client_data_json(base64url_to_bytes(sent["response"]["clientDataJSON"]))
    if client_data.cross_origin:
        raise InvalidPasskey  # a page of another site has framed ours
    return bytes_to_base64url(client_data.challenge)


def _new_key(sent: dict[str, Any], challenge: str, party: RelyingParty, *, conditional: bool) -> NewKey:
    verified = verify_registration_response(
        credential=sent,
        expected_challenge=base64url_to_bytes(challenge),
        expected_rp_id=party.id,
        expected_origin=list(party.origins),
        require_user_presence=not conditional,
        require_user_verification=not conditional,
        supported_pub_key_algs=ALGORITHMS,
    )
    _check_usable(verified.credential_public_key)
    found = NewKey(
        bytes_to_base64url(verified.credential_id),
        bytes_to_base64url(verified.credential_public_key),
        verified.sign_count,
        _backup(verified),
        verified.aaguid,
    )
    if (
        found.credential_id != sent["id"]
        or len(found.credential_id) > CREDENTIAL_ID_MAX
        or len(found.public_key) > PUBLIC_KEY_MAX
    ):
        raise InvalidPasskey
    return found


def _use(sent: dict[str, Any], challenge: str, party: RelyingParty, public_key: str) -> Use:
    verified = verify_authentication_response(
        credential=sent,
        expected_challenge=base64url_to_bytes(challenge),
        expected_rp_id=party.id,
        expected_origin=list(party.origins),
        credential_public_key=base64url_to_bytes(public_key),
        credential_current_sign_count=0,
        require_user_verification=True,
    )
    synced = verified.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    return Use(verified.new_sign_count, _backup(verified), synced)


def _check_usable(public_key: bytes) -> None:
    """Without attestation nothing is signed yet: a key that can verify nothing is refused now, not at each log-in."""
    key = decode_credential_public_key(public_key)
    decoded_public_key_to_cryptography(key)
    if isinstance(key, DecodedRSAPublicKey) and int.from_bytes(key.n).bit_length() < _RSA_BITS:
        raise InvalidPasskey


def _backup(verified: Any) -> str:
    if verified.credential_device_type is not CredentialDeviceType.MULTI_DEVICE:
        return "never"
    return "done" if verified.credential_backed_up else "possible"


def _without_attestation(sent: dict[str, Any]) -> dict[str, Any]:
    data = parse_cbor(base64url_to_bytes(sent["response"]["attestationObject"]))["authData"]
    bare = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
    return {**sent, "response": {**sent["response"], "attestationObject": bytes_to_base64url(bare)}}


def _or_refused(verify: Callable[[], T]) -> T:
    try:
        return verify()
    except Exception:  # of many kinds; nothing but parsing and verifying is done here
        raise InvalidPasskey from None
