"""Rows that cannot be adopted as they are: told first, and adopted safely once the operator accepts them."""

import json
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest

from tests.adoption.conftest import Adopt, Make
from tests.adoption.original import SALT, old_hash, old_user, uuid_of
from tests.support.live import Live

OLDEST = old_user(1, username="ada", mobile="01712345678", email="ada@example.org")
SPACED = old_user(2, username="two words")
SAME_NUMBER = old_user(3, mobile="0171-2345678")
NO_ADDRESS = old_user(4, email="nowhere")
NO_MD5 = old_user(5, password="password")
EVERYWHERE = [OLDEST, SPACED, SAME_NUMBER, NO_ADDRESS, NO_MD5]
ALL = ["mobile", "email", "password", "username"]
ROWS = "SELECT uuid, username FROM users ORDER BY uuid"


@pytest.mark.every_engine
@pytest.mark.parametrize("words", [["--dry-run"], [], ["--accept", "username", "--accept", "mobile"]])
def test_clashes_are_told_and_nothing_is_changed(make: Make, adopt: Adopt, words: list[str]) -> None:
    original = make(*EVERYWHERE)
    before = original.ask("SELECT * FROM users ORDER BY uuid")
    told = adopt(*words)
    assert told.returncode == 1
    for row, identifier in [(SPACED, "two words"), (SAME_NUMBER, "0171-2345678"), (NO_ADDRESS, "nowhere")]:
        assert f"{row['uuid']}  {identifier}: " in told.stdout
    assert f"{NO_MD5['uuid']}  user5: This is no md5 hash." in told.stdout
    assert uuid_of(1) in told.stdout  # the one who has the number
    assert "Nothing was changed." in told.stderr
    assert original.tables() == {"users"}
    assert original.ask("SELECT * FROM users ORDER BY uuid") == before


@pytest.mark.every_engine
def test_accepted_rows_keep_their_accounts_and_the_oldest_keeps_what_they_share(
    make: Make, adopt: Adopt, tmp_path: Path
) -> None:
    original = make(*EVERYWHERE)
    done = adopt(*(word for kind in ALL for word in ("--accept", kind)))
    assert done.returncode == 0, done.stderr
    names = dict(original.ask(ROWS))
    assert names == {row["uuid"]: row["username"] for row in EVERYWHERE} | {SPACED["uuid"]: "user-f99f6337"}

    with Live(tmp_path, SALT_KEY=SALT, SQLALCHEMY_DATABASE_URI=original.url) as live, live.client() as client:

        def status(password: str = "password", **named: str) -> int:
            return client.post("/user/login", json={**named, "password": password}).status_code

        assert status(username="user-f99f6337") == status(mobile=SPACED["mobile"]) == 200
        assert status(username="two words") == 401
        assert status(username=SAME_NUMBER["username"]) == status(email=SPACED["email"]) == 200
        assert status(username=NO_MD5["username"]) == 401
        by_number = client.post("/user/login", json={"mobile": "0171 2345678", "password": "password"}).json()
        signed = {"Authorization": f"Bearer {by_number['access_token']}"}
        assert client.get(f"/user/{OLDEST['uuid']}", headers=signed).status_code == 200
        shown = client.get(f"/user/{SAME_NUMBER['uuid']}", headers=signed).json()["data"]
        assert shown["mobile"] == "0171-2345678"


LATER = old_user(2)
ALIKE: list[tuple[str, dict[str, Any]]] = [
    ("username", {"username": "ADA"}),
    ("username", {"username": "\uff41da"}),
    ("username", {"username": "ada "}),
    ("username", {"username": ""}),
    ("username", {"username": "a\u200bda"}),
    ("email", {"email": "ADA@Example.org"}),
    ("email", {"email": "ada@example.org "}),
    ("mobile", {"mobile": "(0171) 234 56 78"}),
    ("mobile", {"mobile": ""}),
    ("mobile", {"mobile": "12"}),
    ("uuid", {"uuid": OLDEST["uuid"].upper()}),
    ("uuid", {"uuid": "7"}),
    ("password", {"password": ""}),
    ("password", {"password": old_hash("password") + "0"}),
    ("created", {"created": "yesterday"}),
]


@pytest.mark.parametrize(("kind", "chosen"), ALIKE)
def test_this_is_a_clash_and_once_accepted_two_accounts(
    make: Make, adopt: Adopt, kind: str, chosen: dict[str, Any]
) -> None:
    original = make(OLDEST, LATER | chosen)
    told = adopt()
    assert (told.returncode, told.stdout.partition(":")[0], told.stdout.count("--accept")) == (1, kind, 1)
    done = adopt("--accept", kind)
    assert (done.returncode, done.stderr.count("Nothing")) == (0, 0), done.stderr
    assert len({row for (row,) in original.ask("SELECT username_key FROM users")}) == 2
    ((uuid, hashed),) = original.ask("SELECT uuid, password_hash FROM users WHERE username = 'ada'")
    assert (uuid, hashed) == (OLDEST["uuid"], OLDEST["password"])


@pytest.mark.parametrize(("kind", "column"), [("username", "username"), ("email", "email"), ("password", "password")])
def test_text_in_another_encoding_is_a_clash(make: Make, adopt: Adopt, kind: str, column: str) -> None:
    original = make(OLDEST, LATER)
    original.run(f"UPDATE users SET {column} = CAST(x'fc6461' AS TEXT) WHERE uuid = :uuid", uuid=LATER["uuid"])
    told = adopt()
    assert (told.returncode, told.stdout.partition(":")[0]) == (1, kind)
    assert adopt("--accept", kind).returncode == 0


@pytest.mark.parametrize(
    "chosen",
    [{"email": None}, {"email": ""}, {"gender": None}, {"gender": "other"}, {"password": old_hash("x").upper()}],
)
def test_this_is_no_clash(make: Make, adopt: Adopt, chosen: dict[str, Any]) -> None:
    make(OLDEST, LATER | chosen)
    assert adopt("--dry-run").returncode == 0


def test_a_name_in_place_of_another_is_one_that_nobody_has(make: Make, adopt: Adopt) -> None:
    original = make(SPACED, old_user(3, username="user-f99f6337"), old_user(4, username="user-f99f6337f"))
    assert adopt("--accept", "all").returncode == 0
    assert dict(original.ask(ROWS))[SPACED["uuid"]] == "user-f99f6337fd"


def test_a_dry_run_leaves_the_file_as_it_is(make: Make, adopt: Adopt, tmp_path: Path) -> None:
    make(*EVERYWHERE)
    before = (tmp_path / "empty.db").read_bytes()
    assert adopt("--dry-run").returncode == 1
    assert (tmp_path / "empty.db").read_bytes() == before
    assert not list(tmp_path.glob("empty.db?*"))


def test_the_report_has_all_clashes_and_is_for_its_owner_alone(make: Make, adopt: Adopt, tmp_path: Path) -> None:
    make(*(old_user(number, username=f"no {number}") for number in range(30)))
    report = tmp_path / "clashes.jsonl"
    told = adopt("--dry-run", "--report", str(report))
    assert told.stdout.count("no ") < 30
    assert "… and 10 more" in told.stdout
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(line["kind"], line["identifier"]) for line in lines] == [("username", f"no {n}") for n in range(30)]
    assert S_IMODE(report.stat().st_mode) == 0o600
    again = adopt("--report", str(report), "--accept", "all")
    assert (again.returncode, "File exists" in again.stderr) == (2, True)


def test_a_name_cannot_write_to_the_terminal(make: Make, adopt: Adopt) -> None:
    make(old_user(1, username="\x1b]0;owned\x07"))
    assert "\x1b" not in adopt("--dry-run").stdout
