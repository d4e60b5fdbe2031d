"""``gatepost routes`` and ``gatepost openapi`` tell what is served."""

import json
import re

from flask.testing import FlaskClient

from gatepost.app import ROOMS
from gatepost.http.paths import readable
from tests.cli.run import Typed
from tests.support.live import ROOT

ROW = r"(\w+) +(\S+) +(\w[\w: ]*?) +(\d+/.+?|unlimited) +(\S+:\d+)"


def test_routes_lists_every_endpoint_and_where_it_is_declared(typed: Typed) -> None:
    answer = typed("routes")
    assert (answer.returncode, answer.stderr) == (0, "")
    rows = [re.fullmatch(ROW, line).groups() for line in answer.stdout.splitlines()]
    expected = {
        (each.method, readable(each.path), each.access.name, str(each.limit))
        for room in ROOMS
        for each in room.endpoints
    }
    assert {tuple(row[:4]) for row in rows} == expected
    assert len(rows) == len(expected) > 12
    for method, path, *_, location in rows:
        file, _, line = location.rpartition(":")
        declared = "".join((ROOT / file).read_text().splitlines()[int(line) - 1 :][:4])
        assert f".{method.lower()}(" in declared, location
        assert any(readable(each) == path for each in re.findall(r'"(/[^"]*)"', declared))


def test_openapi_prints_what_is_served(typed: Typed, client: FlaskClient) -> None:
    answer = typed("openapi")
    assert (answer.returncode, answer.stderr) == (0, "")
    printed, served = json.loads(answer.stdout), client.get("/openapi.json").json
    assert printed.pop("servers")
    assert served.pop("servers")
    assert printed == served
    assert printed["openapi"].startswith("3.1")
