"""``gatepost audit``: is the record whole, and what does it say?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from gatepost.app import create_app
from gatepost.audit.models import AuditEvent
from gatepost.environment import load_settings
from gatepost.serving.prepare import prepare_to_serve
from tests.audit.chain import USER, add, seal, tamper
from tests.cli.run import Typed

SECRET = "a key of one's own, of at least 32 bytes"


@pytest.fixture
def service(typed: Typed) -> Flask:
    """The service on the files that the commands work on."""
    app = create_app(load_settings({"SECRET_KEY": SECRET}, instance=typed.folder))
    prepare_to_serve(app)
    return app


@pytest.fixture
def command(typed: Typed) -> Callable[..., tuple[int, str]]:
    """Types ``gatepost audit …``: its exit status, and all it said."""

    def run(*words: str, secret: str = SECRET, said: str = "") -> tuple[int, str]:
        answer = typed("audit", *words, said=said, SECRET_KEY=secret)
        return answer.returncode, answer.stdout + answer.stderr

    return run


@pytest.mark.asvs("16.4.2")
def test_verify_tells_whether_the_record_is_whole(service: Flask, command: Callable[..., tuple[int, str]]) -> None:
    assert command("verify") == (0, "The record is whole: 0 lines, and 0 that are not sealed yet.\n")
    add(service, 3)
    add(service, 1, sealed=False)
    status, said = command("verify")
    assert (status, said.splitlines()[0]) == (0, "The record is whole: 3 lines, and 1 that are not sealed yet.")
    noted = said.split()[-1]
    seal(service)
    assert command("verify", "--noted", noted)[0] == 0
    assert command("verify", "--noted", "3:" + "0" * 64) == (1, "Line 3 is not the one that was noted.\n")
    assert command("verify", "--noted", "three")[0] == 2
    tamper(service, update(AuditEvent).where(AuditEvent.sequence == 2).values(user_uuid=None))
    assert command("verify") == (1, "Line 2 is not what was sealed, or not in its place.\n")


def test_accept_goes_on_after_another_secret(service: Flask, command: Callable[..., tuple[int, str]]) -> None:
    add(service, 2)
    other = "another key of one's own, also of 32 bytes"
    assert "gatepost audit accept" in command("verify", secret=other)[1]
    assert command("accept", secret=other)[0] == 1  # nobody said yes
    assert command("accept", secret=other, said="y\n")[0] == 0
    assert command("verify", secret=other)[0] == 0


def test_list_shows_the_newest_lines_first(service: Flask, command: Callable[..., tuple[int, str]]) -> None:
    add(service, 2)
    add(service, 1, user="11111111-0000-4000-8000-000000000000")
    status, said = command("list", "--json")
    lines = [json.loads(line) for line in said.splitlines()[:-1]]
    assert (status, said.splitlines()[-1]) == (0, "3 shown")
    assert [line["sequence"] for line in lines] == [3, 2, 1]
    assert (lines[1]["user"], lines[1]["address"], lines[1]["user_agent"]) == (USER, "192.0.2.7", "curl/8.5")
    assert "2 shown" in command("list", "--user", USER, "--event", "account.updated", "--since", "1h")[1]
    assert "0 shown" in command("list", "--user", USER, "--event", "logout")[1]
    assert "192.0.2.7" in command("list", "--limit", "1")[1]
    assert command("list", "--since", "soon")[0] == 2
    assert command("list", "--event", "no.such")[0] == 2


def test_with_another_secret_it_says_less(service: Flask, command: Callable[..., tuple[int, str]]) -> None:
    add(service, 1)
    assert "192.0.2.7" not in command("list", secret="another key of one's own, also of 32 bytes")[1]
    assert Path(service.extensions["gatepost"].instance).exists()
