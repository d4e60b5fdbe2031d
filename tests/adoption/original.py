"""The founding document's application, as far as its database goes: its table, as its Flask-SQLAlchemy makes it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, create_engine, inspect, make_url, text

SALT = "TEST_SALT_KEY"
_DRIVERS = {"mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql", "postgresql": "postgresql+psycopg"}
_COLUMNS = ("uuid", "username", "email", "mobile", "password", "gender", "status", "created", "modified")
INSERT = f"INSERT INTO users ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{each}' for each in _COLUMNS)})"
FLASK_MIGRATES = "8f1c2d3e4a5b"
NOTED_BY_FLASK_MIGRATE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32), CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    f"INSERT INTO alembic_version VALUES ('{FLASK_MIGRATES}')",
)


def old_hash(password: str, salt: str = SALT) -> str:
    """The stored form of a password."""
    return hashlib.md5((password + salt).encode()).hexdigest()


def uuid_of(number: int) -> str:
    return f"f99f6337-fde1-4f5c-990f-{number:012}"


def old_user(number: int, **chosen: Any) -> dict[str, Any]:
    """A row of its table; *number* tells rows apart, and a higher one is younger."""
    return {
        "uuid": uuid_of(number),
        "username": f"user{number}",
        "email": f"user{number}@example.org",
        "mobile": f"017{number:08}",
        "password": old_hash("password"),
        "gender": "Female",
        "status": True,
        "created": f"2019-{1 + number // 28 % 12:02}-{1 + number % 28:02} 12:00:00",
        "modified": "2020-01-01 12:00:00",
        **chosen,
    }


class Original:
    """Its database at *url*, with these users."""

    def __init__(self, url: str, users: Sequence[Mapping[str, Any]]) -> None:
        self.url = url
        address = make_url(url)
        self._driven = address.set(drivername=_DRIVERS.get(address.drivername, address.drivername))
        app, original = Flask("original"), SQLAlchemy()
        app.config["SQLALCHEMY_DATABASE_URI"] = self._driven
        original.init_app(app)
        _define_users(original)
        with app.app_context():
            original.create_all()
            if users:
                original.session.execute(text(INSERT), users)
            original.session.commit()
            original.engine.dispose()

    def run(self, *statements: str, **values: Any) -> None:
        """Run statements on its database, as its operator may."""
        with closing(_Engine(self._driven)) as engine, engine.it.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)

    def ask(self, question: str, **values: Any) -> list[tuple[Any, ...]]:
        with closing(_Engine(self._driven)) as engine, engine.it.connect() as connection:
            return [tuple(row) for row in connection.execute(text(question), values)]

    @contextmanager
    def writing(self, statement: str, **values: Any) -> Iterator[Connection]:
        """A transaction of the original that has run this *statement*, and is not committed yet."""
        with closing(_Engine(self._driven)) as engine, engine.it.connect() as connection:
            connection.execute(text(statement), values)
            yield connection

    def tables(self) -> set[str]:
        with closing(_Engine(self._driven)) as engine:
            return set(inspect(engine.it).get_table_names())


class _Engine:
    def __init__(self, url: Any) -> None:
        self.it: Engine = create_engine(url)

    def close(self) -> None:
        self.it.dispose()


def _define_users(original: SQLAlchemy) -> None:
    """The columns of its table: names, types, keys and what may be empty are those of its model."""
    now = original.func.current_timestamp()
    moment = original.DateTime(timezone=True)
    original.Table(
        "users",
        original.Column("uuid", original.String(255), primary_key=True, unique=True, nullable=False),
        original.Column("username", original.String(50), unique=True, nullable=False),
        original.Column("email", original.String(120), unique=True),
        original.Column("mobile", original.String(20), unique=True, nullable=False),
        original.Column("password", original.String(255), nullable=False),
        original.Column("gender", original.String(10)),
        original.Column("status", original.Boolean(), nullable=False, default=False),
        original.Column("created", moment, default=now, nullable=False),
        original.Column("modified", moment, default=now, onupdate=now, nullable=False),
    )
