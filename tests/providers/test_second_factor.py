"""A provider is a first factor: a second one that is due stays due."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.factors.kinds import KINDS
from gatepost.login.models import PendingLogIn
from gatepost.providers.models import PROVIDER_MAX
from gatepost.sessions.models import Session
from tests.providers.browser import code_of, come_back, exchange, links, log_in, native
from tests.support.authenticator import enrol, second
from tests.support.passkeys import add_passkey, options_to_log_in
from tests.support.people import People, Person, bearer
from tests.support.provider import Provider
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("6.3.4")
def test_it_asks_for_the_factor_and_ends_with_it(
    client: FlaskClient, provider: Provider, settled: Person, time: SetClock
) -> None:
    app = enrol(client, settled)
    for answer in (log_in(client, provider), native(client, provider.id_token("a nonce"))):
        assert (answer.status_code, answer.json["code"]) == (403, "second_factor_required")
    done = second(client, answer.json["second_factor"]["token"], app.code())
    assert (done.status_code, done.json.keys()) == (200, {"access_token", "refresh_token"})
    assert [link["provider"] for link in links(client, settled)] == ["example"]


@pytest.mark.asvs("15.4.2")
def test_a_factor_that_is_enrolled_meanwhile_is_asked_for(
    client: FlaskClient, provider: Provider, settled: Person, time: SetClock
) -> None:
    code = code_of(come_back(client, provider))
    enrol(client, settled)
    answer = exchange(client, code)
    assert (answer.status_code, answer.json["code"]) == (403, "second_factor_required")


@pytest.mark.asvs("7.4.3")
def test_a_password_change_ends_a_code_that_is_out(
    client: FlaskClient, provider: Provider, settled: Person, time: SetClock
) -> None:
    code = code_of(come_back(client, provider))
    body = {"old_password": settled.password, "new_password": "another password"}
    changed = client.post(f"/user/change-password/{settled.uuid}", json=body, headers=settled.signed)
    assert changed.status_code == 200
    assert_refused(exchange(client, code), (403, "invalid_proof"))


def test_a_session_has_room_for_the_names_of_all_its_methods(
    make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider, time: SetClock
) -> None:
    """A provider with the longest name, and then every kind of factor: nothing else makes a longer list."""
    name, own = "n" * PROVIDER_MAX, Authenticator()
    client = make_app(**chosen | {"providers": [provider.settings | {"name": name}]}).test_client()
    kim = People(client).join("kim")
    add_passkey(client, kim, own)
    app = enrol(client, kim)
    sent = {"id_token": provider.id_token("to link"), "nonce": "to link"}
    assert client.post(f"/user/providers/with/{name}", json=sent, headers=kim.signed).status_code == 201
    sent = {"id_token": provider.id_token("to log in"), "nonce": "to log in"}
    token = client.post(f"/user/login/with/{name}", json=sent).json["second_factor"]["token"]
    signed = bearer(second(client, token, recovery_code=app.recovery_codes[0]).json["access_token"])
    for proof in ({"passkey": own.get(options_to_log_in(client))}, {"factor_code": app.code()}):
        answer = client.post("/user/reauthenticate", json=proof, headers=signed)
        assert answer.status_code == 200, answer.text
    shown = next(each for each in client.get("/user/sessions", headers=signed).json["data"] if each["current"])
    assert sorted(shown["authenticated_by"]) == sorted(["provider", name, *KINDS])


def test_the_columns_hold_the_longest_lists_of_methods() -> None:
    """By their names: those of one log-in, then each kind of factor once, as often as it is proven."""
    logged_in = max(("pwd", f"provider {'n' * PROVIDER_MAX}", "link email", "link sms", "hwk user mfa"), key=len)
    told = {name for kind in KINDS.values() for name in kind.amr} | {"otp", "sms", "pwd", "swk", "user"}
    assert len(" ".join([logged_in, *KINDS])) <= Session.__table__.c.authenticated_by.type.length
    assert len(" ".join(told)) <= Session.__table__.c.amr.type.length
    assert len(logged_in) <= PendingLogIn.__table__.c.authenticated_by.type.length
    assert len(" ".join(told)) <= PendingLogIn.__table__.c.amr.type.length
