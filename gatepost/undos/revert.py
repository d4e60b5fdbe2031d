"""Undo a change of the ways in, and all later ones: otherwise a thief could bring in two factors, and keep one.

A thief who has changed them has a session. So all sessions end, no device stays known or trusted, and log-ins that
wait for a second factor or for their exchange end, too.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.crypto import Unsealable, digest
from gatepost.database import db, read_all, write
from gatepost.errors import InvalidProof
from gatepost.sessions.end import end_all_sessions
from gatepost.undos.keep_undo import unseal_kept
from gatepost.undos.kinds import KINDS
from gatepost.undos.models import WayInUndo
from gatepost.undos.offer_password import may_offer_password, offer_password
from gatepost.users.forget_devices import forget_devices
from gatepost.users.models import User, find_for_update


def undo_way_in(token: str, *, client: Client) -> None:
    """Undo the change whose message had this *token*; of several requests at once one does so. Raises InvalidProof."""
    try:
        _undo(token, client=client)
    except IntegrityError:  # another account has got what was to be put back, just now; it stays there
        db.session.rollback()
        _undo(token, client=client)


def _undo(token: str, *, client: Client) -> None:
    this = (WayInUndo.token_digest == digest(token), WayInUndo.expires_at > clock.now())
    for user_uuid, number in read_all(select(WayInUndo.user_uuid, WayInUndo.number).where(*this)):
        address = may_offer_password(user_uuid)
        user = find_for_update(user_uuid)
        if user is not None and _is_there(*this):
            _revert(user, WayInUndo.number >= number)
            end_all_sessions(user_uuid, reason="change_undone")
            forget_devices(user)
            _end_what_waits(user)
            offer_password(user, address)
            record("way_in.undone", user_uuid=user_uuid, client=client)
            db.session.commit()
            return
    db.session.rollback()
    raise InvalidProof


def revert_since(user: User, moment: datetime) -> None:
    """Undo all changes since then, because an address was restored from which they could have been told.

    The caller has locked the user's row, ends the sessions, and commits.
    """
    _revert(user, WayInUndo.created_at >= moment)


def purge_way_in_undos(most: int) -> int:
    """Remove up to *most* undos that are too late, with what they have kept. Returns how many."""
    late = WayInUndo.expires_at <= clock.now()
    over = [each for (each,) in read_all(select(WayInUndo.token_digest).where(late).limit(most))]
    if not over:
        return 0
    purged = write(delete(WayInUndo).where(WayInUndo.token_digest.in_(over), late))
    db.session.commit()
    return purged


def _end_what_waits(user: User) -> None:
    """End what was begun in the state before: log-ins that wait for a second factor, codes from a provider."""
    user.credentials_version += 1
    values = {"credentials_version": user.credentials_version}
    write(update(User).where(User.uuid == user.uuid).values(values))


def _is_there(*this: ColumnElement[bool]) -> bool:
    """Whether it can be undone, as the transaction sees it that has locked the user's row."""
    return db.session.connection().execute(select(WayInUndo.number).where(*this)).first() is not None


def _revert(user: User, *which: ColumnElement[bool]) -> None:
    """Revert these changes of *user*, the newest first. Their deletion decides that each is reverted once."""
    columns = (WayInUndo.number, WayInUndo.kind, WayInUndo.sealed)
    these = select(*columns).where(WayInUndo.user_uuid == user.uuid, *which).order_by(WayInUndo.number.desc())
    for number, kind, sealed in db.session.connection().execute(these).all():
        if write(delete(WayInUndo).where(WayInUndo.user_uuid == user.uuid, WayInUndo.number == number)) != 1:
            db.session.rollback()
            raise InvalidProof
        try:
            content = unseal_kept(sealed, user_uuid=user.uuid, kind=kind, number=number)
        except Unsealable:
            db.session.rollback()
            raise InvalidProof from None
        KINDS[kind].revert(user, content)
        for each in KINDS.values():
            each.settle(user)
