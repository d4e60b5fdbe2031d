"""Every path that checks a password or a code shares the count."""

from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select, update

from gatepost.database import db
from gatepost.throttling.models import ThrottleCount
from tests.support.people import Person
from tests.support.time import SetClock
from tests.throttling.devices import WRONG, Door
from tests.web.endpoints import ENDPOINTS

CODE = "000000"

# What somebody who is not signed in may try, and what somebody who is.
BY_STRANGERS: dict[str, dict[str, str]] = {
    "login.login.post": {"username": "ada", "password": WRONG},
    "login.login_with_code.post": {"username": "ada", "code": CODE},
    "passwords.choose_new_password.post": {"username": "ada", "code": CODE, "new_password": "a password of many words"},
    "lost_factors.report_lost_factor.post": {"username": "ada", "code": CODE},
    "addresses.prove_change_with_link.post": {"username": "ada", "code": CODE},
}
IN_A_SESSION: dict[str, dict[str, str]] = {
    "login.prove_again.post": {"password": WRONG},
    "login.prove_again.post code": {"code": CODE},
    "passwords.change_own_password.post": {"old_password": WRONG, "new_password": "a password of many words"},
    "addresses.prove_change_with_code.post": {"email": CODE},
}
OF_PASSWORDS = {"login.login.post", "login.prove_again.post", "passwords.change_own_password.post"}
# These take a new password, or prove an address of an account that nobody can log in to yet.
OTHERS = {"registration.register_user.post", "registration.activate_account.post"}
# These check second factors, which are counted apart (tests/factors).
OF_FACTORS = {"login.login_with_factor.post", "factors.verify_first_code.post"}


def attempt(door: Door, ada: Person, name: str) -> int:
    path = ENDPOINTS[name.partition(" ")[0]].path.replace("<uuid:uuid>", ada.uuid)
    if name in BY_STRANGERS:
        return door.post(path, BY_STRANGERS[name]).status_code
    return door.post(path, IN_A_SESSION[name], ada).status_code


def failures(app: Flask, scope: str) -> int:
    with app.app_context():
        found = db.session.scalars(select(ThrottleCount.count).where(ThrottleCount.scope == scope)).all()
        db.session.rollback()
    return sum(found)


# Their codes have 256 random bits and are good once, for a minute: nobody guesses one.
UNGUESSABLE = {"providers.exchange_code.post", "providers.add_provider.post"}


def test_no_endpoint_that_checks_a_secret_is_left_out() -> None:
    takes = {
        name
        for name, endpoint in ENDPOINTS.items()
        if endpoint.body is not None and {"password", "old_password", "code"} & set(endpoint.body.model_fields)
    }
    walked = {name.partition(" ")[0] for name in (*BY_STRANGERS, *IN_A_SESSION)}
    assert takes | {"addresses.prove_change_with_code.post"} == walked | OTHERS | OF_FACTORS | UNGUESSABLE


@pytest.mark.asvs("6.3.1")
def test_each_failure_counts_for_its_device_and_those_of_passwords_in_total(
    time: SetClock, guarded: Flask, stranger: Door, ada: Person
) -> None:
    passwords = 0
    for number, name in enumerate((*BY_STRANGERS, *IN_A_SESSION), start=1):
        assert attempt(stranger, ada, name) in (401, 403), name
        passwords += name in OF_PASSWORDS
        assert (failures(guarded, "device"), failures(guarded, "total")) == (number, passwords), name
    time.pass_(minutes=1)  # so many failures wait
    assert stranger.log_in(password=ada.password).status_code == 200
    assert failures(guarded, "total") == 0
    assert failures(guarded, "device") == len(IN_A_SESSION)  # her session's: this device is another


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("name", BY_STRANGERS)
def test_what_failed_on_one_path_holds_back_the_password(stranger: Door, ada: Person, name: str) -> None:
    assert {attempt(stranger, ada, name) for _ in range(5)} <= {401, 403}
    assert stranger.log_in(password=ada.password).status_code == 429
    assert attempt(stranger, ada, "login.prove_again.post") == 403  # her session waits for no stranger


@pytest.mark.asvs("6.3.1")
@pytest.mark.parametrize("name", IN_A_SESSION)
def test_what_failed_in_a_session_holds_that_back(stranger: Door, ada: Person, name: str) -> None:
    assert {attempt(stranger, ada, name) for _ in range(5)} == {403}
    body = {"password": ada.password}
    assert stranger.post("/user/reauthenticate", body, ada).status_code == 429
    assert stranger.log_in(password=ada.password).status_code == 200


@pytest.mark.asvs("6.1.1")
def test_wrong_codes_disable_no_password_and_make_no_wait_longer(
    guarded: Flask, stranger: Door, ada: Person, time: SetClock
) -> None:
    for _ in range(12):
        assert {attempt(stranger, ada, name) for name in list(BY_STRANGERS)[1:] for _ in range(6)} <= {403, 429}
        time.pass_(minutes=55)
    assert (failures(guarded, "device"), failures(guarded, "total")) == (5, 0)
    assert stranger.log_in(password=ada.password).status_code == 200


@pytest.mark.asvs("6.3.8")
def test_what_is_tried_at_a_number_does_not_tell_whose_it_is(guarded: Flask, stranger: Door, ada: Person) -> None:
    """Neither what failed there slows the name, nor are its tries of a code fewer to be counted."""

    def codes(**named: str) -> None:
        for _ in range(5):
            assert stranger.post("/user/login/code", {**named, "code": CODE}).status_code == 403

    codes(mobile=ada.mobile)
    assert stranger.guess(1) == [401]
    codes(username="ada")
    assert stranger.guess(1) == [429]


@pytest.mark.asvs("6.1.1")
def test_codes_do_not_wait_for_strangers_who_guess_passwords(guarded: Flask, stranger: Door, ada: Person) -> None:
    assert stranger.guess(6)[-1] == 429
    assert [attempt(stranger, ada, "login.login_with_code.post") for _ in range(6)] == [403] * 5 + [429]


@pytest.mark.every_engine
def test_a_row_that_somebody_else_has_used_up_meanwhile_is_used_up(
    guarded: Flask, stranger: Door, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that was read before does not count, because the condition stands in the statement."""
    from gatepost.throttling import count_attempt  # noqa: PLC0415

    stranger.guess(4)
    look = count_attempt._FOUND.rows
    looked = count()

    def look_and_lose(**keys: str) -> object:
        found = look(**keys)
        if next(looked) == 0:
            db.session.execute(update(ThrottleCount).where(ThrottleCount.scope != "use").values(count=5))
            db.session.commit()
        return found

    monkeypatch.setattr(count_attempt._FOUND, "rows", look_and_lose)
    assert stranger.guess(1) == [429]
