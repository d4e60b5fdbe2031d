"""A connection to another machine that others can read is found, and stops a strict start."""

from pathlib import Path
from typing import Any

import pytest

from gatepost.app import create_app
from gatepost.doctor.encryption import examine_encryption
from gatepost.environment import load_settings
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings
from tests.support.apps import SECRET

pytestmark = pytest.mark.asvs("12.3.1")

DATABASE, REDIS = "SQLALCHEMY_DATABASE_URI", "GATEPOST_REDIS_URL"
GRAVE, WARNING, FINE = [True], [False], []
MYSQL, POSTGRESQL = "mysql://ada:hush@db.example/accounts", "postgresql://ada:hush@db.example/accounts"


def found(tmp_path: Path, **chosen: Any) -> list[Any]:
    return [*examine_encryption(load_settings({}, instance=tmp_path, **chosen))]


@pytest.mark.parametrize(
    ("address", "grave"),
    [
        ("", FINE),
        ("mysql://ada:hush@127.0.0.1/accounts", FINE),
        ("mysql://ada:hush@localhost/accounts", FINE),
        ("postgresql://ada:hush@[::1]/accounts", FINE),
        ("postgresql://ada:hush@/accounts?host=/run/postgresql", FINE),
        ("mysql://ada:hush@/accounts?unix_socket=/run/mysqld/mysqld.sock", FINE),
        (MYSQL, GRAVE),
        (f"{MYSQL}?ssl=false", GRAVE),
        (f"{MYSQL}?ssl_mode=preferred", GRAVE),
        (f"{MYSQL}?ssl-mode=required", WARNING),
        (f"{MYSQL}?ssl_ca=/ca.pem", FINE),
        (f"{MYSQL}?ssl_mode=VERIFY_CA", FINE),
        (POSTGRESQL, GRAVE),
        (f"{POSTGRESQL}?sslmode=prefer", GRAVE),
        (f"{POSTGRESQL}?sslmode=require", WARNING),
        (f"{POSTGRESQL}?sslmode=verify-full", FINE),
        ("postgresql://ada:hush@127.0.0.1,db.example/accounts", GRAVE),
        ("postgresql://ada:hush@localhost/accounts?hostaddr=192.0.2.7", GRAVE),
        ("postgresql://ada:hush@db/accounts?hostaddr=127.0.0.1", FINE),
    ],
)
def test_a_database_on_another_machine_without_tls_is_found(tmp_path: Path, address: str, grave: list[bool]) -> None:
    findings = found(tmp_path, sqlalchemy_database_uri=address)
    assert [finding.grave for finding in findings] == grave
    assert all(finding.about == DATABASE and "hush" not in str(finding) for finding in findings)
    assert found(tmp_path, sqlalchemy_database_uri=address, private_network=True) == []


@pytest.mark.parametrize(
    ("address", "grave"),
    [
        ("redis://127.0.0.1:6379/0", FINE),
        ("redis://[::1]:6379/0", FINE),
        ("unix:///run/redis.sock", FINE),
        ("redis://:hush@cache.example:6379/0", GRAVE),
        ("redis://:hush@192.0.2.7/0", GRAVE),
        ("rediss://:hush@cache.example/0?ssl_cert_reqs=none", WARNING),
        ("rediss://:hush@cache.example/0", FINE),
    ],
)
def test_a_redis_on_another_machine_without_tls_is_found(tmp_path: Path, address: str, grave: list[bool]) -> None:
    findings = found(tmp_path, redis_url=address)
    assert [finding.grave for finding in findings] == grave
    assert all(finding.about == REDIS and "hush" not in str(finding) for finding in findings)
    assert found(tmp_path, redis_url=address, private_network=True) == []


def test_a_strict_start_refuses_it_unless_the_network_is_private(tmp_path: Path) -> None:
    """On SQLite: a strict start finds more to say about the servers of the tests, which forget all in a crash."""

    def start(**chosen: Any) -> None:
        exposed: dict[str, Any] = {"redis_url": "redis://cache.example/0", "public_url": "https://accounts.example.org"}
        fixed = {"secret_key": SECRET, "upgrade_at_start": True, "strict_start": True}
        prepare_to_serve(create_app(load_settings({}, instance=tmp_path, **fixed, **exposed, **chosen)))

    with pytest.raises(BadSettings, match=f"{REDIS}: others on the way .* Give a rediss://"):
        start()
    start(private_network=True)
