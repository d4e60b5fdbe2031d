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
from gatepost.database import db
from gatepost.doctor import database
from gatepost.doctor.examine import examine
from gatepost.doctor.exposure import examine_exposure
from gatepost.doctor.files import examine_files
from gatepost.environment import load_settings
from gatepost.prepare import prepare_to_serve
from gatepost.settings import BadSettings, current_settings

FINE = "https://accounts.example.org"


def about(findings: Any) -> list[str]:
    return [finding.about for finding in findings]


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
        ({"public_url": FINE, "trusted_proxies": ("10.0.0.1", "0.0.0.0/0")}, ["GATEPOST_TRUSTED_PROXIES"]),
        ({"public_url": FINE, "trusted_proxies": ("::/0",)}, ["GATEPOST_TRUSTED_PROXIES"]),
    ],
)
def test_what_is_exposed_is_found(tmp_path: Path, chosen: dict[str, Any], found: list[str]) -> None:
    assert about(examine_exposure(load_settings({}, instance=tmp_path, **chosen))) == found


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
    found = list(examine_files(settings))
    assert [Path(name).name for name in about(found)] == [".env", "secret_key", "gatepost.db"]
    assert "chmod o-rw" in found[0].remedy
    data.chmod(0o700)
    assert about(examine_files(settings)) == [".env"]


def test_a_server_that_may_lose_what_it_acknowledged_is_found(app: Flask, engine: str) -> None:
    """The servers of the tests are set up to be fast; MariaDB is told for a moment to be durable."""
    name = {"mariadb": "innodb_flush_log_at_trx_commit", "postgresql": "fsync", "sqlite": None}[engine]
    with app.app_context():
        found = about(database.examine_durability())
        assert (f"The database's {name}" in found) == (name is not None)
        if engine != "mariadb":
            return
        try:
            with db.engine.begin() as connection:
                connection.execute(text(f"SET GLOBAL {name} = 1"))
            assert f"The database's {name}" not in about(database.examine_durability())
        finally:
            with db.engine.begin() as connection:
                connection.execute(text(f"SET GLOBAL {name} = 0"))


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
        others = [finding for finding in examine(current_settings()) if not finding.about.startswith("The database")]
    assert others == []
