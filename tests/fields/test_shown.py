"""Fields are in the personal export, on record by name, on the command line and in the OpenAPI document."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from tests.cli.run import Typed
from tests.cli.run import typed as typed
from tests.fields.conftest import LIBRARY, REQUIRED, Declare
from tests.fields.test_who_may import patch
from tests.support.people import Person


@pytest.mark.every_engine
def test_the_personal_export_has_all_that_is_stored(
    client: FlaskClient, declare: Declare, ada: Person, root: Person
) -> None:
    path = f"/user/{ada.uuid}/export"
    assert "fields" not in client.get(path, headers=ada.signed).json["data"]["account"]
    patch(client, ada, root, remark="owes a book")
    patch(client, ada, ada, level=3)
    for service in (client, declare("").test_client()):  # the latter declares none any more
        account = service.get(path, headers=ada.signed).json["data"]["account"]
        assert account["fields"] == {"level": 3, "remark": "owes a book"}


@pytest.mark.asvs("16.2.5")
def test_the_record_names_the_fields_that_changed_and_never_values(
    client: FlaskClient, ada: Person, root: Person
) -> None:
    patch(client, ada, ada, card="1815", level=3)
    patch(client, ada, ada, card="1815", level=4)
    patch(client, ada, ada, card="1815", level=4)  # nothing changes
    answer = client.get("/admin/events?event=account.updated", headers=root.signed)
    assert [each["about"] for each in answer.json["data"]] == ["fields.level", "fields.card fields.level"]
    assert "1815" not in answer.text


def test_a_change_without_fields_is_on_record_as_before(client: FlaskClient, ada: Person, root: Person) -> None:
    client.patch(f"/user/{ada.uuid}", json={"gender": "Female"}, headers=ada.signed)
    (line,) = client.get("/admin/events?event=account.updated", headers=root.signed).json["data"]
    assert (line["about"], line["reason"]) == (None, None)


def test_the_command_line_shows_them_all(typed: Typed) -> None:
    (Path(typed.folder) / "fields.toml").write_text(LIBRARY)
    assert typed("db", "upgrade").returncode == 0
    said = "a password of many words\n"
    typed("users", "create-admin", "--username", "ada", "--mobile", "01712345678", "--password-stdin", said=said)
    shown = typed("users", "show", "ada").stdout
    assert "fields.card        -\n" in shown
    assert "fields.remark      -\n" in shown


def _fields_of(document: Any, schema: str) -> Any:
    return document["components"]["schemas"][schema]["properties"].get("fields")


def test_the_openapi_document_of_this_installation_has_them(client: FlaskClient, declare: Declare) -> None:
    document = client.get("/openapi.json").json
    validate(document)
    assert set(_fields_of(document, "UserData")["properties"]) == {
        "card",
        "team",
        "remark",
        "level",
        "news",
        "born",
        "tongues",
    }
    assert set(_fields_of(document, "Introspection")["properties"]) == {"team", "level"}
    assert set(_fields_of(document, "SeenUser")["properties"]) == {"card", "team", "remark"}
    assert set(_fields_of(document, "NewUser")["properties"]) == {"card", "team", "remark"}
    level = _fields_of(document, "Changes")["properties"]["level"]
    assert level == {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9}, {"type": "null"}]}
    assert "required" not in _fields_of(document, "Registration")
    needed = declare(REQUIRED).test_client().get("/openapi.json").json
    assert _fields_of(needed, "Registration")["required"] == ["card", "plan"]
    assert "fields" in needed["components"]["schemas"]["Registration"]["required"]


def test_without_declarations_the_document_names_none(make_app: Any) -> None:
    app: Flask = make_app()
    document = app.test_client().get("/openapi.json").json
    for schema in ("UserData", "Introspection", "SeenUser", "NewUser", "Changes", "Registration"):
        assert _fields_of(document, schema) is None
