"""``gatepost roles …`` and ``gatepost users roles``: roles without a token, for those who run the service."""

import shutil
from pathlib import Path

import pytest

from gatepost.permissions import BUILT_IN, PERMISSIONS
from tests.cli.run import Typed
from tests.serving.wire import ask, join
from tests.support.live import Live


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the administrator root in it."""
    folder = tmp_path_factory.mktemp("tables")
    typed = Typed(folder)
    assert typed("db", "upgrade").returncode == 0
    words = ("users", "create-admin", "--username", "root", "--mobile", "01700000001", "--password-stdin")
    assert typed(*words, said="a password of root\n").returncode == 0
    return folder / "gatepost.db"


@pytest.fixture
def ready(typed: Typed, tables: Path) -> Typed:
    shutil.copy(tables, typed.folder)
    return typed


def test_a_role_is_set_given_shown_taken_and_deleted(ready: Typed) -> None:
    words = ("roles", "set", "auditor", "--description", "reads the record", "--permission", "audit:read")
    assert ready(*words).stdout == "auditor: audit:read\n"
    listed = ready("roles", "list").stdout.splitlines()
    assert [line.split() for line in listed] == [
        ["administrator", *PERMISSIONS],
        ["support", *(each for each in PERMISSIONS if each in BUILT_IN["support"])],
        ["user", "-"],
        ["auditor", "audit:read"],
    ]
    with Live(ready.folder) as service:
        ada = join(service.url, "ada")
        assert ask(service.url, "GET /admin/events", token=ada.access_token).status == 403
        assert ready("users", "roles", "ada").stdout == "ada: user\n"
        assert ready("users", "roles", "ada", "auditor", "support").stdout == "ada: auditor support\n"
        assert ask(service.url, "GET /admin/events", token=ada.access_token).status == 200
        assert ready("users", "roles", "ada").stdout == "ada: auditor support\n"
        assert "roles              auditor support\n" in ready("users", "show", "ada").stdout
        refused = ready("roles", "delete", "auditor")
        assert (refused.returncode, refused.stderr.count("Somebody holds this role")) == (1, 1)
        assert ready("users", "roles", "ada", "--none").stdout == "ada: user\n"
        assert ask(service.url, "GET /admin/events", token=ada.access_token).status == 403
    assert ready("roles", "delete", "auditor").stdout == "Deleted.\n"
    events = ready("audit", "list").stdout
    assert all(name in events for name in ("role.defined", "roles.changed", "role.deleted"))


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (("users", "roles", "root", "--none"), 1, "This is the only administrator: appoint another one first."),
        (("users", "roles", "root", "support"), 1, "This is the only administrator: appoint another one first."),
        (("users", "deactivate", "root"), 1, "This is the only administrator: appoint another one first."),
        (("users", "roles", "root", "administrator", "nothing"), 1, "There is no such role."),
        (("users", "roles", "root", "support", "--none"), 2, "Name roles, or give --none: one of the two."),
        (("users", "roles", "nobody"), 1, "There is no such user: nobody"),
        (("roles", "set", "support", "--description", "x"), 1, "This role is built in and stays as it is."),
        (("roles", "set", "Auditor", "--description", "x"), 2, "A name has 1 to 20 small letters, digits and dashes"),
        (("roles", "set", "auditor", "--description", "x" * 201), 1, "description: Use 1 to 200 visible characters."),
        (
            ("roles", "set", "auditor", "--description", "x", "--permission", "audit:write"),
            2,
            "'audit:write' is not one of",
        ),
        (("roles", "delete", "auditor"), 1, "There is no such role."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_said(ready: Typed, words: tuple[str, ...], status: int, reason: str) -> None:
    answer = ready(*words)
    assert (answer.returncode, answer.stdout) == (status, "")
    assert reason in answer.stderr
    assert ready("users", "roles", "root").stdout == "root: administrator\n"
