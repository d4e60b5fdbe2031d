"""The options with which a page asks an authenticator for a new passkey, or to use one."""

from typing import Any

from webauthn import base64url_to_bytes, generate_authentication_options, generate_registration_options
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from gatepost import clock
from gatepost.caller import Caller
from gatepost.database import db
from gatepost.errors import NotOffered, ReauthenticationRequired
from gatepost.passkeys.challenges import LIFETIME, Purpose, issue_challenge, issue_login_challenge
from gatepost.passkeys.factor_due import lock_with_factor
from gatepost.passkeys.models import Passkey
from gatepost.passkeys.relying_party import relying_party
from gatepost.passkeys.store import assign_handle, read_passkeys
from gatepost.passkeys.verify import ALGORITHMS
from gatepost.settings import settings
from gatepost.users.models import User
from gatepost.users.second_factor import is_enrolled, must_have_factor

_TIMEOUT = int(LIFETIME.total_seconds() * 1000)  # milliseconds


def options_to_create(caller: Caller, *, conditional: bool) -> dict[str, Any]:
    """The options for ``navigator.credentials.create()``. Only the caller's session may answer.

    *conditional*: the browser makes a passkey without a question, after a log-in by password that has just been.
    Nobody is verified at that, so it enrols no user who has to have a second factor first. Raises NotOffered,
    ReauthenticationRequired, InvalidToken, FactorRequired.
    """
    party = relying_party()
    if conditional:
        _check_just_now(caller)
    user, authenticated_by = lock_with_factor(caller)
    if conditional and ("pwd" not in authenticated_by or _has_to_enrol(user)):
        db.session.rollback()
        raise NotOffered
    handle, known = assign_handle(user.uuid), read_passkeys(user.uuid)
    challenge = issue_challenge(Purpose.UPGRADE if conditional else Purpose.CREATE, holder=caller.session_id)
    db.session.commit()
    verified = UserVerificationRequirement.PREFERRED if conditional else UserVerificationRequirement.REQUIRED
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=base64url_to_bytes(handle),
        user_name=user.username,
        challenge=base64url_to_bytes(challenge),
        timeout=_TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=verified
        ),
        exclude_credentials=[_described(each) for each in known],
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json_dict(options)


def options_to_log_in(*, device: str) -> dict[str, Any]:
    """The options for ``navigator.credentials.get()``, for whichever passkey the person chooses.

    Only the *device* may answer. Raises NotOffered.
    """
    party = relying_party()
    challenge = issue_login_challenge(holder=device)
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=base64url_to_bytes(challenge),
        timeout=_TIMEOUT,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def _has_to_enrol(user: User) -> bool:
    return must_have_factor(user.roles) and not is_enrolled(user.uuid, roles=user.roles, factors=user.factors)


def _check_just_now(caller: Caller) -> None:
    """Raises NotOffered, ReauthenticationRequired; the latter also where REAUTHENTICATION is off."""
    if not settings.passkey_upgrades:
        raise NotOffered
    if clock.now() - caller.authenticated_at > settings.recent:
        raise ReauthenticationRequired


def _described(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    transports = [AuthenticatorTransport(each) for each in passkey.transports.split()]
    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id), transports=transports)
