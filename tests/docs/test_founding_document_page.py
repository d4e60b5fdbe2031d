"""docs/founding-document.md: a database of the original can be taken over as it says."""

import hashlib
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from tests.docs.blocks import files
from tests.servers import shared
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment

pytestmark = pytest.mark.every_engine

SALT = "TEST_SALT_KEY"
PASSWORD = hashlib.md5(f"password{SALT}".encode()).hexdigest()
OLD_TABLE = """
    CREATE TABLE users (
        uuid VARCHAR(255) NOT NULL PRIMARY KEY, username VARCHAR(50) NOT NULL UNIQUE, email VARCHAR(120) UNIQUE,
        mobile VARCHAR(20) NOT NULL UNIQUE, password VARCHAR(255) NOT NULL, gender VARCHAR(10), status BOOLEAN NOT NULL,
        created TIMESTAMP NOT NULL
    )
"""
FATEMA = "f99f6337-fde1-4f5c-990f-f3597b56770d"
OLD_USERS = [
    {"uuid": FATEMA, "username": "fatema", "email": "f@example.org", "mobile": "01712345678", "gender": "Female"},
    {"uuid": FATEMA[:-1] + "0", "username": "two words", "email": None, "mobile": "01712345679", "gender": None},
    {"uuid": FATEMA[:-1] + "1", "username": "fatima", "email": None, "mobile": "0171-2345678", "gender": None},
    {"uuid": FATEMA[:-1] + "2", "username": "asleep", "email": None, "mobile": "01712345671", "gender": None},
]


@pytest.fixture
def old_database(engine: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the original, with its users."""
    name = f"t{secrets.token_hex(6)}"
    url = f"sqlite:///{tmp_path}/old.db" if engine == "sqlite" else shared.use(engine).create_database(name)
    alter(
        url,
        OLD_TABLE,
        "INSERT INTO users VALUES (:uuid, :username, :email, :mobile, :password, :gender, :status, :created)",
        [
            {
                **user,
                "password": PASSWORD,
                "status": user["username"] != "asleep",
                "created": f"2019-09-0{day} 12:00:00",
            }
            for day, user in enumerate(OLD_USERS, start=1)
        ],
    )
    yield url
    if engine != "sqlite":
        shared.use(engine).drop_database(name)


def driven(url: str) -> Engine:
    drivers = {"mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql", "postgresql": "postgresql+psycopg"}
    address = make_url(url)
    return create_engine(address.set(drivername=drivers.get(address.drivername, address.drivername)))


def alter(url: str, statement: str, then: str | None = None, rows: list[dict[str, object]] | None = None) -> None:
    engine = driven(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
        if then:
            connection.execute(text(then), rows)
    engine.dispose()


@pytest.mark.at_night
def test_users_of_the_original_keep_their_passwords(old_database: str, tmp_path: Path) -> None:
    environment = clean_environment(GATEPOST_INSTANCE=str(tmp_path), SQLALCHEMY_DATABASE_URI=old_database)
    ask = partial(gatepost, folder=tmp_path, environment=environment)
    refused = ask("db", "upgrade")
    assert refused.returncode == 1
    assert "already exists" in refused.stderr

    alter(old_database, "ALTER TABLE users RENAME TO old_users")
    alter(old_database, "DROP TABLE IF EXISTS audit_events")
    upgraded = ask("db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    adopted = ask(code=files("docs/founding-document.md")["adopt.py"])
    assert adopted.returncode == 0, adopted.stderr
    assert adopted.stdout.splitlines() == [
        "left out: two words {'username': ['Use only letters, digits and . _ + -']}",
        "left out: fatima another has the same username or number",
    ]

    with Live(tmp_path, SALT_KEY=SALT, SQLALCHEMY_DATABASE_URI=old_database) as live, live.client() as client:
        for _ in range(2):
            answer = client.post("/user/login", json={"username": "fatema", "password": "password"})
            assert answer.status_code == 200
        signed = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        known = client.get(f"/user/{FATEMA}", headers=signed).json()["data"]
        assert known == {key: value for key, value in OLD_USERS[0].items() if value} | {"status": True}
        asleep = client.post("/user/login", json={"username": "asleep", "password": "password"})
        assert asleep.json()["code"] == "account_not_active"

    engine = driven(old_database)
    with engine.connect() as connection:
        hashes = {row[0]: row[1] for row in connection.execute(text("SELECT username, password_hash FROM users"))}
    engine.dispose()
    assert hashes["fatema"].startswith("$argon2id$")
    assert hashes["asleep"] == PASSWORD
