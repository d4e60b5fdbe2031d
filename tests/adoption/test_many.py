"""Ten thousand users of the founding document's application, adopted by a run that was killed and one that was not."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gatepost import clock
from tests.adoption.conftest import Adopt, Make
from tests.adoption.original import SALT, Original, old_hash, old_user, uuid_of
from tests.servers.night import deeper
from tests.support.live import Live, clean_environment

MANY = deeper(by_day=300, at_night=10_000)
BEGUN = {
    "sqlite": "",
    "mariadb": "SELECT 1 FROM information_schema.tables"
    " WHERE table_name = 'users_being_adopted' AND table_schema = database()",
    "postgresql": "SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    " WHERE locktype = 'advisory' AND datname = current_database()",
}


def password_of(number: int) -> str:
    return f"password of {number}"


def row(number: int) -> dict[str, Any]:
    """Every hundredth user has a name with a blank, or the number of the one before in another writing, or no md5."""
    odd: list[dict[str, Any]] = [
        {"username": f"two words {number}"},
        {"mobile": f"017-{number - 1:08}"},
        {"password": "none"},
    ]
    chosen = odd[number // 100 % 3] if number % 100 == 1 else {}
    return old_user(number, password=old_hash(password_of(number))) | chosen


def is_begun(original: Original, engine: str, folder: Path) -> bool:
    if engine == "sqlite":
        return (folder / "empty.db.before-gatepost").exists()
    return bool(original.ask(BEGUN[engine]))


@pytest.mark.every_engine
@pytest.mark.at_night
def test_many_users_survive_a_run_that_was_killed(make: Make, adopt: Adopt, tmp_path: Path, engine: str) -> None:
    original = make(*map(row, range(MANY)))
    refused = adopt()
    assert refused.returncode == 1
    assert f"username: {len(range(1, MANY, 300))}." in refused.stdout

    environment = clean_environment(GATEPOST_INSTANCE=str(tmp_path), SQLALCHEMY_DATABASE_URI=original.url)
    command = [sys.executable, "-m", "gatepost", "adopt", "--accept", "all"]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL) as process:
        while not is_begun(original, engine, tmp_path) and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    assert process.returncode == -9

    begun = clock.stopwatch()
    done = adopt("--accept", "all")
    print(f"\n{MANY} users on {engine}: {clock.stopwatch() - begun:.1f} s")
    assert done.stdout.splitlines()[-3 if engine == "sqlite" else -2].startswith(f"{MANY} accounts are adopted."), done
    assert len(original.ask("SELECT uuid FROM users")) == MANY

    with Live(tmp_path, SALT_KEY=SALT, SQLALCHEMY_DATABASE_URI=original.url) as live, live.client() as client:

        def status(number: int, password: str, **named: str) -> int:
            answer = client.post("/user/login", json={**named, "password": password})
            access = answer.json().get("access_token")
            if access:
                signed = {"Authorization": f"Bearer {access}"}
                assert client.get(f"/user/{uuid_of(number)}", headers=signed).status_code == 200
            return answer.status_code

        for number in (0, 2, MANY // 2, MANY - 1):
            assert status(number, password_of(number), username=f"user{number}") == 200
            assert status(number, password_of(number + 1), username=f"user{number}") == 401
        assert status(1, password_of(1), mobile=row(1)["mobile"]) == 200
        assert status(100, password_of(100), mobile=row(101)["mobile"]) == 200
        assert status(101, password_of(101), username="user101") == 200
        assert status(201, "none", username="user201") == 401
