"""SQLALCHEMY_DATABASE_URI: the documented forms work with the driver that is installed."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from gatepost.database.engines import database_url
from gatepost.environment import load_settings
from gatepost.settings import BadSettings
from tests.support.live import Live

pytestmark = pytest.mark.every_engine

MYSQL = "mysqldb" if find_spec("MySQLdb") else "pymysql"


def url(address: str, instance: Path = Path("/data")) -> str:
    settings = load_settings({}, sqlalchemy_database_uri=address, instance=instance, secret_key="x" * 32)
    return database_url(settings).render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("mysql://ada:hush@db:3306/accounts", f"mysql+{MYSQL}://ada:hush@db:3306/accounts?charset=utf8mb4"),
        ("mysql+pymysql://ada@db/accounts", "mysql+pymysql://ada@db/accounts?charset=utf8mb4"),
        ("mysql://ada@db/accounts?charset=latin1", f"mysql+{MYSQL}://ada@db/accounts?charset=utf8mb4"),
        ("mariadb://ada@db/accounts", f"mariadb+{MYSQL}://ada@db/accounts?charset=utf8mb4"),
        ("postgresql://ada:h%40sh@db/accounts", "postgresql+psycopg://ada:h%40sh@db/accounts"),
        ("postgres://ada@db/accounts", "postgresql+psycopg://ada@db/accounts"),
        (
            "postgresql+psycopg://ada@db/accounts?sslmode=require",
            "postgresql+psycopg://ada@db/accounts?sslmode=require",
        ),
        ("sqlite:///accounts.db", "sqlite:////data/accounts.db"),
        ("sqlite:////var/lib/accounts.db", "sqlite:////var/lib/accounts.db"),
        ("", "sqlite:////data/gatepost.db"),
    ],
)
def test_an_address_gets_the_driver_that_is_installed(given: str, used: str) -> None:
    assert url(given) == used


@pytest.mark.parametrize(
    "given",
    ["nonsense", "oracle://ada:hush@db/x", "mssql://db/x", "sqlite://", "sqlite:///:memory:", "mysql:/x", "://"],
)
def test_an_address_that_cannot_be_used_stops_the_start_and_is_not_repeated(given: str) -> None:
    with pytest.raises(BadSettings, match="SQLALCHEMY_DATABASE_URI: ") as refusal:
        url(given)
    assert "hush" not in str(refusal.value)


def test_a_bad_address_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="did not start") as refusal:
        Live(tmp_path, SQLALCHEMY_DATABASE_URI="oracle://ada:hush-hush@db/x").start()
    assert "SQLALCHEMY_DATABASE_URI: oracle is not supported" in str(refusal.value)
    assert "Traceback" not in str(refusal.value)
    assert "hush-hush" not in str(refusal.value)
