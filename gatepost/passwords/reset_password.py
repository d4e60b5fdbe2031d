"""Choose a new password with a code or link, without knowing the old one."""

from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.assign import verify_at_sign_in
from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.database import db, write
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem_for_user import Code, Link, claimant_by, peek_at_user, redeem_for_user
from gatepost.one_time_codes.send_code import note_answered
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.history import check_differs
from gatepost.passwords.policy import LEAST, check_length, check_names, check_new_password, min_length_for
from gatepost.passwords.replace import replace_password
from gatepost.sessions.end import end_all_sessions
from gatepost.settings import settings
from gatepost.users.models import User
from gatepost.users.ways_in import drop_ways_in

_FIELD = "new_password"


def reset_password(proof: Link | Code, new_password: str, *, client: Client) -> None:
    """Replace the password of the user who redeems *proof*, and end all their sessions and proofs. It logs nobody in.

    A refused password does not use up the proof. The checks that need no user come before the proof is looked at; the
    others answer only a sender of the right proof. Of several changes at once one wins.
    Raises InvalidInput, InvalidProof.
    """
    check_new_password(new_password, field=_FIELD, identifiers=(), least=LEAST)
    hashed = hash_password(new_password)  # also for a wrong proof, and while no row is locked
    seen = peek_at_user(Purpose.RESET, proof, client=client)
    check_length(new_password, field=_FIELD, least=min_length_for(seen))
    check_names(new_password, field=_FIELD, identifiers=(seen.username, seen.mobile, seen.email))
    check_differs(new_password, seen, field=_FIELD)
    user, address = redeem_for_user(Purpose.RESET, proof, client=client)
    if (user.uuid, user.credentials_version) != (
        seen.uuid,
        seen.credentials_version,
    ):  # the checks were of another state
        db.session.rollback()
        raise InvalidProof
    is_first = user.awaits_password
    if is_first:
        _activate(user, client=client)
    is_known = is_first or settings.activation != "code"  # there is a new password anyway
    by_stranger = not (user.is_admin or claimant_by(proof, user, client=client).is_known)
    verified_now = verify_at_sign_in(user, address, client=client, is_known=is_known)
    if verified_now and by_stranger:  # to this account; its other ways in may be those of somebody else
        drop_ways_in(user.uuid)
    if not replace_password(user, hashed):
        db.session.rollback()
        raise InvalidProof
    end_all_sessions(user.uuid, reason="password_reset")
    record("password.reset", user_uuid=user.uuid, client=client)
    db.session.commit()
    if verified_now:
        drop_superseded(address.kind, address.key)
    note_answered(address)


def _activate(user: User, *, client: Client) -> None:
    """Activate the account that staff made for *user*, who sets its first password. Of several at once, one does so.

    Raises InvalidProof.
    """
    waits = (User.uuid == user.uuid, User.activated_at.is_(None), User.deactivated_at.is_(None))
    this = (*waits, User.credentials_version == user.credentials_version)
    user.activated_at = clock.now()
    if write(update(User).where(*this).values(activated_at=user.activated_at)) != 1:
        db.session.rollback()
        raise InvalidProof
    record("account.activated", user_uuid=user.uuid, client=client)
