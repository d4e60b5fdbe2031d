"""``gatepost users find``, ``suspend``, … ``delete``: what the support does by REST."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.run import Typed

NUMBER = "01700000001"
BECAUSE = ("--reason", "has called")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the administrators root and ada in it."""
    folder = tmp_path_factory.mktemp("tables")
    typed = Typed(folder)
    assert typed("db", "upgrade").returncode == 0
    words = ("users", "create-admin", "--username", "root", "--mobile", NUMBER, "--password-stdin")
    assert typed(*words, said="a password of root\n").returncode == 0
    words = ("users", "create-admin", "--username", "ada", "--mobile", "01700000002", "--password-stdin")
    assert typed(*words, "--email", "ada@example.org", said="a password of ada\n").returncode == 0
    return folder / "gatepost.db"


@pytest.fixture
def ready(typed: Typed, tables: Path) -> Typed:
    shutil.copy(tables, typed.folder)
    return typed


@pytest.mark.parametrize("who", ["ada", "ADA", "01700-000 002", "ada@example.org", "Ada@Example.org"])
def test_who_is_a_name_a_number_or_an_address(ready: Typed, who: str) -> None:
    assert ready("users", "roles", who).stdout == "ada: administrator\n"
    uuid = ready("users", "find", who).stdout.split()[0]
    assert ready("users", "roles", uuid).stdout == "ada: administrator\n"


def test_nobody_is_found_by_what_nobody_has(ready: Typed) -> None:
    refused = ready("users", "lift-waits", "eve@example.org", *BECAUSE)
    assert (refused.returncode, refused.stderr) == (1, "gatepost: There is no such user: eve@example.org\n")
    found = ready("users", "find", "eve")
    assert (found.stdout, found.stderr) == ("", "0 shown.\n")


def test_users_are_found_and_the_list_says_that_there_are_more(ready: Typed) -> None:
    line = ready("users", "find", NUMBER).stdout.split()
    assert line[1:] == ["active", "administrator", "root", NUMBER]
    assert ready("users", "find", "a").stderr == "1 shown.\n"
    assert ready("users", "find", "", "--limit", "1").stderr == "1 shown. There are more: narrow it down.\n"


def test_a_user_is_suspended_and_comes_back(ready: Typed) -> None:
    said = ready("users", "suspend", "ada", "--until", "2999-01-01T00:00:00Z", *BECAUSE)
    assert said.stdout == "ada is suspended until 2999-01-01 00:00:00+00:00, and signed out everywhere.\n"
    assert ready("users", "find", "ada").stdout.split()[1] == "suspended"
    assert "suspended" in ready("users", "list").stdout
    assert "suspended until    2999-01-01" in ready("users", "show", "ada").stdout
    refused = ready("users", "suspend", "root", *BECAUSE)
    assert (refused.returncode, "only administrator" in refused.stderr) == (1, True)
    assert ready("users", "unsuspend", "ada", *BECAUSE).stdout == "ada is not suspended.\n"
    assert ready("users", "find", "ada").stdout.split()[1] == "active"
    assert ready("users", "suspend", "ada", *BECAUSE).stdout.startswith("ada is suspended for ever,")
    assert "account.suspended" in ready("audit", "list").stdout


def test_waits_are_lifted_and_a_reset_is_begun(ready: Typed) -> None:
    assert ready("users", "lift-waits", "ada", *BECAUSE).stdout == "ada does not have to wait any more.\n"
    assert ready("users", "reset", "ada", "--channel", "email", *BECAUSE).stdout == "ada gets a message by e-mail.\n"
    (line,) = ready("users", "messages", "ada").stdout.splitlines()
    assert line.split()[1:] == ["email", "reset", "waiting", "a…@example.org"]


@pytest.mark.parametrize("deed", ["suspend", "unsuspend", "lift-waits", "reset", "activate", "export", "delete"])
@pytest.mark.parametrize("reason", [(), ("--reason", " "), ("--reason", "x" * 201)])
def test_no_deed_is_done_without_a_reason(ready: Typed, deed: str, reason: tuple[str, ...]) -> None:
    refused = ready("users", deed, "ada", *reason)
    assert refused.returncode == 2
    assert "reason" in refused.stderr


def test_an_end_that_is_no_time_is_refused(ready: Typed) -> None:
    assert ready("users", "suspend", "ada", "--until", "tomorrow", *BECAUSE).returncode == 2
    assert ready("users", "suspend", "ada", "--until", "2001-01-01T00:00:00Z", *BECAUSE).returncode == 1


def test_an_account_is_created_and_activated(ready: Typed) -> None:
    made = ready("users", "create", "grace", "--mobile", "01700000003", *BECAUSE).stdout
    assert made.startswith("grace (")
    assert made.endswith(") gets a message.\n")
    assert ready("users", "messages", "grace").stdout.split()[2] == "account_created"
    assert ready("users", "find", "grace").stdout.split()[1] == "not_activated"
    assert ready("users", "activate", "grace", *BECAUSE).stdout == "grace is active.\n"
    refused = ready("users", "create", "grace", "--mobile", "01700000004", *BECAUSE)
    assert (refused.returncode, refused.stdout) == (1, "")


def test_an_address_is_replaced_once_it_is_proven(ready: Typed) -> None:
    said = ready("users", "replace-address", "ada", "--email", "ada@example.net", *BECAUSE).stdout
    assert said == "ada gets a message at the new address.\n"
    assert ready("users", "messages", "ada").stdout.split()[1:3] == ["email", "change"]
    assert "ada@example.org" in ready("users", "show", "ada").stdout
    both = ("--email", "ada@example.net", "--mobile", "01700000009")
    for given in ((), both):
        assert ready("users", "replace-address", "ada", *given, *BECAUSE).returncode == 2


def test_factors_and_sessions_are_taken_away(ready: Typed) -> None:
    refused = ready("users", "remove-factor", "ada", "all", *BECAUSE)
    assert (refused.returncode, "factor" in refused.stderr) == (1, True)
    assert ready("users", "end-sessions", "ada", *BECAUSE).stdout == "Sessions ended: 0.\n"
    assert ready("users", "end-sessions", "ada", "--session", "0" * 32, *BECAUSE).returncode == 1


def test_an_account_is_exported_and_deleted(ready: Typed) -> None:
    exported = json.loads(ready("users", "export", "ada@example.org", *BECAUSE).stdout)
    assert exported["account"]["username"] == "ada"
    assert ready("users", "delete", "ada", *BECAUSE, said="n\n").returncode == 1
    assert ready("users", "delete", "ada", "--yes", *BECAUSE).stdout == "ada is deleted.\n"
    assert ready("users", "find", "ada").stderr == "0 shown.\n"
    refused = ready("users", "delete", "root", "--yes", *BECAUSE)
    assert (refused.returncode, "only administrator" in refused.stderr) == (1, True)


def test_older_deeds_take_a_reason_too(ready: Typed) -> None:
    for deed in (("deactivate", "ada"), ("reactivate", "ada"), ("roles", "ada", "support")):
        assert ready("users", *deed, *BECAUSE).returncode == 0
        assert ready("users", *deed, "--reason", " ").returncode == 2
