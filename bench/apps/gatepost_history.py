"""Give each user of Gatepost's database a past: a log-in on record, sealed, and an e-mail address and a message to it.

With ``--administrator USERNAME`` that user becomes an administrator.
"""

import sys
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, update

from gatepost import clock
from gatepost.app import create_app
from gatepost.audit.models import AuditEvent
from gatepost.audit.seal import seal_events
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.outbox.models import Outbox
from gatepost.users.models import User

_BATCH = 10_000  # users
_Row = dict[str, Any]


def remember() -> None:
    """Write the rows, and seal the events."""
    after = ""
    while users := _users(after):
        after, now = users[-1][0], clock.now()
        db.session.execute(insert(AuditEvent), [_log_in(uuid, now) for uuid, _ in users])
        db.session.execute(insert(Contact), [_address(uuid, name) for uuid, name in users])
        db.session.execute(insert(Outbox), [_message(uuid, now) for uuid, _ in users])
        db.session.commit()
    while seal_events(_BATCH):
        pass


def _users(after: str) -> list[tuple[str, str]]:
    """The uuids and names of the next users."""
    rows = select(User.uuid, User.username).where(User.uuid > after).order_by(User.uuid).limit(_BATCH)
    return list(db.session.execute(rows).tuples())


def _log_in(uuid: str, now: datetime) -> _Row:
    return {"at": now, "event": "login.succeeded", "user_uuid": uuid}


def _address(uuid: str, name: str) -> _Row:
    value = f"{name}@example.org"
    return {"user_uuid": uuid, "kind": "email", "place": 0, "value": value, "key": value, "verified_at": clock.now()}


def _message(uuid: str, now: datetime) -> _Row:
    times = dict.fromkeys(("created_at", "expires_at", "sent_at"), now)
    return {"id": str(uuid4()), "channel": "mail", "name": "code", "user_uuid": uuid, "masked_to": "u***@…", **times}


if __name__ == "__main__":
    with create_app(load_settings()).app_context():
        remember()
        if "--administrator" in sys.argv:
            named = User.username_key == sys.argv[-1]
            db.session.execute(update(User).where(named).values(roles="administrator"))
            db.session.commit()
