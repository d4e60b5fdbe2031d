"""An old system that says yes to a name of somebody else opens no account of an imported user."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from tests.hooks.server import HookServer
from tests.hooks.test_legacy_login import ADA, BODY
from tests.hooks.test_legacy_login import chosen as chosen
from tests.hooks.test_legacy_login import old as old
from tests.imports.moving import Moving
from tests.web.endpoints import row_counts

WITHOUT_ID = {name: value for name, value in ADA.items() if name != "external_id"}


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize(
    "told",
    [{"external_id": "18", "username": "Ada"}, {"external_id": 18}, {"external_id": True}, WITHOUT_ID, {}, None, "17"],
    ids=str,
)
def test_a_yes_for_another_id_or_for_none_is_a_wrong_password(
    app: Flask, client: FlaskClient, old: HookServer, tmp_path: Path, told: Any
) -> None:
    assert Moving(app, tmp_path).take([ADA]).exit_code == 0
    old.says({"ok": True, "user": told})
    with capture_logs() as lines:
        refused = client.post("/user/login", json=BODY)
    assert (refused.status_code, refused.json["code"]) == (401, "invalid_credentials")
    assert [line["event"] for line in lines if line["event"].startswith("legacy")] == ["legacy_login.another_user"]
    assert row_counts(app)["throttle_counts"] == 2
    old.says({"ok": True, "user": ADA})
    assert client.post("/user/login", json=BODY).status_code == 200


@pytest.mark.parametrize("told", [17, " 17 ", "17"])
def test_the_id_counts_as_an_import_reads_it(
    app: Flask, client: FlaskClient, old: HookServer, tmp_path: Path, told: Any
) -> None:
    assert Moving(app, tmp_path).take([ADA]).exit_code == 0
    old.says({"ok": True, "user": {"external_id": told}})
    assert client.post("/user/login", json=BODY).status_code == 200


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "user": ADA}])
def test_a_user_who_was_imported_without_an_id_is_known_by_name(
    app: Flask, client: FlaskClient, old: HookServer, tmp_path: Path, answer: dict[str, Any]
) -> None:
    assert Moving(app, tmp_path).take([WITHOUT_ID]).exit_code == 0
    old.says(answer)
    assert client.post("/user/login", json=BODY).status_code == 200
