"""docs/webhooks.md: its receiver works as printed, and its table is that of the code."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from gatepost.webhooks.note_result import PAUSES
from gatepost.webhooks.payload import DATA
from tests.cli.run import Typed
from tests.docs.blocks import ROOT, blocks, files
from tests.servers.processes import free_port
from tests.serving.wire import join
from tests.support.live import Live

PAGE = "docs/webhooks.md"


def test_the_receiver_is_told_of_who_registers(tmp_path: Path) -> None:
    port = free_port()
    (shown,) = [text for kind, text in blocks(PAGE) if kind == "sh"]
    install, create, start = shown.replace("5000", str(port)).splitlines()
    assert install.split()[1:] == ["install", "standardwebhooks"]  # that of the tests is taken
    (tmp_path / "receiver.py").write_text(files(PAGE)["receiver.py"])
    with Live(tmp_path / "instance") as live:
        words = create.replace("'", "").split()[1:]
        made = Typed(tmp_path / "instance")(*words)
        secret = made.stdout.split()[-1]
        flask = [sys.executable, "-m", "flask", *start.split()[2:]]
        environment = {**os.environ, "SECRET": secret}
        with subprocess.Popen(flask, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as receiver:
            try:
                time.sleep(2.1)  # until every process knows
                person = join(live.url, "ada")
                assert receiver.stdout is not None
                told = next(line for line in iter(receiver.stdout.readline, "") if line.startswith("account."))
                assert told == f"account.registered {person.uuid}\n"
            finally:
                receiver.terminate()


def test_the_tables_are_those_of_the_code() -> None:
    page = (ROOT / PAGE).read_text()
    told = page.partition("| member of `data`")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \| (.+) \|$", told, re.MULTILINE) == list(DATA.items())
    units = {"s": 1, "min": 60, "h": 3600}
    (said,) = re.findall(r"again after (.+?), each up to", page.replace("\n ", ""))
    pauses = re.findall(r"(\d+) (s|min|h)\b", said)
    assert [int(number) * units[unit] for number, unit in pauses] == [pause.total_seconds() for pause in PAUSES]
