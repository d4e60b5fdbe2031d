"""README.md cannot lag: what it shows is run, and must print what it prints."""

import re
from pathlib import Path

from gatepost.crypto import random_token
from tests.docs.blocks import ROOT, blocks, commands, run
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment

README = "README.md"


def test_the_requests_answer_as_printed(tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live:
        run(README, tmp_path, {"http://127.0.0.1:8087": live.url})


def test_all_ten_documented_requests_are_there() -> None:
    numbers = re.findall(r"^\*\*(\d+)\. ", (ROOT / README).read_text(), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 11)]
    assert sum(command.text.count("curl ") for command in commands(README)) == 12  # the token after logout; a log-in


def test_the_settings_of_production_serve(tmp_path: Path) -> None:
    (shown,) = [text for kind, text in blocks(README) if kind == "ini"]
    own_database = re.sub("(?m)^SQLALCHEMY_DATABASE_URI=.*$", "SQLALCHEMY_DATABASE_URI=sqlite:///accounts.db", shown)
    environment = clean_environment(GATEPOST_INSTANCE=str(tmp_path))
    (tmp_path / ".env").write_text(own_database)
    refused = gatepost("db", "upgrade", folder=tmp_path, environment=environment)
    assert (refused.returncode, "SECRET_KEY: this one is printed" in refused.stderr) == (1, True)
    own_secret = re.sub("(?m)^SECRET_KEY=.*$", f"SECRET_KEY={random_token(48)}", own_database)
    (tmp_path / ".env").write_text(own_secret)
    gatepost("db", "upgrade", folder=tmp_path, environment=environment).check_returncode()
    with Live(tmp_path, "--workers", "2") as live, live.client() as client:
        answer = client.post("/user", json={"username": "ada", "mobile": "01XXXXXXXXX", "password": "password"})
        assert (answer.status_code, answer.json()["errors"].keys()) == (422, {"mobile", "password"})  # as in production
        assert "(production)" in live.log
