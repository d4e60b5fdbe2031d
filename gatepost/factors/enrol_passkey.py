"""Add a passkey. Of a user who has to have a second factor and has none, it is the first one (SECOND_FACTOR)."""

from typing import Any, NamedTuple

from sqlalchemy import update

from gatepost.caller import Caller, Client
from gatepost.database import db, write
from gatepost.factors.kinds import KINDS
from gatepost.factors.lost_factor import end_waiting
from gatepost.factors.recovery_codes import make_codes
from gatepost.passkeys.add_passkey import add_passkey
from gatepost.passkeys.answers import PasskeyData, Signals
from gatepost.sessions.end import end_other_sessions
from gatepost.sessions.renew import Proven, Renewed, renew_authentication
from gatepost.users.models import User
from gatepost.users.second_factor import must_have_factor

_KIND = "passkey"


class Enrolled(NamedTuple):
    """The passkey; and a token or cookie of the session, which has two factors now, unless the browser made it alone.

    Where it is the first factor of a user who has to have one, also recovery codes.
    """

    data: PasskeyData
    signals: Signals
    renewed: Renewed | None
    recovery_codes: list[str]


def enrol_passkey(caller: Caller, sent: dict[str, Any], *, client: Client) -> Enrolled:
    """Add the passkey that was *sent* (passkeys/add_passkey.py). A removal of lost factors ends: there is one again.

    Its authenticator has verified its user, so the session has two factors from then on. As a first factor it ends all
    other sessions, because they were begun without it. Raises the refusals of add_passkey.
    """
    added = add_passkey(caller, sent, client=client)
    user = added.user
    end_waiting(user.uuid)
    if not added.verified:
        db.session.commit()
        return Enrolled(added.data, added.signals, None, [])
    is_first = must_have_factor(user.roles) and not added.was_enrolled
    codes = make_codes(user.uuid) if is_first else []
    if is_first:
        _end_log_ins_without_it(user, caller)
    proven = Proven(_KIND, KINDS[_KIND].amr)
    renewed = renew_authentication(caller, by_factor=proven, again=False)
    db.session.commit()
    return Enrolled(added.data, added.signals, renewed, codes)


def _end_log_ins_without_it(user: User, caller: Caller) -> None:
    """End the other sessions, and log-ins that are on their way: the new version loses them (login/claim_user.py)."""
    newer = {"credentials_version": user.credentials_version + 1}
    write(update(User).where(User.uuid == user.uuid).values(newer))
    end_other_sessions(user.uuid, keep=caller.session_id, reason="factor_added")
