"""The commands that the founding document prints work from a copy of the source tree."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import shared
from tests.serving.test_addresses import free_port
from tests.serving.test_gunicorn import running
from tests.serving.wire import ask, join
from tests.support.commands import gatepost
from tests.support.live import ROOT, clean_environment

FLASK = [sys.executable, "-m", "flask"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what a clone has at its top, with the package itself linked."""
    shutil.copy(ROOT / "app.py", tmp_path)
    (tmp_path / "gatepost").symlink_to(ROOT / "gatepost")
    return tmp_path


def flask(tree: Path, *words: str, status: int = 0, **environment: str) -> str:
    """Type a command of Flask's; what it said."""
    settings = clean_environment(GATEPOST_INSTANCE=str(tree / "instance"), **environment)
    ran = gatepost(*words, folder=tree, environment=settings, code="from flask.cli import main; main()")
    assert ran.returncode == status, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stdout + ran.stderr


def try_out(url: str) -> None:
    ada = join(url, "ada")
    assert ask(url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200


def test_the_commands_in_the_documents_order_on_an_empty_database(tree: Path) -> None:
    named = {"FLASK_APP": "app.py"}
    assert "nothing to set up" in flask(tree, "db", "init", **named)
    assert "nothing to write" in flask(tree, "db", "migrate", "-m", "tables", **named)
    assert "The tables are at 0" in flask(tree, "db", "upgrade", **named)
    assert "up to date" in flask(tree, "db", "upgrade", **named)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running(tree, url, *FLASK, "run", "--port", str(port), **named):
        try_out(url)
    assert not (tree / "migrations").exists()


def test_flask_run_makes_the_tables_by_itself_and_needs_no_name(tree: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running(tree, url, *FLASK, "run", "--debug", "--no-reload", "--port", str(port)):
        try_out(url)
        lost = ask(url, "GET /nothing")
        assert (lost.status, lost.json["code"]) == (404, "not_found")
    assert "Debug mode: on" in (tree / "log.txt").read_text()


def test_python_app_py_makes_the_tables_and_serves(tree: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running(tree, url, sys.executable, "app.py", PORT=str(port)):
        try_out(url)


RESOLVED = """
import sys, flask
from flask import Flask
def told(self, host=None, port=None, debug=None, **_):
    print("RUN", host, port, bool(debug))
Flask.run = told
import runpy
runpy.run_path("app.py", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("environment", "resolved"),
    [
        ({}, "127.0.0.1 8087 False"),
        ({"DEBUG": "TRUE"}, "127.0.0.1 8087 True"),
        ({"DEBUG": "TRUE", "HOST": "0.0.0.0", "PORT": "9999"}, "0.0.0.0 9999 False"),
        ({"DEBUG": "TRUE", "HOST": "::"}, ":: 8087 False"),
    ],
)
def test_where_python_app_py_listens_and_when_it_debugs(tree: Path, environment: dict[str, str], resolved: str) -> None:
    settings = clean_environment(GATEPOST_INSTANCE=str(tree / "instance"), **environment)
    ran = gatepost(folder=tree, environment=settings, code=RESOLVED)
    assert f"RUN {resolved}\n" in ran.stdout, ran.stderr


# Flask's own command, up to where it would listen.
COMMAND = """
import sys, flask.cli
def told(host, port, app, use_reloader=False, use_debugger=False, **_):
    print("RUN", host, port, bool(use_debugger), bool(use_reloader))
flask.cli.run_simple = told
sys.argv = ["flask", *sys.argv[1:]]
flask.cli.main()
"""


@pytest.mark.parametrize(
    ("options", "environment", "resolved"),
    [
        ("", {}, "127.0.0.1 5000 False False"),
        ("--port 5005 --debug", {}, "127.0.0.1 5005 True True"),
        ("--host 0.0.0.0 --debug", {}, "0.0.0.0 5000 False"),
        ("--host 0.0.0.0", {"DEBUG": "TRUE"}, "0.0.0.0 5000 False"),
        ("--host 0.0.0.0", {"FLASK_DEBUG": "1"}, "0.0.0.0 5000 False"),
        ("--host 0.0.0.0 --debugger", {}, None),
        ("--debugger", {"FLASK_RUN_HOST": "0.0.0.0"}, None),
    ],
)
def test_where_flask_run_listens_and_when_it_debugs(
    tree: Path, options: str, environment: dict[str, str], resolved: str | None
) -> None:
    settings = clean_environment(GATEPOST_INSTANCE=str(tree / "instance"), **environment)
    ran = gatepost("run", *options.split(), folder=tree, environment=settings, code=COMMAND)
    if resolved is None:
        assert "RUN" not in ran.stdout
        assert "the debugger must not be reachable from outside" in ran.stderr
        assert ran.returncode == 2
    else:
        assert f"RUN {resolved}" in ran.stdout, ran.stderr


@pytest.fixture
def document_env(tree: Path) -> Iterator[Path]:
    """The founding document's sample .env, with a database that is there."""
    access = shared.use("mariadb")
    access.drop_database("your_db_name")
    uri = "mysql://" + access.create_database("your_db_name").partition("://")[2]
    (tree / ".env").write_text(
        'SECRET_KEY="w&8s%5^5vuhy2-gvkyi=gg4e*tso*51mb$l!=%o(@$a2tmq6o+Flask-RESTful-User-Auth-API"\n'
        "DEBUG=TRUE\n"
        f'SQLALCHEMY_DATABASE_URI="{uri}"\n'
        "SQLALCHEMY_TRACK_MODIFICATIONS=FALSE\n"
        'SALT_KEY="TEST_SALT_KEY"\n'
    )
    yield tree
    access.drop_database("your_db_name")


def test_the_documents_env_file_works_with_a_mysql_address(document_env: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running(document_env, url, sys.executable, "app.py", PORT=str(port)) as server:
        try_out(url)
        os.killpg(server.pid, 9)  # with DEBUG it has a reloader, which is a process of its own
    log = (document_env / "log.txt").read_text()
    assert re.search(r"Debug mode: on", log)
    assert not (document_env / "instance" / "gatepost.db").exists()
    assert "up to date" in flask(document_env, "db", "upgrade")
