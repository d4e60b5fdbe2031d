"""The command line explains itself."""

import pytest
from click import Command, Context, Group
from click.testing import CliRunner

from gatepost import __version__
from gatepost.cli import gatepost
from tests.cli.run import Typed

EVERY_COMMAND = ["serve", "routes", "openapi", "send-test", "db", "db upgrade", "db downgrade", "db current"]
EVERY_COMMAND += ["adopt", "audit", "audit verify", "audit accept", "audit list"]
EVERY_COMMAND += ["outbox", "outbox list", "outbox retry", "worker", "doctor", "probe"]
EVERY_COMMAND += [
    "users",
    "keys",
    "clients",
    *(f"clients {name}" for name in ("create", "list", "remove", "new-secret", "end-old-secret")),
]
EVERY_COMMAND += ["webhooks"]
EVERY_COMMAND += [f"webhooks {name}" for name in ("create", "list", "show", "rotate", "disable", "enable", "delete")]
EVERY_COMMAND += ["webhooks deliveries", "webhooks replay"]
EVERY_COMMAND += ["roles", *(f"roles {name}" for name in ("list", "set", "delete"))]
EVERY_COMMAND += [f"keys {name}" for name in ("list", "rotate", "revoke")]
EVERY_COMMAND += [
    f"users {name}"
    for name in (
        "create-admin",
        "list",
        "show",
        "deactivate",
        "reactivate",
        "expire-password",
        "remove-factors",
        "roles",
        "tokens",
        "find",
        "suspend",
        "unsuspend",
        "lift-waits",
        "reset",
        "messages",
        "create",
        "activate",
        "replace-address",
        "remove-factor",
        "end-sessions",
        "export",
        "import",
        "delete",
    )
]


def commands(group: Group, before: str = "") -> list[tuple[str, Command]]:
    found = []
    context = Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append((f"{before}{name}", command))
        if isinstance(command, Group):
            found += commands(command, f"{before}{name} ")
    return found


def test_help_lists_every_command(typed: Typed) -> None:
    answer = typed("--help")
    assert (answer.returncode, answer.stderr) == (0, "")
    listed = {line.split()[0] for line in answer.stdout.partition("Commands:")[2].splitlines() if line}
    assert listed == {
        "serve",
        "adopt",
        "audit",
        "send-test",
        "routes",
        "openapi",
        "db",
        "clients",
        "doctor",
        "keys",
        "outbox",
        "probe",
        "roles",
        "users",
        "webhooks",
        "worker",
    }


def test_these_are_all_commands() -> None:
    assert sorted(name for name, _ in commands(gatepost)) == sorted(EVERY_COMMAND)


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = dict(commands(gatepost))[name]
    assert command.get_short_help_str(200).endswith((".", "…"))
    shown = CliRunner().invoke(gatepost, [*name.split(), "--help"])
    assert (shown.exit_code, shown.exception) == (0, None)
    assert shown.output.startswith(f"Usage: gatepost {name} ")
    assert max(map(len, shown.output.splitlines())) <= 80


def test_the_version_is_that_of_the_package(typed: Typed) -> None:

    assert typed("--version").stdout == f"gatepost {__version__}\n"


def test_an_unknown_command_is_refused_with_the_one_that_is_alike_and_without_a_traceback(typed: Typed) -> None:
    answer = typed("srve")
    assert answer.returncode == 2
    assert "No such command 'srve'. Did you mean 'serve'?" in answer.stderr
    assert "Traceback" not in answer.stderr
