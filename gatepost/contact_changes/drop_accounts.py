"""Remove accounts that were never activated and wait for nothing any more."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, exists, select

from gatepost.audit.details import erase_details
from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.contacts.models import PendingContact
from gatepost.database import db, write
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.for_update import hold
from gatepost.users.models import User


def drop_idle_accounts(uuids: Collection[str], *conditions: ColumnElement[bool], event: EventName) -> None:
    """Remove those of which these *conditions* are true, too, and free their names. The caller commits.

    Each row is held before the conditions are asked again, so that they are true of what others have committed by then.
    """
    waits = exists().where(PendingContact.user_uuid == User.uuid)
    idle = (User.activated_at.is_(None), User.role != "admin", ~waits, *conditions)
    found = select(User.uuid).where(User.uuid.in_(uuids), *idle).order_by(User.uuid)
    for uuid in db.session.connection().execute(found).scalars().all():
        if hold(uuid) and write(delete(User).where(User.uuid == uuid, *idle)) == 1:
            erase_details(uuid)
            clear_all_attempts(uuid)
            record(event, user_uuid=uuid)
