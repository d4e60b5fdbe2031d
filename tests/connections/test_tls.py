"""The connection to the database is encrypted, and its server known, as the address says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from gatepost.database import db
from gatepost.database.engines import READER
from tests.servers import Access, Server, make, shared
from tests.support.certificates import Authority
from tests.support.commands import gatepost
from tests.support.live import clean_environment

IDENTITY = {"mariadb": "ssl_mode=VERIFY_IDENTITY&ssl_ca={}", "postgresql": "sslmode=verify-full&sslrootcert={}"}
AUTHORITY = {"mariadb": "ssl-mode=verify_ca&ssl-ca={}", "postgresql": "sslmode=verify-ca&sslrootcert={}"}
REQUIRED = {"mariadb": "ssl_mode=REQUIRED", "postgresql": "sslmode=require"}
OPTIONS = {
    "mariadb": ("--ssl-cert={}", "--ssl-key={}"),
    "postgresql": ("-cssl=on", "-cssl_cert_file={}", "-cssl_key_file={}"),
}
ENCRYPTED = {
    "mariadb": "SELECT variable_value <> '' FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'",
    "postgresql": "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
}


def is_encrypted(app: Flask, engine: str) -> set[bool]:
    """Whether the connections of both pools are."""
    found = set()
    with app.app_context():
        for pool in (None, READER):
            with db.engines[pool].connect() as connection:
                found.add(bool(connection.execute(text(ENCRYPTED[engine])).scalar_one()))
    return found


def refusal(tmp_path: Path, address: str, **environment: str) -> str:
    """Run the command that makes the tables, and give its words."""
    settings = clean_environment(SQLALCHEMY_DATABASE_URI=address, GATEPOST_INSTANCE=str(tmp_path), **environment)
    said = gatepost("db", "upgrade", folder=tmp_path, environment=settings)
    assert said.returncode == 1, said.stdout + said.stderr
    assert len(said.stderr.splitlines()) == 1, said.stderr
    return said.stderr


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def encrypted(served: str, authority: Authority) -> Iterator[Server]:
    """A server with a certificate for 127.0.0.1."""
    with make(served) as server:
        file = server.put("tls.pem", authority.certificate().read_bytes())
        server.options = tuple(option.format(file) for option in OPTIONS[served])
        yield server.start()


@pytest.mark.asvs("12.3.1", "12.3.2")
def test_a_server_that_proves_its_name_is_used_encrypted(
    encrypted: Server, new_database: Callable[[Access], str], service_on: Callable[..., Flask], authority: Authority
) -> None:
    engine, address = encrypted.engine, new_database(encrypted.access)
    assert is_encrypted(service_on(f"{address}?{IDENTITY[engine].format(authority.file)}"), engine) == {True}
    if "mysqldb" not in address:  # which does not enforce it, so it is refused
        assert is_encrypted(service_on(f"{address}?{REQUIRED[engine]}"), engine) == {True}


@pytest.mark.asvs("12.3.2")
def test_a_server_that_does_not_prove_its_name_is_refused(
    encrypted: Server,
    new_database: Callable[[Access], str],
    service_on: Callable[..., Flask],
    authority: Authority,
    tmp_path: Path,
) -> None:
    engine, address = encrypted.engine, new_database(encrypted.access)
    mysqlclient = "mysqldb" in address  # localhost is a socket to it, and VERIFY_CA looks at the name, too
    by_name = address.replace("127.0.0.1", "127.1" if mysqlclient else "localhost")  # the certificate has the number
    assert "certificate" in refusal(tmp_path, f"{by_name}?{IDENTITY[engine].format(authority.file)}")
    if not mysqlclient:
        assert is_encrypted(service_on(f"{by_name}?{AUTHORITY[engine].format(authority.file)}"), engine) == {True}
    other = Authority(tmp_path).file
    for parameters in (IDENTITY, AUTHORITY):
        said = refusal(tmp_path, f"{address}?{parameters[engine].format(other)}").lower()
        assert "certificate verify failed" in said or (mysqlclient and "local issuer certificate" in said)
    missing = refusal(tmp_path, f"{address}?{IDENTITY[engine].format(tmp_path / 'missing.pem')}")
    assert any(words in missing for words in ("cannot be read", "does not exist", "No such file"))


@pytest.mark.asvs("12.3.1")
def test_a_server_without_tls_is_refused_where_tls_is_asked_for(
    served: str, new_database: Callable[[Access], str], authority: Authority, tmp_path: Path
) -> None:
    address = new_database(shared.use(served))
    for parameters in (REQUIRED[served], IDENTITY[served].format(authority.file)):
        said = refusal(tmp_path, f"{address}?{parameters}")
        assert "support" in said or "does not enforce" in said
