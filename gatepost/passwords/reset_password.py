"""Choose a new password by a code or link, without knowing the old one."""

from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.verify_at_sign_in import verify_at_sign_in
from gatepost.database import db
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem_for_user import Code, Link, peek_at_user, redeem_for_user
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.history import check_differs
from gatepost.passwords.policy import check_names, check_new_password
from gatepost.passwords.replace import replace_password
from gatepost.sessions.end import end_all_sessions

_FIELD = "new_password"


def reset_password(proof: Link | Code, new_password: str, *, client: Client) -> None:
    """Replace the password of whoever sends *proof* back, and end all their sessions and proofs. It logs nobody in.

    A password that is refused leaves the proof as it was: what can be told without knowing whose it is, is told before
    the proof is looked at, and the rest only to who has sent the right one. Of several changes at once one wins.
    Raises InvalidInput, InvalidProof.
    """
    check_new_password(new_password, field=_FIELD, identifiers=())
    hashed = hash_password(new_password)  # for a wrong proof too; and while nothing is held that others wait for
    seen = peek_at_user(Purpose.RESET, proof, client=client)
    check_names(new_password, field=_FIELD, identifiers=(seen.username, seen.mobile, seen.email))
    check_differs(new_password, seen, field=_FIELD)
    user, address = redeem_for_user(Purpose.RESET, proof, client=client)
    if (user.uuid, user.credentials_version) != (seen.uuid, seen.credentials_version):  # checked against another
        db.session.rollback()
        raise InvalidProof
    verify_at_sign_in(user, address, client=client)
    if not replace_password(user, hashed, client=client):
        db.session.rollback()
        raise InvalidProof
    end_all_sessions(user.uuid, reason="password_reset")
    record("password.reset", user_uuid=user.uuid, client=client)
    db.session.commit()
