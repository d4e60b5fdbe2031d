"""The fast lane answers as Flask does, byte by byte, or leaves the request to Flask."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from flask import Flask

from gatepost.crypto import random_uuid
from gatepost.http.body import MAX_BYTES
from gatepost.oauth.clients import NewClient, create_client
from gatepost.serving.request_threads import Response
from tests.door.lanes import by_flask, by_lane, environ_for
from tests.scopes.asking import SHOP, narrowed
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import Forger, key_of, opened

ORIGIN = "https://app.example"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def app(time: SetClock, make_app: Callable[..., Flask]) -> Flask:
    return make_app(limits=True, cors_origins=[ORIGIN])


@pytest.fixture
def service(app: Flask) -> NewClient:
    with app.app_context():
        return create_client("a service")


def ended(app: Flask, ada: Person) -> Person:
    """Another session of hers, which has ended."""
    other = People(app.test_client()).log_in(ada)
    assert app.test_client().get("/user/logout/", headers=other.signed).status_code == 200
    return other


def reads(app: Flask, ada: Person) -> dict[str, dict[str, Any]]:
    """Requests for a user's own detail and by a proxy: with the headers and errors that these endpoints know."""
    line = f"GET /user/{ada.uuid}"
    over = ended(app, ada)
    return {
        "usual": environ_for(line, headers=ada.signed),
        "with a slash": environ_for(f"{line}/", headers=ada.signed),
        "with a query": environ_for(f"{line}?a=b", headers=ada.signed),
        "lower scheme": environ_for(line, headers={"Authorization": f"bearer {ada.access_token}"}),
        "two blanks": environ_for(line, headers={"Authorization": f"Bearer  {ada.access_token}"}),
        "of a listed origin": environ_for(line, headers={**ada.signed, "Origin": ORIGIN}),
        "of another origin": environ_for(line, headers={**ada.signed, "Origin": "https://evil.example"}),
        "of a browser": environ_for(line, headers={**ada.signed, "Accept": "text/html", "Cookie": "a=b"}),
        "with an id of its own": environ_for(line, headers={**ada.signed, "X-Request-ID": "0123456789abcdef"}),
        "ended": environ_for(f"GET /user/{over.uuid}", headers=over.signed),
        "the other token": environ_for(line, headers=ada.refreshing),
        "no token": environ_for(line),
        "no scheme": environ_for(line, headers={"Authorization": ada.access_token}),
        "another scheme": environ_for(line, headers={"Authorization": "Basic YTpi"}),
        "no token after the scheme": environ_for(line, headers={"Authorization": "Bearer "}),
        "two tokens": environ_for(line, headers=bearer(f"{ada.access_token},{ada.access_token}")),
        "a token that was never seen": environ_for(line, headers=bearer("a.b.c")),
        "another user's": environ_for(f"GET /user/{random_uuid()}", headers=ada.signed),
        "in upper case": environ_for(f"GET /user/{ada.uuid.upper()}", headers=ada.signed),
        "HEAD": environ_for(f"HEAD /user/{ada.uuid}", headers=ada.signed),
        "with a body": environ_for(line, headers=ada.signed, body=b"{}"),
        "by a proxy": environ_for("GET /forward-auth", headers=ada.signed),
        "by a proxy, ended": environ_for("GET /forward-auth", headers=over.signed),
        "by a proxy, malformed": environ_for("GET /forward-auth", headers={"Authorization": "Bearer"}),
        "by a proxy, without": environ_for("GET /forward-auth"),
    }


def introspections(app: Flask, ada: Person, service: NewClient) -> dict[str, dict[str, Any]]:
    line, over = "POST /oauth/introspect", ended(app, ada)
    basic = {**FORM, "Authorization": _basic(service.client_id, service.secret)}
    inside = f"client_id={service.client_id}&client_secret={quote(service.secret)}&token={ada.access_token}"
    token = f"token={ada.access_token}".encode()
    return {
        "usual": environ_for(line, headers=basic, body=token),
        "a hint": environ_for(line, headers=basic, body=token + b"&token_type_hint=access_token"),
        "in the form": environ_for(line, headers=FORM, body=inside.encode()),
        "ended": environ_for(line, headers=basic, body=f"token={over.access_token}".encode()),
        "both ways": environ_for(line, headers=basic, body=inside.encode()),
        "a wrong secret": environ_for(line, headers={**FORM, "Authorization": _basic("x", "y")}, body=token),
        "no client": environ_for(line, headers=FORM, body=token),
        "malformed Basic": environ_for(line, headers={**FORM, "Authorization": "Basic %"}, body=token),
        "an empty token": environ_for(line, headers=basic, body=b"token="),
        "two tokens": environ_for(line, headers=basic, body=token + b"&" + token),
        "another type": environ_for(line, headers={**basic, "Content-Type": "text/plain"}, body=token),
        "no body": environ_for(line, headers=basic),
        "too large": environ_for(line, headers=basic, body=token + b"&a=" + b"b" * MAX_BYTES),
        "a refresh token": environ_for(line, headers=basic, body=f"token={ada.refresh_token}".encode()),
    }


def _basic(client_id: str, secret: str) -> str:
    return "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()


def assert_same(app: Flask, requests: dict[str, dict[str, Any]], *, hot: set[str]) -> None:
    """Each request gets the same by both; the lane answers those of *hot* by itself."""
    answers = by_lane(app, *requests.values())
    answered = set()
    for (name, environ), answer in zip(requests.items(), answers, strict=True):
        expected = by_flask(app, environ)
        if answer is not None:
            answered.add(name)
            assert comparable(answer) == comparable(expected), name
    assert answered == hot


def comparable(response: Response) -> tuple[Any, ...]:
    """All of a response, but how many requests are left: one has been counted more."""
    headers = [header for header in response.headers if header[0] != "RateLimit-Remaining"]
    return response.status, headers, response.body


@pytest.mark.asvs("7.4.1")
def test_a_read_gets_the_same_answer(app: Flask, ada: Person) -> None:
    hot = {"usual", "with a slash", "with a query", "lower scheme", "two blanks", "of a listed origin"}
    hot |= {"of another origin", "of a browser", "with an id of its own", "ended", "by a proxy", "by a proxy, ended"}
    assert_same(app, reads(app, ada), hot=hot)


def test_an_introspection_gets_the_same_answer(app: Flask, ada: Person, service: NewClient) -> None:
    hot = {"usual", "a hint", "in the form", "ended", "both ways", "a wrong secret", "no client", "malformed Basic"}
    requests = introspections(app, ada, service)
    by_flask(app, requests["usual"])  # from then on this process knows the clients
    assert_same(app, requests, hot=hot)


@pytest.mark.asvs("8.2.1")
def test_a_session_that_asked_for_less_gets_the_same_answer(
    make_app: Callable[..., Flask], people: People, ada: Person
) -> None:
    app = make_app(limits=True, audiences=[SHOP])
    with app.app_context():
        service = create_client("a service")
    client, line = app.test_client(), f"GET /user/{ada.uuid}"
    own, less = narrowed(client, ada, "account:read"), narrowed(client, ada, "services", "audit:read")
    elsewhere = narrowed(client, ada, audience=SHOP)
    basic = {**FORM, "Authorization": _basic(service.client_id, service.secret)}

    def introspection(person: Person) -> dict[str, Any]:
        return environ_for("POST /oauth/introspect", headers=basic, body=f"token={person.access_token}".encode())

    requests = {
        "own record": environ_for(line, headers=own.signed),
        "own record, another scope": environ_for(line, headers=less.signed),
        "own record, another audience": environ_for(line, headers=elsewhere.signed),
        "by a proxy": environ_for("GET /forward-auth", headers=less.signed),
        "by a proxy, another scope": environ_for("GET /forward-auth", headers=own.signed),
        "by a proxy, another audience": environ_for("GET /forward-auth", headers=elsewhere.signed),
        "introspected": introspection(less),
        "introspected, another scope": introspection(own),
        "introspected, another audience": introspection(elsewhere),
    }
    by_flask(app, requests["introspected"])  # from then on this process knows the clients
    left_to_flask = {"own record, another scope", "by a proxy, another scope"}  # for these refusals are recorded
    assert_same(app, requests, hot=requests.keys() - left_to_flask)
    (answer,) = by_lane(app, environ_for("GET /user/refresh-token/", headers=less.refreshing))
    assert answer is not None
    body = orjson.loads(answer.body)
    assert (opened(body["access_token"])[1]["scope"], body["scope"]) == ("services", "services")


def test_a_refresh_gets_the_same_answer_but_for_its_new_token(app: Flask, ada: Person) -> None:
    environ = environ_for("GET /user/refresh-token/", headers=ada.refreshing)
    (answer,) = by_lane(app, environ)
    expected = by_flask(app, environ)
    assert answer is not None
    assert comparable(answer)[:2] == comparable(expected)[:2]
    (token, claims), (_, others) = (
        (text := orjson.loads(each.body)["access_token"], opened(text)[1]) for each in (answer, expected)
    )
    assert app.test_client().get(f"/user/{ada.uuid}", headers=bearer(token)).status_code == 200
    assert {**claims, "jti": ""} == {**others, "jti": ""}


def test_a_refresh_that_has_to_be_noted_is_left_to_flask(app: Flask, ada: Person, time: SetClock) -> None:
    time.pass_(minutes=5, seconds=1)
    environ = environ_for("GET /user/refresh-token/", headers=ada.refreshing)
    assert by_lane(app, environ) == [None]


def test_a_used_refresh_token_gets_the_same_refusal(app: Flask, ada: Person) -> None:
    assert app.test_client().post("/user/refresh-token/", headers=ada.refreshing).status_code == 200
    environ = environ_for("GET /user/refresh-token/", headers=ada.refreshing)
    (answer,) = by_lane(app, environ)
    assert answer is not None
    assert answer.status == 401
    assert comparable(answer) == comparable(by_flask(app, environ))


@pytest.mark.asvs("2.4.1")
def test_a_limit_is_counted_and_told_alike_in_both_lanes(app: Flask, ada: Person) -> None:
    environ = environ_for(f"GET /user/{ada.uuid}", headers=ada.signed)
    answers = by_lane(app, *[environ] * 700)
    answers += [by_flask(app, environ) for _ in range(499)]
    left = [int(dict(answer.headers)["RateLimit-Remaining"]) for answer in answers if answer is not None]
    assert left == list(range(1199, 0, -1))
    last, refused = by_lane(app, environ, environ)
    assert last is not None
    assert last.status == 200
    assert refused is not None
    assert (refused.status, dict(refused.headers)["Retry-After"]) == (429, "60")
    assert refused[:3] == by_flask(app, environ)[:3]


@pytest.mark.asvs("8.2.2")
def test_a_session_opens_nothing_for_another_user_in_either_lane(app: Flask, ada: Person) -> None:
    bob = People(app.test_client()).join("bob")
    header, claims = opened(ada.access_token)
    forged = Forger(key_of(app))({**claims, "sub": bob.uuid}, header=header)
    environ = environ_for(f"GET /user/{bob.uuid}", headers=bearer(forged))
    assert by_flask(app, environ).status == 401  # from then on its signature is known to be ours
    (answer,) = by_lane(app, environ)
    assert answer is not None
    assert answer.status == 401


@pytest.mark.asvs("7.3.2")
def test_a_token_that_has_expired_since_is_refused_alike(app: Flask, ada: Person, time: SetClock) -> None:
    time.pass_(minutes=16)
    environ = environ_for(f"GET /user/{ada.uuid}", headers=ada.signed)
    (answer,) = by_lane(app, environ)
    assert answer is not None
    assert answer.status == 401
    assert comparable(answer) == comparable(by_flask(app, environ))


def test_a_limit_that_all_processes_share_leaves_the_endpoint_to_flask(make_app: Callable[..., Flask]) -> None:
    app = make_app(limits=True, limits_shared=True)
    ada = People(app.test_client()).join("ada")
    own, refresh = f"GET /user/{ada.uuid}", "GET /user/refresh-token/"
    environs = [environ_for(own, headers=ada.signed), environ_for(refresh, headers=ada.refreshing)]
    read, refreshed = by_lane(app, *environs)
    assert read is not None  # large limits are counted by each process
    assert refreshed is None
