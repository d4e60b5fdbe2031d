"""DELETE /user/<uuid>: of what an export shows nothing is left, but the lines of the record, without its details."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.database import db
from gatepost.exports.contents import ACCOUNT, PARTS
from gatepost.migrations.tables import TABLES
from tests.support.people import Person
from tests.web.endpoints import send_proofs

NAMED_AFTERWARDS = {
    "audit_events.user_uuid": "the record names users by their uuids alone, and its details are erased",
    "audit_events.actor_uuid": "the same",
    "invitations.invited_by": "an invitation keeps the uuid of its sender, and no more, until it lapses",
    "webhook_deliveries.user_uuid": "a delivery keeps the uuids of its event, and no more, for WEBHOOK_KEPT",
    "webhook_deliveries.actor_uuid": "the same",
    "sessions.actor_uuid": "the session of another, as whom staff acted, ends within 15 minutes",
}
BY_CODE = {"throttle_counts.user_uuid": "users and strangers are counted alike; the deed erases it"}
FEW = {
    "lost_factors",
    "pending_log_ins",
    "way_in_undos",
    "provider_codes",
}  # not filled here; a foreign key erases them
FEW |= {"external_ids", "former_passwords", "known_devices", "throttle_counts", "outbox"}


def found_in(app: Flask, *patterns: str) -> dict[str, list[str]]:
    """The values of all tables in which one of these *patterns* is found, by table and column."""
    sought = re.compile("|".join(patterns))
    found: dict[str, list[str]] = {}
    with app.app_context():
        for table in TABLES:
            for column in table.__table__.columns:
                values = [str(value) for (value,) in db.session.execute(select(column)) if value is not None]
                if hits := [value for value in values if sought.search(value)]:
                    found[f"{table.__tablename__}.{column.name}"] = hits
        db.session.rollback()
    return found


@pytest.mark.every_engine
def test_nothing_about_a_deleted_user_is_left_but_a_uuid_here_and_there(app: Flask, eve: Person, ada: Person) -> None:
    send_proofs(app, ada)
    mine = (ada.uuid, r"\bada\b", "01812345678", rf"new\.{ada.uuid}", r"old\.")  # a uuid may have the digits ada
    before = found_in(app, *mine)
    filled = {name.partition(".")[0] for name in before}
    told = {part.table.__tablename__ for part in (ACCOUNT, *PARTS.values())}
    assert told - filled <= FEW
    assert app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    left = found_in(app, *mine)
    assert left.keys() <= NAMED_AFTERWARDS.keys(), left
    assert found_in(app, eve.uuid).keys() >= {"users.uuid", "contacts.user_uuid"}


def test_every_column_that_names_a_user_is_erased_with_them() -> None:
    """A new column refers to the users, and goes with them; or it is named above, with the reason."""
    naming: dict[str, Any] = {}
    for table in TABLES:
        for column in table.__table__.columns:
            if "uuid" in column.name or column.name == "invited_by":
                naming[f"{table.__tablename__}.{column.name}"] = column
    del naming["users.uuid"]
    alone = {
        name for name, column in naming.items() if not any(key.ondelete == "CASCADE" for key in column.foreign_keys)
    }
    assert alone == NAMED_AFTERWARDS.keys() | BY_CODE.keys()
