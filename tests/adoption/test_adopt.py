"""``gatepost adopt``: users of the founding document's application keep what they had."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE
from time import monotonic

import pytest

from tests.adoption.conftest import Adopt, Make
from tests.adoption.original import (
    FLASK_MIGRATES,
    INSERT,
    NOTED_BY_FLASK_MIGRATE,
    SALT,
    Original,
    old_hash,
    old_user,
    uuid_of,
)
from tests.cli.run import Typed
from tests.cli.run import typed as typed
from tests.support.live import Live

FATEMA = old_user(1, username="Fatema", email="Fatema@example.org")
ASLEEP = old_user(2, username="asleep", status=False, gender=None, email=None)
KEPT = "SELECT uuid, username, password FROM users_before_gatepost ORDER BY uuid"


@pytest.mark.every_engine
@pytest.mark.any_server
def test_users_log_in_with_their_old_passwords_and_are_who_they_were(make: Make, adopt: Adopt, tmp_path: Path) -> None:
    original = make(FATEMA, ASLEEP)
    adopted = adopt()
    assert adopted.returncode == 0, adopted.stderr
    assert adopted.stdout.startswith("2 accounts are adopted.")
    assert "SALT_KEY is not set" in adopted.stderr

    with Live(tmp_path, SALT_KEY=SALT, SQLALCHEMY_DATABASE_URI=original.url) as live, live.client() as client:
        for _ in range(2):  # the second time by the hash that replaced the old one
            answer = client.post("/user/login", json={"username": "fatema", "password": "password"})
            assert answer.status_code == 200, answer.text
        signed = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        known = client.get(f"/user/{FATEMA['uuid']}", headers=signed).json()["data"]
        assert known == {key: FATEMA[key] for key in ("uuid", "username", "mobile", "email", "gender", "status")}
        asleep = client.post("/user/login", json={"username": "asleep", "password": "password"})
        assert asleep.json()["code"] == "account_not_active"
        wrong = client.post("/user/login", json={"username": "fatema", "password": old_hash("password")})
        assert wrong.json()["code"] == "invalid_credentials"

    hashes = dict(original.ask("SELECT uuid, password_hash FROM users"))
    assert hashes[FATEMA["uuid"]].startswith("$argon2id$")
    assert hashes[ASLEEP["uuid"]] == ASLEEP["password"]
    assert original.ask(KEPT) == [(each["uuid"], each["username"], each["password"]) for each in (FATEMA, ASLEEP)]


@pytest.mark.every_engine
def test_wrapped_hashes_are_no_md5_and_open_once_without_the_setting(make: Make, adopt: Adopt, tmp_path: Path) -> None:
    original = make(FATEMA, old_user(3, password="none"))
    assert adopt("--wrap").returncode == 2
    assert adopt("--wrap", "--accept", "password", SALT_KEY=SALT).returncode == 0
    hashes = dict(original.ask("SELECT uuid, password_hash FROM users"))
    assert "$argon2id$" in hashes[FATEMA["uuid"]]
    assert FATEMA["password"] not in hashes[FATEMA["uuid"]]
    assert hashes[uuid_of(3)] == "!"
    with Live(tmp_path, SQLALCHEMY_DATABASE_URI=original.url) as live, live.client() as client:
        for password, status in (("wrong", 401), ("password", 200), ("password", 200)):
            answer = client.post("/user/login", json={"username": "fatema", "password": password})
            assert answer.status_code == status, answer.text
    assert dict(original.ask("SELECT uuid, password_hash FROM users"))[FATEMA["uuid"]].startswith("$argon2id$")


@pytest.mark.every_engine
def test_the_times_of_creation_are_kept_and_the_adoption_is_on_record(make: Make, adopt: Adopt) -> None:
    original = make(FATEMA)
    assert adopt().returncode == 0
    ((created, activated),) = original.ask("SELECT created_at, activated_at FROM users")
    assert str(created)[:19] == str(activated)[:19] == FATEMA["created"]
    assert "accounts.adopted" in adopt.type("audit", "list").stdout


def test_times_are_those_of_the_zone_that_is_named(make: Make, adopt: Adopt) -> None:
    original = make(FATEMA)
    assert adopt("--time-zone", "Asia/Dhaka").returncode == 0
    assert str(original.ask("SELECT created_at FROM users")[0][0])[:19] == "2019-01-02 06:00:00"
    assert adopt("--time-zone", "Atlantis").returncode == 2


@pytest.mark.every_engine
def test_a_second_run_brings_nobody_back(make: Make, adopt: Adopt) -> None:
    original = make(FATEMA, ASLEEP)
    assert adopt().returncode == 0
    original.run("DELETE FROM users WHERE uuid = :uuid", uuid=ASLEEP["uuid"])
    again = adopt()
    assert (again.returncode, "was adopted before" in again.stdout) == (0, True)
    assert original.ask("SELECT uuid FROM users") == [(FATEMA["uuid"],)]


@pytest.mark.every_engine
def test_of_two_runs_at_once_one_adopts_and_the_other_finds_it_done(make: Make, adopt: Adopt) -> None:
    original = make(FATEMA, ASLEEP)
    with ThreadPoolExecutor(2) as pool:
        both = [each.result() for each in (pool.submit(adopt), pool.submit(adopt))]
    assert [each.returncode for each in both] == [0, 0], both
    assert sorted("was adopted before" in each.stdout for each in both) == [False, True]
    assert len(original.ask("SELECT uuid FROM users")) == 2


WAITS = {
    "mariadb": "SELECT count(*) FROM information_schema.processlist"
    " WHERE state LIKE 'Waiting for table metadata%' AND db = database()",  # other tests wait on the same server
    "postgresql": "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()",
}


@pytest.mark.every_engine
@pytest.mark.parametrize(("username", "status"), [("last", 0), ("la st", 1)])
def test_a_row_that_the_original_writes_at_the_last_moment_is_not_lost(
    make: Make, adopt: Adopt, engine: str, username: str, status: int
) -> None:
    if engine not in WAITS:
        pytest.skip("SQLite has one writer, and an adoption is it from its beginning")
    original = make(FATEMA)
    with (
        ThreadPoolExecutor(1) as pool,
        original.writing(INSERT, **old_user(9, username=username)) as transaction,
    ):
        begun = pool.submit(adopt)
        deadline = monotonic() + 30
        while original.ask(WAITS[engine]) == [(0,)]:
            assert monotonic() < deadline
        transaction.commit()
        told = begun.result()
    assert told.returncode == status, told.stderr
    if status == 0:
        assert original.ask("SELECT uuid FROM users ORDER BY uuid") == [(FATEMA["uuid"],), (uuid_of(9),)]
    else:
        assert "The original is running" in told.stderr
        assert original.tables() == {"users"}


@pytest.mark.every_engine
def test_the_history_of_flask_migrate_is_kept_aside(make: Make, adopt: Adopt) -> None:
    original = make(FATEMA)
    original.run(*NOTED_BY_FLASK_MIGRATE)
    refused = adopt.type("db", "upgrade")
    assert (refused.returncode, "gatepost adopt --dry-run" in refused.stderr) == (1, True)
    assert adopt("--dry-run").returncode == adopt().returncode == 0
    assert original.ask("SELECT version_num FROM alembic_version_before_gatepost") == [(FLASK_MIGRATES,)]
    assert adopt.type("db", "current").stdout.endswith("(up to date)\n")


@pytest.mark.every_engine
def test_columns_and_tables_that_somebody_added_stay_and_are_told(make: Make, adopt: Adopt) -> None:
    original = make(FATEMA)
    original.run("ALTER TABLE users ADD COLUMN shoe_size INTEGER", "UPDATE users SET shoe_size = 38")
    original.run(
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author VARCHAR(255), FOREIGN KEY (author) REFERENCES users (uuid))"
    )
    original.run("INSERT INTO posts VALUES (1, :uuid)", uuid=FATEMA["uuid"])
    told = adopt("--dry-run").stdout
    assert adopt().stdout.startswith(told.partition("Nothing")[0])
    assert "stay in users_before_gatepost alone: shoe_size" in told
    assert "will refer to users_before_gatepost: posts" in told
    joined = "SELECT shoe_size FROM posts JOIN users_before_gatepost ON author = uuid"
    assert original.ask(joined) == [(38,)]


@pytest.mark.every_engine
def test_a_table_of_ours_that_another_program_made_is_told_before_anything_is_changed(make: Make, adopt: Adopt) -> None:
    original = make(FATEMA)
    original.run("CREATE TABLE sessions (id INTEGER PRIMARY KEY)")
    refused = adopt()
    assert (refused.returncode, "sessions" in refused.stderr) == (1, True)
    assert original.tables() == {"users", "sessions"}


@pytest.mark.every_engine
@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["CREATE VIEW sessions AS SELECT username FROM users"], "names that Gatepost needs: sessions"),
        (["ALTER TABLE users RENAME TO people", "CREATE VIEW users AS SELECT * FROM people"], "users is a view"),
    ],
)
def test_a_view_that_is_in_the_way_is_told_before_anything_is_changed(
    make: Make, adopt: Adopt, statements: list[str], told: str
) -> None:
    original = make(FATEMA)
    original.run(*statements)
    before = original.tables()
    for words in (["--dry-run"], []):
        refused = adopt(*words)
        assert (refused.returncode, told in refused.stderr) == (1, True), refused.stderr
    assert original.tables() == before
    assert original.ask("SELECT uuid FROM users") == [(FATEMA["uuid"],)]


def test_the_file_is_copied_first_for_its_owner_alone(make: Make, adopt: Adopt, tmp_path: Path) -> None:
    make(FATEMA, ASLEEP)
    assert adopt().returncode == 0
    (backup,) = tmp_path.glob("empty.db.before-gatepost*")
    assert S_IMODE(backup.stat().st_mode) == 0o600
    kept = Original(f"sqlite:///{backup}", [])
    assert kept.ask("SELECT uuid FROM users ORDER BY uuid") == [(uuid_of(1),), (uuid_of(2),)]
    assert kept.tables() == {"users"}


def test_a_backup_that_cannot_be_written_stops_it_before_anything_is_changed(
    make: Make, adopt: Adopt, tmp_path: Path
) -> None:
    make(FATEMA)
    file = (tmp_path / "empty.db").rename(tmp_path / ("u" * 230))  # with more behind it, a name is too long
    refused = Adopt(tmp_path, f"sqlite:///{file}")()
    assert (refused.returncode, "Nothing was changed" in refused.stderr) == (1, True), refused.stderr
    assert Original(f"sqlite:///{file}", []).tables() == {"users"}


def test_a_database_without_such_a_table_is_left_alone(typed: Typed) -> None:
    refused = typed("adopt")
    assert (refused.returncode, "nothing to adopt" in refused.stderr) == (1, True)
    assert typed("db", "upgrade").returncode == 0
    refused = typed("adopt")
    assert (refused.returncode, "nothing to adopt" in refused.stderr) == (1, True)
