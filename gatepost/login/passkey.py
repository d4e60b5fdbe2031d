"""Log in with a passkey, without a name: the authenticator says whose it is, and has verified its user."""

from functools import partial
from typing import Any, NamedTuple

from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import InvalidCredentials, InvalidPasskey, UnknownPasskey
from gatepost.login.complete import complete
from gatepost.login.outcome import Outcome
from gatepost.passkeys.challenges import Purpose, claim_challenge, spend_challenge
from gatepost.passkeys.copied import MayBeCopied, tell_of_copy
from gatepost.passkeys.models import Passkey
from gatepost.passkeys.relying_party import relying_party
from gatepost.passkeys.store import check_handle, find_passkey, note_use
from gatepost.passkeys.verified import Use
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.count_attempt import count_attempt
from gatepost.throttling.record_failure import record_failure
from gatepost.tokens.device_token import device_holder, issue_bare_token, read_device_token
from gatepost.users.models import find_user


class Begun(NamedTuple):
    """The options for the browser, and the token of the device that alone may answer."""

    options: dict[str, Any]
    device: str


def begin_passkey_login(*, client: Client) -> Begun:
    """Issue a challenge to this device; to one that is not known, a token of its own. Raises NotOffered."""
    from gatepost.passkeys.request_options import options_to_log_in  # noqa: PLC0415  its library is late

    known = read_device_token(client.device)
    token = client.device if known is not None else issue_bare_token()
    return Begun(options_to_log_in(device=device_holder(token)), token)


def log_in_with_passkey(sent: dict[str, Any], *, client: Client) -> Outcome:
    """Log in the user of the passkey that has answered; *sent* is what ``navigator.credentials.get()`` returned.

    The answer proves two factors: the key, and what its authenticator verified its user by. It is verified first,
    because a right one cannot be guessed. Then one transaction uses its challenge up, notes the use and starts the
    session. A wrong answer uses its challenge up, too, and counts as a failure.
    Raises NotOffered, InvalidPasskey, UnknownPasskey, AccountNotActive.
    """
    from gatepost.passkeys.verify import read_challenge, verify_use  # noqa: PLC0415  its library is late

    party = relying_party()
    asked = _Asked(read_challenge(sent), device_holder(client.device))
    passkey = find_passkey(sent["id"])
    user = None if passkey is None else find_user(passkey.user_uuid)
    if passkey is None or user is None:
        asked.claim()
        record("unknown.login_failed", user_uuid=None, client=client)
        db.session.commit()
        raise UnknownPasskey
    claimant = Claimant(user, client, named=f"username:{user.username_key}")
    try:
        check_handle(sent, user.uuid)
        use = verify_use(sent, challenge=asked.challenge, party=party, public_key=passkey.public_key)
    except InvalidPasskey:
        asked.claim()
        record_failure(claimant, count_attempt(claimant, of_code=True), "passkey.refused")
        raise
    try:
        amr = ("swk" if use.synced else "hwk", "user", "mfa")
        return complete(user, claimant, amr=amr, spend=partial(_spend, use, passkey, asked))
    except MayBeCopied as copied:
        db.session.rollback()
        _refuse_removed(passkey, asked)
        tell_of_copy(user, copied.name, client=client)
        db.session.commit()
        raise InvalidPasskey from None
    except InvalidCredentials:  # changed, deactivated or deleted in this moment
        _refuse_removed(passkey, asked)
        raise InvalidPasskey from None


class _Asked(NamedTuple):
    """A challenge, and the device that alone may answer it."""

    challenge: str
    holder: str

    def claim(self) -> None:
        """Use it up at once, whatever comes of the log-in. Raises InvalidPasskey if it was used up before."""
        claim_challenge(self.challenge, Purpose.LOGIN, holder=self.holder)

    def spend(self) -> None:
        """Use it up in the transaction of the log-in. Raises InvalidPasskey if it was used up before."""
        spend_challenge(self.challenge, Purpose.LOGIN, holder=self.holder)


def _spend(use: Use, passkey: Passkey, asked: _Asked) -> None:
    """Use the answer up, in the transaction of the log-in. Raises InvalidPasskey if it was used up before.

    Raises MayBeCopied if the passkey's counter has not risen, or it was removed since it was read.
    """
    asked.spend()
    if not note_use(passkey, use):
        raise MayBeCopied(passkey.name)


def _refuse_removed(passkey: Passkey, asked: _Asked) -> None:
    """Use the challenge up, because the log-in has failed. Raises UnknownPasskey if the passkey is no more."""
    asked.claim()
    if find_passkey(passkey.credential_id) is None:
        raise UnknownPasskey
