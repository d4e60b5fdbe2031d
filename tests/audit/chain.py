"""Sealing, verifying and changing the audit record, for the tests of this folder and of the command line."""

from typing import Any

from flask import Flask
from sqlalchemy import Delete, Insert, Update, select

from gatepost.audit.models import AuditEvent
from gatepost.audit.record import record
from gatepost.audit.seal import seal_events
from gatepost.audit.verify_chain import Verdict, verify_chain
from gatepost.caller import Client
from gatepost.database import db

USER = "00000000-0000-4000-8000-000000000000"
CLIENT = Client(address="192.0.2.7", user_agent="curl/8.5")


def add(app: Flask, lines: int, *, user: str = USER, sealed: bool = True) -> None:
    """So many more lines about a user."""
    with app.app_context():
        for _ in range(lines):
            record("account.updated", user_uuid=user, actor_uuid=user, client=CLIENT)
        db.session.commit()
        if sealed:
            seal(app)


def seal(app: Flask) -> int:
    """Seal all that waits; how many lines."""
    with app.app_context():
        return seal_events(1000)


def verify(app: Flask, noted: tuple[int, str] | None = None) -> Verdict:
    with app.app_context():
        return verify_chain(noted)


def tamper(app: Flask, statement: Insert | Update | Delete) -> None:
    """Change the database as somebody would who got hold of it."""
    with app.app_context():
        db.session.execute(statement)
        db.session.commit()


def line(app: Flask, sequence: int) -> Any:
    """A line of the record."""
    with app.app_context():
        found = db.session.execute(select(AuditEvent.__table__).where(AuditEvent.sequence == sequence)).one()
        db.session.rollback()
        return found
