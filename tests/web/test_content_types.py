"""A body is JSON; no Content-Type counts as that, another type is refused in words that help."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import Person
from tests.web.endpoints import BODIES, ENDPOINTS, assert_refused, contents, credentials, path_of, send, send_proofs

pytestmark = pytest.mark.walks_again

TAKEN = [
    None,
    "",
    "application/json",
    "Application/JSON",
    "application/json; charset=utf-8",
    "application/json;charset=UTF-8",
    'application/json; charset="utf-8"',
    "application/json; charset=utf8",
    "application/json;",
    "application/json ; ",
    "application/json;;charset=utf-8;",
    "application/json; charset=utf-8; v=1",
    'application/json; profile="https://example.org/a;b, c=\\"d\\""',
    "application/json;odata.metadata=minimal;IEEE754Compatible=true",
    "\tapplication/json\t",
    "application/merge-patch+json",
    "application/vnd.api+json",
]
REFUSED = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "text/json",
    "application/xml",
    "text/xml",
    "application/octet-stream",
    "application/json; charset=utf-16",
    "application/json; charset=latin-1",
    'application/json; charset="utf-8',
    "application/json; charset=",
    "application/json; charset=utf-8; charset=utf-16",
    "application/json; utf-8",
    "application/json; =x",
    'application/json; profile="a"b',
    "text/plain; application/json",
    "application/json; " + "x=y;" * 300,
    "application/jsonp",
    "application/json, text/plain",
    "application/",
    "json",
    "*/*",
    ";",
    "application/json\xff",
    "a" * 4_000,
    "application/" + "+" * 4_000,
]


@pytest.mark.parametrize("content_type", TAKEN)
def test_json_is_taken_under_its_names_and_without_any(door: FlaskClient, content_type: str | None) -> None:
    body = '{"username": "grace", "mobile": "01712345678", "password": "a good password"}'
    assert door.post("/user", data=body, content_type=content_type).status_code == 201


@pytest.mark.asvs("3.5.2")
@pytest.mark.parametrize("content_type", REFUSED)
def test_another_type_is_refused_with_what_to_send(
    service: Flask, door: FlaskClient, guest: Person, content_type: str
) -> None:
    before = contents(service)
    for name in BODIES:
        answer = send(door, name, guest, data=b'{"mobile": "01712345678"}', content_type=content_type)
        assert_refused(answer, (415, "unsupported_media_type"))
        assert "Content-Type: application/json" in answer.json["message"]
    assert contents(service) == before


@pytest.mark.asvs("3.5.2")
def test_a_form_of_a_browser_is_refused_even_if_it_reads_as_json(door: FlaskClient) -> None:
    """What another site's page can send without asking first (a CORS "simple request") is not understood."""
    body = '{"username": "grace", "mobile": "01712345678", "password": "a good password", "x": "="}'
    for simple in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert_refused(door.post("/user", data=body, content_type=simple), (415, "unsupported_media_type"))


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"{", "application/json"),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"\xff" * 100_000, "application/octet-stream"),
        (b"--x\r\n", "multipart/form-data"),
        (b"{}", "nonsense"),
    ],
    ids=["half JSON", "a form", "100 KB of bytes", "half a multipart", "no type at all"],
)
def test_endpoints_that_take_no_body_ignore_one(
    door: FlaskClient, guest: Person, data: bytes, content_type: str
) -> None:
    bodiless = [
        endpoint
        for endpoint in ENDPOINTS.values()
        if not (endpoint.body or endpoint.form or endpoint.access.permission)
    ]
    last = {
        "delete_factors_of_user": 1,
        "end_own_session": 1,
        "end_session_of_user": 1,
        "logout": 1,
        "remove_user": 2,
    }  # they end the session
    send_proofs(door.application, guest)  # something waits that can be withdrawn
    refused = []
    for endpoint in sorted(bodiless, key=lambda endpoint: last.get(endpoint.serve.__name__, 0)):
        plain = {"data": data, "content_type": content_type, "headers": credentials(endpoint, guest)}
        answer = door.open(path_of(endpoint, guest), method=endpoint.method, **plain)
        if answer.status_code != endpoint.status:
            refused.append((endpoint.name, answer.status_code))
    for name in ("revoke_own_token", "revoke_token_of_user"):  # all were revoked before
        refused.remove((f"personal_tokens.{name}.delete", 404))
    refused.remove(("passkeys.remove_own_passkey.delete", 409))  # the last way in, because the password is gone
    # The first of them ends it, so what follows is refused for that reason alone.
    assert {status for _, status in refused} <= {401}
    assert {name for name, _ in refused} <= {
        "sessions.logout.get",
        "sessions.logout.post",
        "sessions.end_own_session.delete",
        "sessions.end_session_of_user.delete",
        "factors.delete_factors_of_user.delete",
        "accounts.remove_user.delete",
    }
    assert len(refused) == 5


def test_delete_ignores_a_body(door: FlaskClient, guest: Person) -> None:
    answer = send(door, "accounts.remove_user.delete", guest, data=b"{", content_type="text/plain")
    assert answer.status_code == 200


@pytest.mark.asvs("15.3.7")
def test_a_query_never_stands_for_a_field_of_the_body(door: FlaskClient, guest: Person) -> None:
    answer = door.post(
        "/user/login?username=guest&password=password", json={"username": "guest", "password": "wrong one"}
    )
    assert_refused(answer, (401, "invalid_credentials"))
    answer = door.post("/user/login?username=guest&password=password", json={})
    assert_refused(answer, (422, "invalid_input"))
