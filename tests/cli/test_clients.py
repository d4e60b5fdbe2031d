"""``gatepost clients …``"""

import re

import pytest

from tests.cli.run import Typed
from tests.support.template import copy_template

UUID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def made(typed: Typed) -> tuple[str, str]:
    """The id and the secret of a client called billing."""
    copy_template(typed.folder / "gatepost.db")
    answer = typed("clients", "create", "billing")
    assert (answer.returncode, answer.stderr) == (0, "")
    shown = re.fullmatch(r"client_id: (\S{36})\nclient_secret, shown this once: (\S{43})\n", answer.stdout)
    assert shown, answer.stdout
    return shown[1], shown[2]


def test_a_client_is_listed_without_its_secret(typed: Typed, made: tuple[str, str]) -> None:
    typed("clients", "create", "a name in several words")
    lines = typed("clients", "list").stdout.splitlines()
    assert [line.split("  ")[2] for line in lines] == ["a name in several words", "billing"]
    assert lines[1].startswith(made[0])
    assert made[1] not in "".join(lines)


def test_a_new_secret_is_another_one(typed: Typed, made: tuple[str, str]) -> None:
    answer = typed("clients", "new-secret", made[0])
    shown = re.fullmatch(r"client_secret, shown this once: (\S{43})\n", answer.stdout)
    assert shown
    assert shown[1] != made[1]


def test_a_removed_client_is_not_there_any_more(typed: Typed, made: tuple[str, str]) -> None:
    assert typed("clients", "remove", made[0]).returncode == 0
    assert typed("clients", "list").stdout == ""
    for words in (("remove", made[0]), ("new-secret", made[0]), ("remove", UUID)):
        answer = typed("clients", *words)
        assert (answer.returncode, answer.stdout, answer.stderr) == (1, "", "gatepost: There is no such client.\n")


@pytest.mark.asvs("16.3.3")
def test_what_becomes_of_clients_is_on_record(typed: Typed, made: tuple[str, str]) -> None:
    typed("clients", "new-secret", made[0])
    typed("clients", "remove", UUID)
    typed("clients", "remove", made[0])
    lines = [line.split() for line in typed("audit", "list").stdout.splitlines()]
    assert [line[1] for line in lines] == ["client.removed", "client.renewed", "client.added"]
    assert all(made[0] in line for line in lines)


@pytest.mark.parametrize("name", ["", " ", "x" * 101, "two\nlines", "\x1b[2J", "\u2028"])
def test_a_name_that_cannot_be_shown_is_refused(typed: Typed, name: str) -> None:
    copy_template(typed.folder / "gatepost.db")
    answer = typed("clients", "create", name)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "name: Use 1 to 100 visible characters." in answer.stderr
