"""Record that a signed-in user was refused another's record, or an endpoint that takes a permission (ASVS 16.3.2)."""

from datetime import timedelta

from sqlalchemy import select

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.audit.models import AuditEvent
from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.database import db, read_all

_EVENT: EventName = "access.refused"
_MOST, _PERIOD = 60, timedelta(hours=1)  # lines of one user; more say nothing new, and would fill the table


def record_refused_access(caller: Caller, *, about: str) -> None:
    """Record alone, before the refusal, that *caller* was refused what belongs to the user *about*, a uuid.

    Whether that user exists makes no difference. At most 60 lines an hour are written for one caller. Commits.
    """
    theirs = (AuditEvent.actor_uuid == caller.acting, AuditEvent.event == _EVENT)
    latest = read_all(select(AuditEvent.at).where(*theirs).order_by(AuditEvent.id.desc()).limit(1).offset(_MOST - 1))
    if any(at > clock.now() - _PERIOD for (at,) in latest):
        return
    record(_EVENT, user_uuid=about, actor_uuid=caller.acting)
    db.session.commit()


def record_refused_endpoint(caller: Caller) -> None:
    """Record alone, before the refusal, that *caller* was refused an endpoint that takes a permission. Commits."""
    record_refused_access(caller, about=caller.uuid)
