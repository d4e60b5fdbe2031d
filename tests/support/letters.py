"""What the service would send, read before it is made into words."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from gatepost import clock
from gatepost.database import db, write
from gatepost.messaging.templates.catalogue import samples
from gatepost.one_time_codes.fulfil_request import fulfil_request
from gatepost.one_time_codes.request_code import REQUEST
from gatepost.outbox.models import Outbox
from gatepost.outbox.put import unseal_content


@dataclass(frozen=True)
class Letter:
    name: str
    channel: str
    to: str
    locale: str
    values: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.values["code"])

    @property
    def token(self) -> str:
        """What stands behind ``#reset:`` in its link."""
        return str(self.values["link"]).rpartition(":")[2]


class Letters:
    """The outbox: ``new()`` does what its worker would, and gives what has come in since the last time."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def new(self) -> list[Letter]:
        with self.app.app_context():
            for row in self._due(request=True):
                content = unseal_content(row.sealed, identifier=row.id)
                fulfil_request(row.name, content, identifier=row.id, finish=lambda row=row: self._take(row))
            letters = []
            for row in self._due(request=False):
                assert self._take(row)
                db.session.commit()
                letter = Letter(row.name, row.channel, **unseal_content(row.sealed, identifier=row.id))
                assert letter.values.keys() == samples(letter.name, letter.channel).keys()  # what its templates expect
                letters.append(letter)
        return letters

    def one(self, name: str) -> Letter:
        """The only new one, which is of this name."""
        (letter,) = self.new()
        assert letter.name == name
        return letter

    def _due(self, *, request: bool) -> list[Any]:
        which = Outbox.channel == REQUEST if request else Outbox.channel != REQUEST
        columns = (Outbox.id, Outbox.name, Outbox.channel, Outbox.sealed)
        due = select(*columns).where(which, Outbox.due_at.is_not(None)).order_by(Outbox.created_at, Outbox.channel)
        rows = list(db.session.execute(due).all())
        db.session.rollback()
        return rows

    def _take(self, row: Any) -> bool:
        this = (Outbox.id == row.id, Outbox.due_at.is_not(None))
        return write(update(Outbox).where(*this).values(due_at=None, sent_at=clock.now())) == 1
