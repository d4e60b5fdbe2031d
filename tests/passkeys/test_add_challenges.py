"""POST /user/passkeys: an answer is to one challenge, once, in one session."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.passkeys import add_passkey as deed
from gatepost.passkeys import verify as answers
from tests.support.passkeys import PASSKEYS, add_passkey, options_for, options_to_log_in, send_new
from tests.support.people import People, Person
from tests.support.software_key import (
    ELIGIBLE,
    PRESENT,
    VERIFIED,
    Authenticator,
)
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

INVALID = (403, "invalid_passkey")


@pytest.mark.asvs("6.6.2")
@pytest.mark.every_engine
def test_an_answer_counts_once(client: FlaskClient, ada: Person) -> None:
    sent = Authenticator().create(options_for(client, ada))
    assert send_new(client, ada, sent).status_code == 201
    assert_refused(send_new(client, ada, sent), INVALID)


@pytest.mark.asvs("6.6.2")
@pytest.mark.every_engine
def test_an_answer_counts_in_its_session_only(client: FlaskClient, people: People, ada: Person, eve: Person) -> None:
    sent = Authenticator().create(options_for(client, ada))
    for other in (eve, people.log_in(ada)):
        assert_refused(send_new(client, other, sent), INVALID)
    assert send_new(client, ada, sent).status_code == 201


def test_an_answer_to_the_challenge_of_a_log_in_is_refused(client: FlaskClient, ada: Person) -> None:
    options = options_for(client, ada) | {"challenge": options_to_log_in(client)["challenge"]}
    assert_refused(send_new(client, ada, Authenticator().create(options)), INVALID)


@pytest.mark.every_engine
@pytest.mark.parametrize("too_late", [False, True])
def test_an_answer_has_five_minutes(client: FlaskClient, ada: Person, time: SetClock, too_late: bool) -> None:
    sent = Authenticator().create(options_for(client, ada))
    time.pass_(minutes=5, seconds=0 if too_late else -1)
    answer = send_new(client, ada, sent)
    assert answer.status_code == (403 if too_late else 201)


@pytest.mark.every_engine
def test_of_one_answer_sent_at_once_one_counts(app: Flask, client: FlaskClient, ada: Person) -> None:
    sent = Authenticator().create(options_for(client, ada))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send_new(app.test_client(), ada, sent).status_code, range(8)))
    assert sorted(answers) == [201] + [403] * 7
    assert len(client.get(PASSKEYS, headers=ada.signed).json["data"]) == 1


@pytest.mark.every_engine
def test_a_passkey_belongs_to_one_account(client: FlaskClient, ada: Person, eve: Person) -> None:
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    key = authenticator.keys[0]
    for other in (eve, ada):
        again = authenticator.create(options_for(client, other), id=key.id, private=key.private)
        assert_refused(send_new(client, other, again), (409, "passkey_taken"))


@pytest.mark.every_engine
def test_an_account_has_so_many_and_no_more(client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert deed.MOST == 50
    monkeypatch.setattr(deed, "MOST", 2)
    for _ in range(2):
        add_passkey(client, ada, Authenticator())
    sent = Authenticator().create(options_for(client, ada))
    assert_refused(send_new(client, ada, sent), (409, "too_many_passkeys"))


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
def test_a_log_out_that_comes_in_between_wins(
    app: Flask, client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Authenticator().create(options_for(client, ada))
    verify = answers.verify_new_key

    def verify_later(*given: Any, **named: Any) -> Any:
        assert app.test_client().post("/user/logout/", headers=ada.signed).status_code == 200
        return verify(*given, **named)

    monkeypatch.setattr(answers, "verify_new_key", verify_later)
    assert_refused(send_new(client, ada, sent), (401, "invalid_token"))


@pytest.mark.asvs("7.5.1")
def test_it_takes_a_recent_log_in(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(reauthentication=True).test_client()
    ada = People(client).join("ada")
    sent = Authenticator().create(options_for(client, ada))
    time.pass_(minutes=5, seconds=1)
    late = (401, "insufficient_user_authentication")
    assert_refused(client.post("/user/passkeys/options", headers=ada.signed), late)
    assert_refused(send_new(client, ada, sent), late)


def test_a_passkey_that_stays_on_its_device_is_shown_so(client: FlaskClient, ada: Person) -> None:
    assert add_passkey(client, ada, Authenticator(flags=PRESENT | VERIFIED))["backup"] == "never"
    assert add_passkey(client, ada, Authenticator(flags=PRESENT | VERIFIED | ELIGIBLE))["backup"] == "possible"
