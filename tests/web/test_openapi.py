"""The API's description is valid, complete, and true."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import TestResponse

from gatepost.api.openapi import refusals
from gatepost.api.room import Endpoint
from gatepost.cli import gatepost
from gatepost.http.access import PUBLIC
from gatepost.http.paths import template
from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, credentials, path_of, send, send_proofs

TEMPLATES = {name: template(endpoint.path) for name, endpoint in ENDPOINTS.items()}


@pytest.fixture
def document(door: FlaskClient) -> dict[str, Any]:
    answer = door.get("/openapi.json")
    assert answer.content_type == "application/json"
    described: dict[str, Any] = answer.json
    return described


def operation(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][TEMPLATES[name]][ENDPOINTS[name].method.lower()]
    return found


def assert_conforms(document: dict[str, Any], name: str, answer: TestResponse) -> None:
    """*answer* is one that the description of the endpoint *name* announces, in the shape it announces."""
    declared = operation(document, name)["responses"]
    assert str(answer.status_code) in declared, (name, answer.text)
    schema = declared[str(answer.status_code)]["content"][answer.content_type]["schema"]
    Draft202012Validator({**schema, "components": document["components"]}).validate(answer.json)
    if answer.status_code >= 400:
        assert f"`{answer.json['code']}`" in declared[str(answer.status_code)]["description"], (name, answer.text)


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()


def test_it_has_every_endpoint_and_no_other(document: dict[str, Any]) -> None:
    described = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    assert described == {(TEMPLATES[name], endpoint.method) for name, endpoint in ENDPOINTS.items()}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_an_endpoint_is_described_as_it_is_declared(document: dict[str, Any], name: str) -> None:
    endpoint, described = ENDPOINTS[name], operation(document, name)
    assert described["summary"]
    assert described["x-access"] == endpoint.access.name
    assert described["x-rate-limit"] == str(endpoint.limit)
    assert bool(described["security"]) == (endpoint.access is not PUBLIC)
    assert ("requestBody" in described) == (endpoint.body is not None or endpoint.form is not None)
    told = {int(status) for status in described["responses"]}
    assert told == {endpoint.status, *endpoint.also} | {refusal.status for refusal in refusals(endpoint)}
    for refusal in refusals(endpoint):
        assert f"`{endpoint.code_of(refusal)}`" in described["responses"][str(refusal.status)]["description"]


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [described["operationId"] for methods in document["paths"].values() for described in methods.values()]
    assert len(ids) == len(set(ids)) == len(ENDPOINTS)
    assert all(each.isidentifier() for each in ids)


def test_every_example_is_right_by_its_own_schema(document: dict[str, Any]) -> None:
    """The examples of a reader's first requests: they are the founding document's."""
    examples: list[str] = []

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            for example in schema.get("examples", ()):
                Draft202012Validator(schema).validate(example)
                examples.append(example)
        for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
            walk(value)

    walk(document["components"]["schemas"])
    assert {"fatematzuhora", "01XXXXXXXXX", "password01"} <= set(examples)


def test_it_holds_nothing_of_the_installation(make_service: Callable[..., Flask]) -> None:
    app = make_service()
    text = app.test_client().get("/openapi.json").text
    settings = app.extensions["gatepost"]
    for secret in (settings.secret_key, str(settings.instance), settings.sqlalchemy_database_uri):
        assert secret not in text


def requests_of(name: str, endpoint: Endpoint) -> list[dict[str, Any]]:
    """Requests of every kind that this endpoint answers in its own way; the last one is right."""
    kinds: list[dict[str, Any]] = []
    if endpoint.body:
        kinds = [{"data": b"{"}, {"data": b" " * 70_000}, {"data": b"a", "content_type": "text/plain"}, {"json": {}}]
        kinds += [{"json": {"unknown": 1}}, {"json": []}, {"json": dict.fromkeys(BODIES[name], "unknown value")}]
    if endpoint.form:
        kinds = [{"data": b"\xff"}, {"data": b" " * 70_000}, {"json": {}}, {"data": {"token": ""}}]
        kinds += [{"data": "token=a&token=b"}, {"data": {"token": "x"}}]
        kinds = [{"content_type": "application/x-www-form-urlencoded", **kind} for kind in kinds]
    if endpoint.query:
        kinds += [
            {"query_string": query} for query in ("limit=x", "unknown=1", "cursor=x", "limit=1&limit=2", "limit=1")
        ]
    return [*kinds, {"json": BODIES[name]} if endpoint.body else {}]


@pytest.mark.walks_again
@pytest.mark.parametrize("name", ENDPOINTS)
def test_what_it_says_of_answers_is_true(
    client: FlaskClient, people: People, ada: Person, document: dict[str, Any], name: str
) -> None:
    endpoint, statuses = ENDPOINTS[name], set()
    people.register("twin", mobile="01712345678" if "activate" in name else "01612345678")
    if endpoint.access.token:
        for header in ("", "Basic eA==", "Bearer", "Bearer  ", "Bearer x", "Bearer a.b.c", "Bearer ä"):
            answer = client.open(
                path_of(endpoint, ada), method=endpoint.method, environ_overrides={"HTTP_AUTHORIZATION": header}
            )
            assert answer.status_code in (400, 401)
            assert_conforms(document, name, answer)
    if endpoint.access.client:
        for header in ("", "Basic eA==", "Basic", "Basic !", "Bearer x", "Basic eDp5"):
            answer = client.post(endpoint.path, data={"token": "x"}, environ_overrides={"HTTP_AUTHORIZATION": header})
            assert answer.status_code == 401
            assert_conforms(document, name, answer)
    if "{uuid}" in TEMPLATES[name]:
        eve = people.join("eve")
        for uuid in (eve.uuid, "00000000-0000-0000-0000-000000000000"):
            path = TEMPLATES[name].format(uuid=uuid, session_id=eve.session_id, token_id=eve.session_id)
            body = BODIES.get(name)
            answer = client.open(path, method=endpoint.method, headers=credentials(endpoint, ada), json=body)
            assert_conforms(document, name, answer)
            statuses.add(answer.status_code)
    if endpoint.access.permission:
        ada = people.appoint(client.application, "root")
    about = people.join("grace2")
    send_proofs(client.application, ada)
    for kind in requests_of(name, endpoint):
        answer = send(client, name, ada, about=about, **kind)
        assert_conforms(document, name, answer)
        statuses.add(answer.status_code)
    assert endpoint.status in statuses
    again = send(client, name, ada, about=about, **requests_of(name, endpoint)[-1])
    assert_conforms(document, name, again)


def test_a_private_answer_to_a_registration_is_as_described(
    make_app: Callable[..., Flask], document: dict[str, Any]
) -> None:
    door = make_app(registration_answer="private").test_client()
    for _ in ("new", "taken"):
        answer = door.post("/user", json=BODIES["registration.register_user.post"])
        assert answer.status_code == 202
        assert_conforms(document, "registration.register_user.post", answer)


@pytest.mark.asvs("2.1.1")
@pytest.mark.parametrize("taken", ["username", "mobile"])
def test_what_is_taken_is_told_as_described(
    client: FlaskClient, people: People, ada: Person, document: dict[str, Any], taken: str
) -> None:
    bob = people.register("bob")
    for name in ("registration.register_user.post", "accounts.patch_user.patch"):
        answer = send(client, name, ada, json=BODIES[name] | {taken: getattr(bob, taken)})
        assert answer.status_code == 409
        assert_conforms(document, name, answer)


def test_the_description_is_the_same_from_the_command_line(document: dict[str, Any], service: Flask) -> None:
    shown = service.test_cli_runner().invoke(gatepost, ["openapi"])
    assert json.loads(shown.output) == document
