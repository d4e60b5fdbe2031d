"""``gatepost users …``: an administrator, looking, closing and opening accounts."""

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.run import Typed
from tests.serving.wire import ask, join
from tests.support.live import Live


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with empty tables."""
    folder = tmp_path_factory.mktemp("tables")
    assert Typed(folder)("db", "upgrade").returncode == 0
    return folder / "gatepost.db"


@pytest.fixture
def ready(typed: Typed, tables: Path) -> Typed:
    shutil.copy(tables, typed.folder)
    return typed


def create_admin(ready: Typed, *more: str, said: str = "") -> str:
    answer = ready("users", "create-admin", "--username", "root", "--mobile", "01700000001", *more, said=said)
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stderr
    return answer.stdout


@pytest.mark.asvs("6.4.1")
def test_a_new_administrator_replaces_the_password_that_was_shown_once(ready: Typed) -> None:
    shown = create_admin(ready)
    uuid, password = re.fullmatch(r"Administrator root \((\S+)\)\nPassword for .*: (\S+)\n", shown).groups()
    assert len(password) >= 15
    with Live(ready.folder) as service:
        credentials = {"username": "root", "password": password}
        assert ask(service.url, "POST /user/login", credentials).json["code"] == "password_change_required"
        answer = ask(service.url, "POST /user/login", credentials | {"new_password": "a password of root's own"})
        assert answer.status == 200
        ada = join(service.url, "ada")
        token = answer.json["access_token"]
        changed = ask(service.url, f"PATCH /user/{ada.uuid}", {"gender": "Female"}, token=token)
        assert changed.status == 200
        assert password not in service.log
    assert password not in ready("users", "show", uuid).stdout


def test_the_password_of_an_administrator_may_come_by_standard_input(ready: Typed) -> None:
    shown = create_admin(ready, "--password-stdin", said="a password of my own\n")
    assert "password of my own" not in shown
    with Live(ready.folder) as service:
        body = {"username": "root", "password": "a password of my own"}
        assert ask(service.url, "POST /user/login", body).status == 200


def test_list_and_show_tell_the_state_of_accounts(ready: Typed) -> None:
    create_admin(ready, "--email", "root@example.org")
    with Live(ready.folder) as service:
        body = {"username": "ada", "mobile": "01700000002", "password": "password"}
        uuid = ask(service.url, "POST /user", body).json["data"]["uuid"]
    listed = [line.split() for line in ready("users", "list").stdout.splitlines()]
    assert listed[0] == [uuid, "not", "active", "user", "ada"]
    assert listed[1][1:] == ["active", "administrator", "root"]
    assert ready("users", "list", "--limit", "1").stdout.split()[0] == uuid
    facts = dict(line.split(maxsplit=1) for line in ready("users", "show", "ROOT").stdout.splitlines()[:6])
    assert (facts["username"], facts["email"], facts["roles"]) == ("root", "root@example.org", "administrator")
    shown = ready("users", "show", uuid).stdout
    assert shown.splitlines()[1].split() == ["username", "ada"]
    assert "argon2" not in shown


def test_show_tells_since_when_a_password_is_disabled(ready: Typed) -> None:
    with Live(ready.folder) as service:
        join(service.url, "ada")
        before = ready("users", "show", "ada").stdout.splitlines()[-1]
        for _ in range(100):
            assert ask(service.url, "POST /user/login", {"username": "ada", "password": "wrong"}).status == 401
    after = ready("users", "show", "ada").stdout.splitlines()[-1]
    assert before.split() == ["password", "disabled", "-"]
    assert re.fullmatch(r"password disabled  20\d\d-\d\d-\d\d \S+", after)


def test_deactivating_signs_out_at_once_and_reactivating_lets_back_in(ready: Typed) -> None:
    with Live(ready.folder) as service:
        ada = join(service.url, "ada")
        credentials = {"username": "ada", "password": "password"}
        assert ready("users", "deactivate", "ada").returncode == 0
        assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 401
        assert ask(service.url, "POST /user/login", credentials).status == 403
        assert "deactivated" in ready("users", "list").stdout
        assert ready("users", "reactivate", ada.uuid).returncode == 0
        assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 401
        assert ask(service.url, "POST /user/login", credentials).status == 200


def test_an_operator_lists_and_revokes_personal_tokens(ready: Typed) -> None:
    with Live(ready.folder) as service:
        ada = join(service.url, "ada")
        made = []
        for name in ("nightly backup", "pipeline"):
            body = {"name": name, "scope": ["account:read", "services"]}
            made.append(ask(service.url, "POST /user/personal-tokens", body, token=ada.access_token).json["data"])
        listed = ready("users", "tokens", "ada").stdout
        assert sorted(line.split()[0] for line in listed.splitlines()) == sorted(each["id"] for each in made)
        assert (
            f"…{made[0]['hint']}  until {made[0]['expires_at']}  used never  account:read services  nightly" in listed
        )
        assert not any(each["token"] in listed for each in made)
        assert ready("users", "tokens", "ada", "--revoke", made[0]["id"]).returncode == 0
        again = ready("users", "tokens", "ada", "--revoke", made[0]["id"])
        assert (again.returncode, "There is no such token." in again.stderr) == (1, True)
        paths = [ask(service.url, f"GET /user/{ada.uuid}", token=each["token"]).status for each in made]
        assert paths == [401, 200]
        both = ready("users", "tokens", "ada", "--revoke", made[1]["id"], "--revoke-all")
        assert "one of the two" in both.stderr
        assert ready("users", "tokens", "ada", "--revoke-all").stdout == "Tokens revoked: 1.\n"
    assert ready("users", "tokens", "ada").stdout == ""


@pytest.mark.asvs("6.2.10")
def test_an_expired_password_is_replaced_at_the_next_log_in(ready: Typed) -> None:
    with Live(ready.folder) as service:
        ada, eve = join(service.url, "ada"), join(service.url, "eve")
        credentials = {"username": "ada", "password": "password"}
        assert "ada must choose a new password" in ready("users", "expire-password", "ada").stdout
        assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
        assert ask(service.url, "POST /user/login", credentials).json["code"] == "password_change_required"
        assert ask(service.url, "POST /user/login", credentials | {"new_password": "another one"}).status == 200
        refused = ready("users", "expire-password", "--all", said="n\n")
        assert (refused.returncode, "Aborted" in refused.stderr) == (1, True)
        done = ready("users", "expire-password", "--all", "--end-sessions", said="y\n")
        assert (done.returncode, "Passwords expired: 2." in done.stdout) == (0, True), done
        assert ask(service.url, f"GET /user/{eve.uuid}", token=eve.access_token).status == 401
        assert "sessions.ended" in ready("audit", "list", "--user", "eve").stdout
    assert ready("users", "expire-password", "--all", "--yes").stdout == "Passwords expired: 0.\n"
    assert "is expired" in ready("users", "expire-password", "eve").stdout


@pytest.mark.parametrize("words", [(), ("ada", "--all")])
def test_whose_password_expires_is_said_in_one_way(ready: Typed, words: tuple[str, ...]) -> None:
    answer = ready("users", "expire-password", *words)
    assert (answer.returncode, "Name accounts, or give --all: one of the two." in answer.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "said", "reason"),
    [
        (("show", "nobody"), "", "There is no such user: nobody"),
        (("expire-password", "nobody"), "", "There is no such user: nobody"),
        (("create-admin", "--username", "a b", "--mobile", "01700000009"), "", "username: "),
        (("create-admin", "--username", "x", "--mobile", "01700000009", "--password-stdin"), "short\n", "password: "),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_said_in_one_line(ready: Typed, words: tuple[str, ...], said: str, reason: str) -> None:
    answer = ready("users", *words, said=said)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith(f"gatepost: {reason}")
    assert answer.stderr.count("\n") == 1


def test_a_taken_username_is_said_in_one_line(ready: Typed) -> None:
    create_admin(ready)
    answer = ready("users", "create-admin", "--username", "ROOT", "--mobile", "01700000002")
    assert (answer.returncode, answer.stderr) == (1, "gatepost: This username is taken.\n")
