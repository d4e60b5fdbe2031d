"""A provider is a first factor: a second one that is due stays due."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.providers.browser import code_of, come_back, exchange, links, log_in, native
from tests.support.authenticator import enrol, second
from tests.support.passkeys import add_passkey, options_to_log_in
from tests.support.people import Person, bearer
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


def test_a_session_takes_all_proofs_after_a_provider_with_the_longest_name(
    make_app: Callable[..., Flask], chosen: dict[str, Any], settled: Person, provider: Provider, time: SetClock
) -> None:
    """Its list of them is as long as the column; a proof for which there is no room is not listed."""
    name = "a-provider-of-twenty"
    client = make_app(**chosen | {"providers": [provider.settings | {"name": name}]}).test_client()
    key = Authenticator()
    add_passkey(client, settled, key)
    app = enrol(client, settled)
    begun = client.post(f"/user/login/with/{name}", json={"id_token": provider.id_token("one"), "nonce": "one"})
    tokens = second(client, begun.json["second_factor"]["token"], app.code()).json
    for proof in ({"passkey": key.get(options_to_log_in(client))}, {"recovery_code": app.recovery_codes[0]}):
        again = client.post("/user/reauthenticate", json=proof, headers=bearer(tokens["access_token"]))
        assert again.status_code == 200, again.text
