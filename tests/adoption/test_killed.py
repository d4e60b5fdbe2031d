"""An adoption that is killed anywhere is finished by the next one, and nobody gets in between."""

import re
from datetime import UTC

import pytest
from flask import Flask

from gatepost.adoption.adopt import adopt_original
from gatepost.adoption.kinds import KINDS
from tests.adoption.conftest import Adopt, Make
from tests.adoption.original import FLASK_MIGRATES, NOTED_BY_FLASK_MIGRATE, Original, old_user, uuid_of
from tests.database.conftest import on_empty as on_empty
from tests.database.killed import run_until_killed

USERS = [
    old_user(1, mobile="01712345678"),
    old_user(2, mobile="0171-2345678"),
    old_user(3, username="two words"),
    old_user(4, password="none"),
]
WAYS = "SELECT c.user_uuid, c.kind, c.value, c.key FROM contacts c"
WHO = "SELECT uuid, username, username_key, password_hash, created_at, activated_at FROM users ORDER BY uuid"
LINES = "SELECT count(*) FROM audit_events WHERE event = 'accounts.adopted'"


# The steps of an adoption, and two of the migrations between them, which have a test of their own.
STEPS = re.compile(
    "(_being_adopted|_before_gatepost|^COMMIT|DELETE FROM alembic_version|CREATE TABLE (sessions|user_roles)"
    "|^INSERT INTO (users|contacts|audit_events) .*VALUES)"
)


class Passed(set[str]):
    """The steps at which a run was killed, and all statements that are no step of an adoption."""

    def __contains__(self, statement: object) -> bool:
        return super().__contains__(statement) or STEPS.search(str(statement)) is None


def adopt_all() -> None:
    adopt_original(list(KINDS), UTC)


@pytest.mark.every_engine
def test_a_run_that_is_killed_at_any_step_is_finished_by_the_next(on_empty: Flask, make: Make, engine: str) -> None:
    original = make(*USERS)
    original.run(*NOTED_BY_FLASK_MIGRATE)
    passed = Passed()
    while (statement := run_until_killed(adopt_all, passed)) is not None:
        passed.add(statement)
        if engine != "mariadb":  # the others undo all of it
            assert original.tables() == {"users", "alembic_version"}
    assert len(passed) >= (8 if engine != "mariadb" else 10), passed
    assert adopt_original(list(KINDS), UTC).found.state == "adopted"
    assert_adopted(original)
    assert original.ask("SELECT version_num FROM alembic_version_before_gatepost") == [(FLASK_MIGRATES,)]


def assert_adopted(original: Original) -> None:
    assert [row[:2] for row in original.ask(WHO)] == [
        (uuid_of(1), "user1"),
        (uuid_of(2), "user2"),
        (uuid_of(3), "user-f99f6337"),
        (uuid_of(4), "user4"),
    ]
    assert original.ask(LINES) == [(1,)]
    ways = original.ask(WAYS)
    assert len(ways) == 8
    assert (uuid_of(2), "mobile", "0171-2345678", None) in ways
    assert len(original.ask("SELECT uuid FROM users_before_gatepost")) == 4
    assert "users_being_adopted" not in original.tables()


@pytest.fixture
def interrupted(on_empty: Flask, make: Make) -> Original:
    """A database whose adoption was killed before the users were copied, on an engine that cannot undo it."""
    original = make(*USERS)
    original.run("ALTER TABLE users RENAME TO users_being_adopted")
    return original


@pytest.mark.every_engine
def test_an_interrupted_adoption_is_told_and_finished(interrupted: Original, adopt: Adopt) -> None:
    told = adopt("--dry-run", "--accept", "all")
    assert "An earlier run was interrupted" in told.stdout
    assert adopt.type("db", "upgrade").returncode == 0
    assert "- The table users_being_adopted: an adoption was interrupted" in adopt.type("doctor").stdout
    assert adopt("--accept", "all").returncode == 0
    assert_adopted(interrupted)
    examined = adopt.type("doctor").stdout
    assert "warning: The table users_before_gatepost" in examined


@pytest.mark.every_engine
def test_accounts_that_were_made_since_are_not_mixed_with_adopted_ones(interrupted: Original, adopt: Adopt) -> None:
    assert adopt.type("db", "upgrade").returncode == 0
    made = ("users", "create-admin", "--username", "user1", "--mobile", "01799999999")
    assert adopt.type(*made).returncode == 0
    refused = adopt("--accept", "all")
    assert (refused.returncode, "1 accounts were made" in refused.stderr) == (1, True)
    interrupted.run("DELETE FROM contacts", "DELETE FROM users")
    assert adopt("--accept", "all").returncode == 0
    assert_adopted(interrupted)


@pytest.mark.every_engine
def test_an_original_that_goes_on_and_makes_its_table_again_is_noticed(interrupted: Original, adopt: Adopt) -> None:
    Original(interrupted.url, [])
    refused = adopt("--accept", "all")
    assert (refused.returncode, "has made its table users again" in refused.stderr) == (1, True)
    interrupted.run("DROP TABLE users")
    assert adopt("--accept", "all").returncode == 0
    assert_adopted(interrupted)
