"""mediation=conditional: after a log-in by password the browser makes a passkey without a question."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.passkeys import OPTIONS, add_passkey, log_in, options_for, send_new
from tests.support.people import People, Person
from tests.support.software_key import PRESENT, VERIFIED, Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

NOT_OFFERED = (403, "not_offered")
CONDITIONAL = {"mediation": "conditional"}


@pytest.fixture
def upgrading(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(passkey_upgrades=True).test_client()


@pytest.mark.every_engine
def test_it_takes_a_passkey_at_which_nobody_was_present_and_none_such_logs_in(upgrading: FlaskClient) -> None:
    ada = People(upgrading).join("ada")
    options = options_for(upgrading, ada, **CONDITIONAL)
    assert options["authenticatorSelection"]["userVerification"] == "preferred"
    authenticator = Authenticator()
    assert send_new(upgrading, ada, authenticator.create(options, flags=0)).status_code == 201
    assert_refused(log_in(upgrading, authenticator, flags=PRESENT), (403, "invalid_passkey"))
    assert log_in(upgrading, authenticator, flags=PRESENT | VERIFIED).status_code == 200


@pytest.mark.asvs("6.3.3")
def test_it_makes_no_session_of_two_factors(upgrading: FlaskClient) -> None:
    ada = People(upgrading).join("ada")
    answer = send_new(upgrading, ada, Authenticator().create(options_for(upgrading, ada, **CONDITIONAL), flags=0))
    assert (answer.status_code, "access_token" in answer.json) == (201, False)
    removed = upgrading.delete(f"/user/{ada.uuid}/password", headers=ada.signed)
    assert_refused(removed, (401, "insufficient_user_authentication"))


def test_the_answer_to_usual_options_needs_somebody_there(upgrading: FlaskClient) -> None:
    ada = People(upgrading).join("ada")
    sent = Authenticator().create(options_for(upgrading, ada), flags=0)
    assert_refused(send_new(upgrading, ada, sent), (403, "invalid_passkey"))


def test_it_is_off_unless_the_operator_offers_it(client: FlaskClient, ada: Person) -> None:
    assert_refused(client.post(OPTIONS, query_string=CONDITIONAL, headers=ada.signed), NOT_OFFERED)


def test_it_follows_a_log_in_by_password_and_no_other(upgrading: FlaskClient) -> None:
    ada = People(upgrading).join("ada")
    authenticator = Authenticator()
    add_passkey(upgrading, ada, authenticator)
    tokens = log_in(upgrading, authenticator).json
    ada.access_token = tokens["access_token"]
    assert_refused(upgrading.post(OPTIONS, query_string=CONDITIONAL, headers=ada.signed), NOT_OFFERED)
    assert upgrading.post(OPTIONS, headers=ada.signed).status_code == 200


@pytest.mark.asvs("7.5.1")
def test_it_follows_within_five_minutes_whatever_the_settings_say(upgrading: FlaskClient, time: SetClock) -> None:
    ada = People(upgrading).join("ada")
    time.pass_(minutes=5, seconds=1)
    late = (401, "insufficient_user_authentication")
    assert_refused(upgrading.post(OPTIONS, query_string=CONDITIONAL, headers=ada.signed), late)
    assert upgrading.post(OPTIONS, headers=ada.signed).status_code == 200


@pytest.mark.parametrize("query", [{"mediation": "silent"}, {"mediation": ""}, {"meditation": "conditional"}])
def test_another_mediation_is_refused(upgrading: FlaskClient, query: dict[str, str]) -> None:
    ada = People(upgrading).join("ada")
    assert_refused(upgrading.post(OPTIONS, query_string=query, headers=ada.signed), (422, "invalid_input"))
