"""What is stored of users' contacts, to look at and to set."""

from typing import Any

from flask import Flask
from sqlalchemy import select, update

from gatepost import clock
from gatepost.contacts.address import KINDS, Kind
from gatepost.contacts.models import Contact
from gatepost.database import db


def stored_contacts(app: Flask, user_uuid: str) -> dict[str, Any]:
    """For each kind such as ``mobile`` the value; as ``mobile_key`` and ``mobile_verified_at`` the rest; or None."""
    facts: dict[str, Any] = {}
    with app.app_context():
        for kind in KINDS:
            columns = (Contact.value, Contact.key, Contact.verified_at)
            rows = db.session.execute(
                select(*columns).where(Contact.user_uuid == user_uuid, Contact.kind == kind)
            ).all()
            assert len(rows) <= 1
            facts[kind], facts[f"{kind}_key"], facts[f"{kind}_verified_at"] = rows[0] if rows else (None, None, None)
        db.session.rollback()
    return facts


def set_contacts(app: Flask, kind: Kind, *, user_uuid: str | None = None, **values: Any) -> None:
    """Set these columns of the contact, of one user or of all who have one of this kind."""
    theirs = () if user_uuid is None else (Contact.user_uuid == user_uuid,)
    with app.app_context():
        assert db.session.execute(update(Contact).where(Contact.kind == kind, *theirs).values(values)).rowcount > 0
        db.session.commit()


def prove(app: Flask, kind: Kind, user_uuid: str) -> None:
    """Let the user have proven their contact of this *kind* just now."""
    set_contacts(app, kind, user_uuid=user_uuid, verified_at=clock.now())


def let_count(app: Flask, kind: Kind, user_uuid: str, *, value: str, place: int = 0, **values: Any) -> None:
    """Let this be the user's contact of that *place*."""
    with app.app_context():
        db.session.merge(Contact(user_uuid=user_uuid, kind=kind, place=place, value=value, key=value, **values))
        db.session.commit()
