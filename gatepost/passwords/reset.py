"""Choose a new password by a code or link, without knowing the old one."""

from sqlalchemy import update

from gatepost import clock
from gatepost.addresses.first_proof import settle_address
from gatepost.attempts.claimant import Claimant
from gatepost.attempts.clear import clear_all_attempts, clear_attempts
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.database import db, write
from gatepost.errors import InvalidInput, InvalidProof
from gatepost.notices.tell import tell
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_names, check_new_password
from gatepost.proofs.prover import Code, Link, take_proof
from gatepost.proofs.purposes import Purpose
from gatepost.sessions.end import end_all_sessions
from gatepost.tokens.one_time import end_proofs
from gatepost.users.models import User

_FIELD = "new_password"


def reset_password(proof: Link | Code, new_password: str, *, client: Client) -> None:
    """Replace the password of whoever sends *proof* back, and end all their sessions and proofs. It logs nobody in.

    A password that is refused leaves the proof as it was: what can be told without knowing whose it is, is told before
    the proof is looked at, and the rest only to who has sent the right one. Of several changes at once one wins.
    Raises InvalidInput, InvalidProof.
    """
    check_new_password(new_password, field=_FIELD, identifiers=())
    hashed = hash_password(new_password)  # for a wrong proof too; and while nothing is held that others wait for
    user, address = take_proof(Purpose.RESET, proof, client=client)
    try:
        check_names(new_password, field=_FIELD, identifiers=(user.username, user.mobile, user.email))
    except InvalidInput:
        db.session.rollback()
        clear_attempts(Claimant(user, client), by_password=False)
        db.session.commit()
        raise
    settle_address(user, address)
    this = (
        User.uuid == user.uuid,
        User.credentials_version == user.credentials_version,
        User.activated_at.is_not(None),
        User.deactivated_at.is_(None),
    )
    values = {
        "password_hash": hashed,
        "credentials_version": User.credentials_version + 1,
        "password_changed_at": clock.now(),
        "devices_version": User.devices_version + 1,
    }
    if write(update(User).where(*this).values(values)) != 1:
        db.session.rollback()
        raise InvalidProof
    end_all_sessions(user.uuid, reason="password_reset")
    end_proofs(user.uuid)
    clear_all_attempts(user.uuid)
    record("password.reset", user_uuid=user.uuid, client=client)
    tell(user, "password_changed", languages=client.languages, everywhere=True)
    db.session.commit()
