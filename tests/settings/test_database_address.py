"""SQLALCHEMY_DATABASE_URI: the documented forms work with the driver that is installed."""

import ssl
from importlib.util import find_spec
from pathlib import Path

import pytest

from gatepost.database.engines import database_url
from gatepost.database.parameters import driver_arguments, tls_mode
from gatepost.environment import load_settings
from gatepost.settings import BadSettings
from tests.support.commands import gatepost
from tests.support.live import clean_environment

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
        ("postgresql://db1:5433,db2/accounts", "postgresql+psycopg://db1:5433/accounts"),
        ("postgresql://ada@%2Frun%2Fpg/accounts", "postgresql+psycopg://ada@/accounts?host=%2Frun%2Fpg"),
        (
            "postgresql:///accounts?host=/run/pg&port=5433",
            "postgresql+psycopg:///accounts?host=%2Frun%2Fpg&port=5433",
        ),
        ("mysql://[::1]:3307/accounts", f"mysql+{MYSQL}://[::1]:3307/accounts?charset=utf8mb4"),
        ("sqlite:///accounts.db", "sqlite:////data/accounts.db"),
        ("sqlite:///accounts.db?check_same_thread=False", "sqlite:////data/accounts.db"),
        ("sqlite:////var/lib/accounts.db", "sqlite:////var/lib/accounts.db"),
        ("", "sqlite:////data/gatepost.db"),
    ],
)
def test_an_address_gets_the_driver_that_is_installed(given: str, used: str) -> None:
    assert url(given) == used


WRONG = {
    "nonsense": "write it as",
    "://": "write it as",
    "mysql:/x": "write it as",
    "ada:hush://db": "write it as",
    "mysql://ada:at@hush@db/x": "write @ : / [?] # % as %40",
    "mysql://ada:slash/hush@db/x": "write @ : / [?] # % as %40",
    "postgresql://ada:mark?hush@db/x": "write @ : / [?] # % as %40",
    "postgresql://ada:p@db/x?options=hush@": "write @ : / [?] # % as %40",
    "mysql://ada:p@db:hush/x": "write it as",
    "mysql://ada:p@db:70000/x": "write it as",
    "mysql://ada:p@db!hush/x": "write it as",
    "oracle://ada:hush@db/x": "oracle is not supported",
    "mssql://db/x": "mssql is not supported",
    "sqlite://": "forgets everything",
    "sqlite:///:memory:": "forgets everything",
    "sqlite:///a.db?mode=ro": "no parameter 'mode'; there are check_same_thread, timeout",
    "postgresql+psycopg2://ada:hush@db/x": "psycopg2 is not supported; write postgresql://",
    "mysql+mysqlconnector://ada:hush@db/x": "mysqlconnector is not supported; write mysql://",
    "mysql+mysqldb://ada:hush@db/x": "mysqldb cannot be loaded; pip install 'gatepost",
    "mysql://ada:hush@db/x?sslmode=require": "no parameter 'sslmode'; there are .* ssl_mode",
    "mysql://ada:hush@db/x?ssl=yes": "ssl: give true or false",
    "mysql://ada:hush@db/x?ssl-mode=TLS": "ssl_mode: give one of DISABLED, .* VERIFY_IDENTITY",
    "mysql://ada:hush@db/x?read_timeout=5s": "read_timeout: give whole seconds",
    "postgresql://ada:hush@db/x?ssl-mode=require": "no parameter 'ssl-mode'; there are .* sslmode",
    "postgresql://ada@db/x?password=hush": "no parameter 'password'",
    "postgresql://ada@db/x?connect_timeout=0": "connect_timeout: give whole seconds",
    "postgresql://ada:hush@db/x?prepare_threshold=0": "give none to prepare no statement, or a number from 1",
    "postgresql://ada:hush@db/x?prepare_threshold=hush": "give none to prepare no statement, or a number from 1",
}


@pytest.mark.parametrize("given", WRONG)
def test_an_address_that_cannot_be_used_stops_the_start_and_is_not_repeated(given: str) -> None:
    if given.startswith("mysql+mysqldb") and find_spec("MySQLdb"):
        pytest.skip("mysqlclient is installed")
    with pytest.raises(BadSettings, match=f"SQLALCHEMY_DATABASE_URI: .*{WRONG[given]}") as refusal:
        url(given)
    assert "hush" not in str(refusal.value)
    assert "ada" not in str(refusal.value)


@pytest.mark.asvs("12.3.2")
@pytest.mark.parametrize(
    ("given", "verified", "by_name"),
    [
        ({"ssl": "true"}, ssl.CERT_REQUIRED, True),
        ({"ssl-mode": "verify_identity"}, ssl.CERT_REQUIRED, True),
        ({"ssl_check_hostname": "true"}, ssl.CERT_REQUIRED, True),
        ({"ssl": "true", "ssl_check_hostname": "false"}, ssl.CERT_REQUIRED, False),
        ({"ssl_mode": "VERIFY_CA"}, ssl.CERT_REQUIRED, False),
        ({"ssl_mode": "REQUIRED"}, ssl.CERT_NONE, False),
    ],
)
def test_tls_to_mariadb_is_as_strict_as_the_address_asks(
    given: dict[str, str], verified: ssl.VerifyMode, by_name: bool
) -> None:
    context = driver_arguments("pymysql", given)["ssl"]
    assert (context.verify_mode, context.check_hostname) == (verified, by_name)
    if verified is ssl.CERT_REQUIRED:
        assert driver_arguments("mysqldb", given)["ssl_mode"] == tls_mode(given)


def test_a_mode_that_mysqlclient_does_not_enforce_is_refused() -> None:
    with pytest.raises(BadSettings, match="does not enforce REQUIRED"):
        driver_arguments("mysqldb", {"ssl_mode": "REQUIRED"})


def test_without_tls_in_the_address_the_drivers_defaults_hold() -> None:
    assert driver_arguments("pymysql", {}) == driver_arguments("pymysql", {"ssl_mode": "PREFERRED"}) == {}
    assert driver_arguments("pymysql", {"ssl": "false"}) == {"ssl_disabled": True}
    files = {"ssl_ca": "/ca.pem", "ssl-key": "/key.pem", "read_timeout": "3"}
    assert driver_arguments("mysqldb", files) == {
        "ssl_mode": "VERIFY_IDENTITY",
        "ssl": {"ca": "/ca.pem", "key": "/key.pem"},
        "read_timeout": 3,
    }


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("db", "upgrade"), ("doctor",), ("users", "list")])
@pytest.mark.parametrize("address", ["mysql://ada:hu@sh-hush@db/x", "postgresql+psycopg2://ada:hush-hush@db/x"])
def test_a_bad_address_is_told_in_words_by_every_command(
    tmp_path: Path, address: str, command: tuple[str, ...]
) -> None:
    settings = clean_environment(SQLALCHEMY_DATABASE_URI=address, GATEPOST_INSTANCE=str(tmp_path))
    said = gatepost(*command, folder=tmp_path, environment=settings)
    assert said.returncode == 1
    assert said.stderr.startswith("gatepost: SQLALCHEMY_DATABASE_URI: ")
    assert len(said.stderr.splitlines()) == 1
    assert "hush" not in said.stderr + said.stdout
