"""``gatepost db …`` and what is said when the database cannot be used."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.run import Typed
from tests.serving.test_addresses import free_port
from tests.serving.wire import ask
from tests.support.live import Live

OLD_SCHEMA = "The tables are not up to date. Run: gatepost db upgrade"


def test_current_and_upgrade_tell_where_the_tables_are(typed: Typed) -> None:
    before = typed("db", "current")
    assert before.returncode == 0
    assert before.stdout.startswith("no tables (not up to date, ")
    assert before.stdout.endswith(": run gatepost db upgrade)\n")
    made = typed("db", "upgrade").stdout
    assert made.startswith("The tables are at ")
    assert typed("db", "current").stdout.endswith(" (up to date)\n")
    assert typed("db", "upgrade").stdout.startswith("The tables are up to date (")


def test_tables_of_a_newer_version_are_told_from_old_ones(typed: Typed) -> None:
    """To run the upgrade, as for old ones, would lead nowhere."""
    assert typed("db", "upgrade").returncode == 0
    with closing(sqlite3.connect(typed.folder / "gatepost.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    newer = "those of a newer version of Gatepost (9999; this one needs "
    for words, chosen in (
        (("db", "upgrade"), {}),
        (("serve", "--port", "0"), PRODUCTION),
        (("serve", "--port", "0"), PRODUCTION | {"GATEPOST_UPGRADE_AT_START": "on"}),
    ):
        answer = typed(*words, **chosen)
        assert (answer.returncode, f"The tables are {newer}" in answer.stderr) == (1, True), answer.stderr
        assert "Run that version, or restore the back-up from before its upgrade." in answer.stderr
    assert f"- The tables: they are {newer}" in typed("doctor").stdout
    assert "9999 (of a newer version of Gatepost; this one needs " in typed("db", "current").stdout


@pytest.mark.parametrize("words", [("users", "list"), ("users", "import", "-"), ("users", "export")])
def test_a_command_that_finds_no_tables_names_the_one_that_makes_them(typed: Typed, words: tuple[str, ...]) -> None:
    answer = typed(*words, said='{"username": "ada"}\n')
    assert answer.returncode in (1, 2)
    assert answer.stderr.endswith("run: gatepost db upgrade)\n")


PRODUCTION = {
    "GATEPOST_MODE": "production",
    "SECRET_KEY": "a secret of the tests, of more than 32 bytes",
    "GATEPOST_ACTIVATION": "mobile",
    "GATEPOST_PUBLIC_URL": "https://accounts.example.org",
}


def test_production_refuses_to_serve_an_old_schema_and_names_the_command(typed: Typed) -> None:
    refused = typed("serve", "--port", "0", **PRODUCTION)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"gatepost: {OLD_SCHEMA}\n"
    assert typed("db", "upgrade", **PRODUCTION).returncode == 0
    with Live(typed.folder, **PRODUCTION) as service:
        assert ask(service.url, "GET /readyz").status == 200
        assert typed("db", "downgrade", "base", said="y\n").returncode == 0
        away = ask(service.url, "GET /readyz")
        assert (away.status, away.json["code"]) == (503, "not_ready")
        assert int(away.headers["Retry-After"]) > 0
        assert typed("db", "upgrade").returncode == 0
        assert ask(service.url, "GET /readyz").status == 200


def nowhere() -> str:
    return f"127.0.0.1:{free_port()}"


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ("mysql", ("db", "upgrade")),
        ("mysql", ("serve", "--port", "0")),
        ("postgresql", ("users", "list")),
        ("postgresql", ("serve", "--port", "0")),
    ],
)
def test_a_database_that_is_away_is_said_in_one_line(typed: Typed, words: tuple[str, ...], scheme: str) -> None:
    where = {"SQLALCHEMY_DATABASE_URI": f"{scheme}://gatepost:hidden@{nowhere()}/accounts"}
    answer = typed(*words, **where, GATEPOST_DATABASE_WAIT="0s")
    assert answer.returncode == 1
    assert "database cannot be used" in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "hidden" not in answer.stderr
    assert answer.stdout == ""


@pytest.mark.parametrize("address", ["oracle://x/y", "sqlite://"])
def test_an_address_that_is_none_is_said_in_one_line(typed: Typed, address: str) -> None:
    answer = typed("db", "current", SQLALCHEMY_DATABASE_URI=address)
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert answer.stderr.startswith("gatepost: SQLALCHEMY_DATABASE_URI: ")


def test_accounts_before_the_tables_are_made_are_said_in_one_line(typed: Typed) -> None:
    answer = typed("users", "list")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "Traceback" not in answer.stderr


def test_a_file_that_cannot_be_opened_is_not_waited_for(typed: Typed) -> None:
    answer = typed("db", "upgrade", SQLALCHEMY_DATABASE_URI=f"sqlite:///{typed.folder}/no/such/folder/accounts.db")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "unable to open database file" in answer.stderr
