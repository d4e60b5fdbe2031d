"""``amr`` and ``acr`` say how a user logged in: in tokens, introspection and headers for a proxy; some ask for more."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.api import FACTOR, Hot, Room
from gatepost.caller import Caller
from gatepost.sessions.authenticate import CALLER
from tests.support.authenticator import Authenticator, begin, due, enrol, log_in, second
from tests.support.letters import Letters
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused, basic

pytestmark = pytest.mark.every_engine

EMAIL = "ada@example.org"


def told_everywhere(client: FlaskClient, token: str) -> tuple[list[str], str]:
    """The amr and the acr of this token, which are the same wherever they are told."""
    claims = opened(token)[1]
    introspected = client.post("/oauth/introspect", data={"token": token}, headers=basic()).json
    headers = client.get("/forward-auth", headers=bearer(token)).headers
    assert (introspected["amr"], introspected["acr"]) == (claims["amr"], claims["acr"])
    assert (headers["X-Auth-Amr"], headers["X-Auth-Acr"]) == (" ".join(claims["amr"]), claims["acr"])
    return claims["amr"], claims["acr"]


def test_a_password_alone_is_one_factor(client: FlaskClient, ada: Person) -> None:
    assert told_everywhere(client, ada.access_token) == (["pwd"], "aal1")


@pytest.mark.parametrize(("channel", "amr"), [("email", ["otp"]), ("sms", ["otp", "sms"])])
def test_a_code_in_a_message_is_one_factor(
    client: FlaskClient, ada: Person, letters: Letters, channel: str, amr: list[str]
) -> None:
    if channel == "email":
        client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed)
    letters.new()
    client.post("/user/login/code", json={"username": "ada"})
    answer = client.post("/user/login/code", json={"username": "ada", "code": letters.one("login").code})
    assert told_everywhere(client, answer.json["access_token"]) == (amr, "aal1")


def test_with_a_code_of_an_app_there_are_two(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    both = ["pwd", "otp", "mfa"], "aal2"
    assert told_everywhere(client, ada.access_token) == both  # enrolling has proven it
    person = log_in(client, ada, app_of_ada)
    assert told_everywhere(client, person.access_token) == both
    for method in ("GET", "POST"):
        refreshed = client.open("/user/refresh-token/", method=method, headers=person.refreshing)
        assert told_everywhere(client, refreshed.json["access_token"]) == both
    shown = client.get("/user/sessions", headers=person.signed).json["data"]
    assert [each["authenticated_by"] for each in shown] == [["pwd", "totp"]] * 2


def test_a_recovery_code_has_no_name_of_its_own(client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    answer = second(client, due(client, ada), recovery_code=app_of_ada.recovery_codes[0])
    assert told_everywhere(client, answer.json["access_token"]) == (["pwd", "mfa"], "aal2")


def test_the_old_token_of_a_session_tells_what_was_true_of_it(client: FlaskClient, ada: Person, time: SetClock) -> None:
    before = ada.access_token
    enrol(client, ada)
    assert told_everywhere(client, before) == (["pwd"], "aal1")


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch) -> Room:
    """A room whose endpoint asks for a second factor."""
    from gatepost import app  # noqa: PLC0415

    room = Room("vault")

    @room.get("/vault", access=FACTOR, limit="120/minute", answer=dict)
    def open_vault(caller: Caller) -> dict[str, Any]:
        """Open the vault."""
        return {"of": caller.username}

    monkeypatch.setattr(app, "ROOMS", (*app.ROOMS, room))
    return room


@pytest.mark.asvs("7.5.3")
def test_an_endpoint_can_ask_for_a_second_factor(vault: Room, make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(reauthentication=True, service_name="with a vault").test_client()
    ada = People(client).join("ada")
    refused = client.get("/vault", headers=ada.signed)
    assert_refused(refused, (401, "insufficient_user_authentication"))
    assert refused.headers["WWW-Authenticate"] == (
        'Bearer realm="gatepost", error="insufficient_user_authentication", max_age="300", acr_values="aal2"'
    )
    app = enrol(client, ada)
    assert client.get("/vault", headers=ada.signed).status_code == 200
    time.pass_(minutes=5, seconds=1)
    assert_refused(client.get("/vault", headers=ada.signed), (401, "insufficient_user_authentication"))
    proven = client.post("/user/reauthenticate", json={"factor_code": app.code()}, headers=ada.signed)
    assert proven.status_code == 200
    assert client.get("/vault", headers=ada.signed).status_code == 200


def test_a_hot_endpoint_cannot_ask_for_a_second_factor() -> None:
    declared = {"access": FACTOR, "limit": "1/minute", "answer": dict, "hot": Hot(CALLER)}

    def serve() -> dict[str, Any]:
        return {}

    with pytest.raises(TypeError, match="factor"):
        Room("hot").get("/hot", **declared)(serve)


@pytest.mark.asvs("7.5.1")
def test_a_session_is_proven_again_by_either_factor_or_both(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    for body in (
        {"password": ada.password},
        {"factor_code": app_of_ada.code()},
        {"recovery_code": app_of_ada.recovery_codes[0]},
        {"password": ada.password, "recovery_code": app_of_ada.recovery_codes[1]},
    ):
        time.pass_(minutes=3)
        answer = client.post("/user/reauthenticate", json=body, headers=ada.signed)
        if "factor_code" in body:
            assert_refused(answer, (403, "invalid_proof"))  # six minutes old
            answer = client.post("/user/reauthenticate", json={"factor_code": app_of_ada.code()}, headers=ada.signed)
        assert answer.status_code == 200
        assert opened(answer.json["access_token"])[1]["auth_time"] == int(time.now().timestamp())


@pytest.mark.parametrize(
    "body",
    [{"code": "123456", "factor_code": "123456"}, {"factor_code": "123456", "recovery_code": "A"},
     {"password": "password", "code": "123456"}, {}],
)  # fmt: skip
def test_a_proof_that_is_none_or_two_of_a_kind_is_refused(
    client: FlaskClient, ada: Person, body: dict[str, str]
) -> None:
    assert_refused(client.post("/user/reauthenticate", json=body, headers=ada.signed), (422, "invalid_input"))


def test_a_wrong_factor_proves_nothing_with_or_without_the_password(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    for more in ({}, {"password": ada.password}):
        body = {"factor_code": app_of_ada.wrong(), **more}
        assert_refused(client.post("/user/reauthenticate", json=body, headers=ada.signed), (403, "invalid_proof"))
    body = {"factor_code": app_of_ada.code(), "password": "wrong password"}
    assert_refused(client.post("/user/reauthenticate", json=body, headers=ada.signed), (403, "wrong_password"))


def test_who_has_no_factor_proves_none(client: FlaskClient, ada: Person) -> None:
    begun = begin(client, ada).json
    body = {"factor_code": Authenticator(begun["secret"]).code()}
    assert_refused(client.post("/user/reauthenticate", json=body, headers=ada.signed), (403, "invalid_proof"))


@pytest.mark.asvs("6.3.7", "6.5.6")
def test_a_removed_factor_is_told_and_no_device_stays_known(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    letters.new()
    answer = client.delete(f"/user/factors/{app_of_ada.id}", headers=ada.signed)
    assert (answer.status_code, answer.json) == (200, {"message": "Factor removed.", "status": 200})
    assert answer.headers["Gatepost-Device"]
    assert letters.one("factor_removed").values["username"] == "ada"
    listed = client.get("/user/factors", headers=ada.signed).json
    assert (listed["data"], listed["recovery_codes"]) == ([], 0)


def test_a_factor_is_named_and_nobody_elses_is_found(
    client: FlaskClient, ada: Person, eve: Person, app_of_ada: Authenticator
) -> None:
    enrol(client, eve)
    path = f"/user/factors/{app_of_ada.id}"
    assert client.patch(path, json={"name": "my phone ☎"}, headers=ada.signed).status_code == 200
    assert client.get("/user/factors", headers=ada.signed).json["data"][0]["name"] == "my phone ☎"
    missing = (404, "factor_not_found")
    assert_refused(client.patch(path, json={"name": "mine"}, headers=eve.signed), missing)
    assert_refused(client.delete(path, headers=eve.signed), missing)
    assert_refused(client.delete(f"/user/factors/{'0' * 32}", headers=ada.signed), missing)
    for name in ("", "a" * 101, "a\nb", 1, None):
        assert_refused(client.patch(path, json={"name": name}, headers=ada.signed), (422, "invalid_input"))
