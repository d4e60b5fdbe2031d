"""``gatepost users import`` and ``export`` on the service of a test, by click's own runner."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from gatepost.cli import gatepost
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.passwords.hashing import hash_password
from gatepost.users.external_ids import ExternalId
from gatepost.users.models import User

PASSWORD = "a password that came along"


class Moving:
    """Types the commands; *folder* has the files."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.folder = app, folder

    def type(self, *words: str, given: bytes = b"") -> Result:
        return CliRunner().invoke(gatepost, list(words), input=given, obj=ScriptInfo(create_app=lambda: self.app))

    def take(self, given: bytes | list[dict[str, Any]], *words: str) -> Result:
        """Import this file, or these lines."""
        given = given if isinstance(given, bytes) else lines_of(*given)
        return self.type("users", "import", "-", *words, given=given)

    def refusals(self, given: bytes | list[dict[str, Any]], *words: str) -> list[tuple[int, str | None, str]]:
        """Import; place, field and reason of each line of the report."""
        report = self.folder / "report.jsonl"
        answer = self.take(given, "--report", str(report), *words)
        assert answer.exit_code in (0, 1), answer.output
        told = [json.loads(line) for line in report.read_text().splitlines()]
        assert answer.exit_code == bool(told)
        return [(each["place"], each["field"], each["reason"]) for each in told]

    def exported(self, *words: str) -> list[dict[str, Any]]:
        """Export to standard output."""
        answer = self.type("users", "export", *words)
        assert answer.exit_code == 0, answer.output
        return [json.loads(line) for line in answer.stdout.splitlines()]

    def count(self, table: Any = User) -> int:
        with self.app.app_context():
            found: int = db.session.execute(select(func.count()).select_from(table)).scalar_one()
            return found

    def user(self, username: str) -> User:
        with self.app.app_context():
            found: User = db.session.execute(select(User).where(User.username == username)).unique().scalar_one()
            db.session.expunge_all()
            return found

    def hashed(self, password: str = PASSWORD) -> dict[str, Any]:
        """The member ``password`` of a line."""
        with self.app.app_context():
            return {"system": "gatepost", "stored": hash_password(password)}


def lines_of(*values: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def people(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Lines of so many users."""
    return [
        {"external_id": str(n), "username": f"user{n}", "email": f"user{n}@example.org", "verified": ["email"]}
        for n in range(first, first + count)
    ]


TABLES = (User, Contact, ExternalId)
