"""Add a passkey that an authenticator has made."""

from typing import Any, NamedTuple

from sqlalchemy.exc import IntegrityError

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, violated_constraint
from gatepost.errors import PasskeyTaken, TooManyPasskeys
from gatepost.notices.notify import notify
from gatepost.passkeys.answers import PasskeyData, Signals
from gatepost.passkeys.challenges import Purpose, claim_challenge
from gatepost.passkeys.factor_due import is_due, lock_with_factor
from gatepost.passkeys.relying_party import relying_party
from gatepost.passkeys.show import accepted_credentials, show_passkey
from gatepost.passkeys.store import assign_handle, insert_passkey, read_passkeys
from gatepost.passkeys.undo import keep_change
from gatepost.users.models import User

MOST = 50  # of one user


class Added(NamedTuple):
    """A passkey that was added to *user*. *verified*: its authenticator has verified its user when it made it.

    *was_enrolled*: a second factor of this user was due before, so they have proven it.
    """

    user: User
    data: PasskeyData
    signals: Signals
    verified: bool
    was_enrolled: bool


def add_passkey(caller: Caller, sent: dict[str, Any], *, client: Client) -> Added:
    """Add the passkey that was *sent*: the answer of ``navigator.credentials.create()``, as it was.

    The user's row is locked, and the caller commits. Raises NotOffered, InvalidPasskey, InvalidToken, FactorRequired,
    PasskeyTaken, TooManyPasskeys.
    """
    from gatepost.passkeys.verify import read_challenge, verify_new_key  # noqa: PLC0415  its library is late

    party = relying_party()
    challenge = read_challenge(sent)
    purpose = claim_challenge(challenge, Purpose.CREATE, Purpose.UPGRADE, holder=caller.session_id)
    key = verify_new_key(sent, challenge=challenge, party=party, conditional=purpose is Purpose.UPGRADE)
    user, _ = lock_with_factor(caller)
    was_enrolled = is_due(user)
    known = read_passkeys(user.uuid)
    if len(known) >= MOST:
        db.session.rollback()
        raise TooManyPasskeys
    try:
        added = insert_passkey(user.uuid, key, transports=_transports(sent))
    except IntegrityError as error:
        db.session.rollback()
        raise PasskeyTaken() if "credential_digest" in violated_constraint(error) else error from None
    signal = accepted_credentials(party, assign_handle(user.uuid), [added, *known])
    record("passkey.added", user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
    undo = keep_change(user, added=[added.id])
    notify(user, "passkey_added", everywhere=True, undo=undo, passkey=added.name)
    signals: Signals = {"signalAllAcceptedCredentials": signal}
    return Added(user, show_passkey(added), signals, purpose is Purpose.CREATE, was_enrolled)


def _transports(sent: dict[str, Any]) -> str:
    """Those that we know, in one order; a browser may know more."""
    from webauthn.helpers.structs import AuthenticatorTransport  # noqa: PLC0415  the library is late

    told = sent["response"].get("transports") or ()
    return " ".join(each.value for each in AuthenticatorTransport if each.value in told)
