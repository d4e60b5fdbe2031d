"""What is wrong with an installation is found, and named with its remedy."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from gatepost import clock
from gatepost.crypto import random_token
from gatepost.database import db
from gatepost.doctor import database
from gatepost.doctor.examine import examine
from gatepost.doctor.exposure import examine_exposure
from gatepost.doctor.file_system import examine_file_system
from gatepost.doctor.files import examine_files
from gatepost.doctor.passwords import examine_passwords
from gatepost.doctor.secrets import examine_secrets
from gatepost.doctor.senders import examine_senders
from gatepost.environment import load_settings
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings, current_settings

pytestmark = pytest.mark.every_engine

FINE = "https://accounts.example.org"
PRIVATE: dict[str, Any] = {"public_url": FINE, "registration_answer": "private"}


def about(findings: Any) -> list[str]:
    return [finding.about for finding in findings]


@pytest.mark.asvs("12.2.1")
@pytest.mark.asvs("13.4.2")
@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"public_url": FINE}, []),
        ({"public_url": "http://127.0.0.1:8087"}, []),
        ({"public_url": "http://localhost:8087"}, []),
        ({}, ["GATEPOST_PUBLIC_URL"]),
        ({"public_url": "http://accounts.example.org"}, ["GATEPOST_PUBLIC_URL"]),
        ({"public_url": FINE, "debug": True}, ["DEBUG"]),
        ({"public_url": FINE, "host": "0.0.0.0"}, ["HOST"]),
        ({"public_url": FINE, "host": "::1"}, []),
        ({"public_url": FINE, "host": "0.0.0.0", "mode": "production", "secret_key": random_token(48)}, []),
        ({"public_url": FINE, "trusted_proxies": ("10.0.0.1", "0.0.0.0/0")}, ["GATEPOST_TRUSTED_PROXIES"]),
        ({"public_url": FINE, "trusted_proxies": ("::/0", "unix")}, ["GATEPOST_TRUSTED_PROXIES"]),
        ({"public_url": FINE, "trusted_proxies": ("0.0.0.0/1", "128.0.0.0/1")}, ["GATEPOST_TRUSTED_PROXIES"] * 2),
        ({"public_url": FINE, "trusted_proxies": ("::ffff:0.0.0.0/96",)}, ["GATEPOST_TRUSTED_PROXIES"]),
        ({"public_url": FINE, "trusted_proxies": ("10.0.0.0/8", "fd00::/16", "unix")}, []),
        (PRIVATE | {"activation": "code", "change_proof": True, "user_directory": "self"}, []),
        (PRIVATE, ["GATEPOST_ACTIVATION", "GATEPOST_CHANGE_PROOF", "GATEPOST_USER_DIRECTORY"]),
        ({"public_url": FINE, "cors_origins": ("https://app.example", "http://localhost:3000")}, []),
        ({"public_url": FINE, "cors_origins": ("http://app.example",)}, ["GATEPOST_CORS_ORIGINS"]),
        ({"public_url": FINE, "browser_origins": ("http://app.example",)}, ["GATEPOST_BROWSER_ORIGINS"]),
    ],
)
def test_what_is_exposed_is_found(tmp_path: Path, chosen: dict[str, Any], found: list[str]) -> None:
    settings = load_settings({}, instance=tmp_path, **chosen)
    assert about(finding for finding in examine_exposure(settings) if finding.grave) == found


def test_codes_that_nothing_sends_are_found(tmp_path: Path) -> None:
    chosen: dict[str, Any] = {"instance": tmp_path, "activation": "code"}
    assert not about(examine_senders(load_settings({}, **chosen)))
    assert about(examine_senders(load_settings({}, **chosen, dev_inbox=False))) == ["GATEPOST_ACTIVATION"]


def test_passwords_that_are_soon_guessed_weaken_it(tmp_path: Path) -> None:
    weak = {"argon2_memory": 8, "argon2_passes": 1, "password_min_length": 8, "password_blocklist": False}
    strong = {"argon2_memory": 7168, "argon2_passes": 5, "password_min_length": 15, "password_blocklist": True}
    found = [*examine_passwords(load_settings({}, instance=tmp_path, **weak))]
    assert [finding.grave for finding in found] == [False] * 3
    assert not [*examine_passwords(load_settings({}, instance=tmp_path, **strong))]


def test_what_only_weakens_is_told_and_stops_no_start(tmp_path: Path) -> None:
    def weak(**chosen: Any) -> list[str]:
        found = examine_exposure(load_settings({}, instance=tmp_path, public_url=FINE, **chosen))
        return [finding.about for finding in found if not finding.grave]

    assert weak() == ["GATEPOST_TRUSTED_PROXIES", "GATEPOST_LIMITS"]
    fine: dict[str, Any] = {"limits": True, "trusted_proxies": ("127.0.0.1",)}
    assert weak(**fine) == []
    for host, found in (("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("::", True), ("10.0.0.7", True)):
        port = {"metrics_port": 9187, "metrics_host": host}
        assert weak(**fine, **port) == (["GATEPOST_METRICS_HOST"] if found else [])
        assert weak(**fine, **port, metrics_token="m" * 32) == []
    assert weak(**fine, metrics_host="0.0.0.0") == []


@pytest.mark.asvs("13.2.3")
@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("postgresql://postgres:postgres@db.example/accounts", False),
        ("mysql://root:Root@127.0.0.1/accounts", False),
        ("mysql://gatepost:changeme@localhost/accounts", False),
        ("mysql://gatepost@db.example/accounts", False),
        ("postgresql://gatepost:gatepost@[::1]/accounts", False),
        ("mysql://gatepost@127.0.0.1/accounts", True),
        ("postgresql://gatepost@/accounts?host=/run/postgresql", True),
        ("postgresql://gatepost:Xq3vE9pLw2@db.example/accounts", True),
        ("sqlite:///accounts.db", True),
    ],
)
def test_secrets_that_others_may_guess_are_found(tmp_path: Path, address: str, fine: bool) -> None:
    settings = load_settings({}, instance=tmp_path, sqlalchemy_database_uri=address)
    assert about(examine_secrets(settings)) == ([] if fine else ["SQLALCHEMY_DATABASE_URI"])
    weak = settings.model_copy(update={"secret_key": "changeme" * 6})
    assert about(examine_secrets(weak))[0] == "SECRET_KEY"


@pytest.mark.parametrize(
    ("kind", "at", "found"),
    [("nfs4", "/srv", True), ("cifs", "/srv/my\\040data", True), ("tmpfs", "/srv", False), ("ext4", "/srv", None)],
)
def test_a_database_that_is_not_on_a_disk_of_this_machine_is_found(
    tmp_path: Path, kind: str, at: str, found: bool | None
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nsomewhere {at} {kind} rw 0 0\nproc /proc proc rw 0 0\n")
    settings = load_settings({}, secret_key="x", instance=Path("/srv/my data/gatepost"))
    assert [finding.grave for finding in examine_file_system(settings, mounts)] == ([] if found is None else [found])
    elsewhere = settings.model_copy(update={"instance": Path("/var/lib/gatepost")})
    assert list(examine_file_system(elsewhere, mounts)) == []
    served = settings.model_copy(update={"sqlalchemy_database_uri": "mysql://u:p@h/d"})
    assert list(examine_file_system(served, mounts)) == []
    assert list(examine_file_system(settings, tmp_path / "none")) == []


@pytest.fixture
def open_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder that others may enter; those of pytest are closed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        monkeypatch.chdir(folder)
        yield folder


@pytest.mark.asvs("13.3.2")
def test_secrets_that_everybody_may_read_are_found(open_folder: Path) -> None:
    data, environment = open_folder / "data", Path(".env")
    settings = load_settings({}, instance=data)
    secret, accounts = data / "secret_key", data / "gatepost.db"
    data.chmod(0o755)
    for file in (environment, accounts):
        file.touch(mode=0o600)
    assert about(examine_files(settings)) == []
    for file, mode in ((secret, 0o604), (environment, 0o644), (accounts, 0o602)):
        file.chmod(mode)
    (data / "gatepost.db-wal").touch(mode=0o644)
    found = list(examine_files(settings))
    assert {Path(name).name for name in about(found)} == {".env", "gatepost.db", "gatepost.db-wal", "secret_key"}
    assert all("chmod o-rwx" in finding.remedy for finding in found)
    data.chmod(0o700)
    assert about(examine_files(settings)) == [".env"]


def test_a_database_elsewhere_and_a_folder_that_everybody_may_change_are_found(open_folder: Path) -> None:
    settings = load_settings(
        {}, instance=open_folder / "data", sqlalchemy_database_uri=f"sqlite:///{open_folder}/my.db"
    )
    (open_folder / "my.db").touch(mode=0o640)
    assert about(examine_files(settings)) == []
    (open_folder / "my.db").chmod(0o644)
    assert about(examine_files(settings)) == [f"{open_folder}/my.db"]
    (open_folder / "my.db").chmod(0o600)
    open_folder.chmod(0o777)
    assert about(examine_files(settings)) == [str(open_folder)]
    open_folder.chmod(0o1777)
    assert about(examine_files(settings)) == []


def test_a_server_that_may_lose_what_it_acknowledged_is_found(app: Flask, engine: str) -> None:
    """The servers of the tests are set up to be fast, and so not to be durable."""
    found = {
        "mariadb": ["innodb_flush_log_at_trx_commit", "innodb_doublewrite"],
        "postgresql": ["fsync", "full_page_writes"],
        "sqlite": [],
    }[engine]
    with app.app_context():
        findings = list(database.examine_durability())
    assert about(findings) == [f"The database's {name}" for name in found]
    assert [finding.grave for finding in findings] == [True, False][
        : len(findings)
    ]  # some disks make up for the second
    assert all("Set it to " in finding.remedy for finding in findings)


def test_each_durable_setting_is_asked_for_by_itself(app: Flask, engine: str) -> None:
    """MariaDB is told for a moment to be durable; PostgreSQL that this database is not to wait for its disk."""
    if engine == "sqlite":
        return
    name, changed, undone = {
        "mariadb": (
            "innodb_flush_log_at_trx_commit",
            "SET GLOBAL innodb_flush_log_at_trx_commit = 1",
            "SET GLOBAL innodb_flush_log_at_trx_commit = 0",
        ),
        "postgresql": (
            "synchronous_commit",
            "ALTER ROLE CURRENT_USER IN DATABASE {database} SET synchronous_commit = off",
            "ALTER ROLE CURRENT_USER IN DATABASE {database} RESET synchronous_commit",
        ),
    }[engine]
    with app.app_context():
        before = about(database.examine_durability())
        try:
            tell(changed)
            assert set(about(database.examine_durability())) ^ set(before) == {f"The database's {name}"}
        finally:
            tell(undone)
        assert about(database.examine_durability()) == before


def tell(statement: str) -> None:
    """Say this to the server; later connections know."""
    with db.engine.begin() as connection:
        connection.execute(text(statement.format(database=db.engine.url.database)))
    for each in db.engines.values():
        each.dispose()


def test_a_clock_that_differs_from_the_databases_is_found(app: Flask, engine: str) -> None:
    with app.app_context():
        assert about(database.examine_clock()) == []
        for skew in (timedelta(seconds=8), timedelta(seconds=-8)):
            with clock.set_to(lambda skew=skew: datetime.now(UTC) + skew):  # type: ignore[misc]
                assert about(database.examine_clock()) == ([] if engine == "sqlite" else ["The clock"])


def test_production_starts_on_nothing_that_is_found(make_app: Callable[..., Flask]) -> None:
    wrong = make_app(strict_start=True)
    with pytest.raises(BadSettings, match=r"GATEPOST_PUBLIC_URL: .* Set the address"):
        prepare_to_serve(wrong)
    prepare_to_serve(make_app(strict_start=False))
    with make_app(strict_start=True, public_url=FINE).app_context():
        found = [finding for finding in examine(current_settings()) if finding.grave]
    assert [finding for finding in found if not finding.about.startswith("The database")] == []
