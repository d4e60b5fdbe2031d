"""Cancel a change of mobile or e-mail that waits to be verified."""

from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.contacts.kinds import KINDS, Kind
from gatepost.contacts.pending import drop_pending
from gatepost.database import db
from gatepost.errors import NothingPending
from gatepost.one_time_codes.store import end_proof
from gatepost.users.visible import get_changeable_user


def cancel_change(caller: Caller, uuid: str, kind: Kind, *, client: Client) -> None:
    """The code that was sent for it verifies nothing any more. Raises UserNotFound, Forbidden, NothingPending."""
    user = get_changeable_user(caller, uuid)
    if not drop_pending(uuid, kind):
        db.session.rollback()
        raise NothingPending
    end_proof(user.uuid, KINDS[kind].change_purpose)
    record(of_address(kind, "withdrawn"), user_uuid=uuid, actor_uuid=caller.uuid, client=client)
    db.session.commit()
