"""Failures slow down the device that they came from, and nobody else."""

import pytest
from flask import Flask

from tests.one_time_codes.test_known_and_unknown import seen, watched
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.throttling.devices import WRONG, Door
from tests.web.endpoints import assert_refused, contents, row_counts

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("6.3.1")
def test_five_are_free_then_each_waits_twice_as_long_up_to_an_hour(stranger: Door, time: SetClock) -> None:
    assert stranger.guess(5) == [401] * 5
    for wait in (30, 60, 120, 240, 480, 960, 1920, 3600, 3600):
        refused = stranger.log_in()
        assert_refused(refused, (429, "too_many_requests"))
        assert refused.headers["Retry-After"] == str(wait)
        time.pass_(seconds=wait - 0.5)
        assert stranger.log_in().headers["Retry-After"] == "1"
        time.pass_(seconds=0.5)
        assert stranger.guess(2) == [401, 429]


@pytest.mark.asvs("6.3.1")
def test_the_right_password_waits_too_and_then_begins_anew(stranger: Door, ada: Person, time: SetClock) -> None:
    stranger.guess(5)
    assert stranger.log_in(password=ada.password).status_code == 429
    time.pass_(seconds=30)
    assert stranger.log_in(password=ada.password).status_code == 200
    assert stranger.guess(6) == [401] * 5 + [429]


@pytest.mark.asvs("6.1.1", "6.3.1")
def test_a_stranger_slows_neither_the_owners_devices_nor_their_sessions(
    guarded: Flask, home: Door, stranger: Door, ada: Person, time: SetClock
) -> None:
    app_of_hers = Door(guarded)
    token = home.log_in(password=ada.password).headers["Gatepost-Device"]
    for _ in range(10):
        stranger.guess(5)
        time.pass_(hours=1)
    assert stranger.guess(2) == [401, 429]
    assert home.log_in(password=ada.password).status_code == 200
    assert app_of_hers.log_in(password=ada.password).status_code == 429
    assert app_of_hers.log_in(password=ada.password, **{"Gatepost-Device": token}).status_code == 200
    elsewhere = Door(guarded)  # her session, on a device without a token
    ada.access_token = elsewhere.client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    answer = elsewhere.post("/user/reauthenticate", {"password": ada.password}, ada)
    assert answer.status_code == 200
    change = {"old_password": ada.password, "new_password": "another password"}
    assert elsewhere.post(f"/user/change-password/{ada.uuid}", change, ada).status_code == 200


def test_the_owners_device_has_five_of_its_own_and_waits_alone(
    home: Door, stranger: Door, ada: Person, time: SetClock
) -> None:
    assert home.guess(6) == [401] * 5 + [429]
    assert stranger.guess(6) == [401] * 5 + [429]
    time.pass_(seconds=30)
    assert home.log_in(password=ada.password).status_code == 200
    assert stranger.guess(2) == [401, 429]  # her log-in at home gives no stranger new tries


def test_one_who_tries_many_names_has_five_for_each(guarded: Flask, stranger: Door) -> None:
    People(Door(guarded).client).join("eve")
    for name in ("ada", "eve", "nobody", "no name at all!"):
        assert stranger.guess(6, name) == [401] * 5 + [429]
    assert stranger.guess(1, "ＡＤＡ") == [429]


@pytest.mark.asvs("6.3.8")
def test_known_and_unknown_are_held_back_alike_after_the_same_statements(
    guarded: Flask, stranger: Door, time: SetClock
) -> None:
    traces = []
    for name in ("ada", "nobody"):
        steps = []
        for wait in (0, 0, 0, 0, 0, 0, 30, 0, 60):
            time.pass_(seconds=wait)
            with watched(guarded) as sent:
                answer = stranger.log_in(name)
            steps.append((seen(answer), list(sent)))
        traces.append(steps)
    assert traces[0] == traces[1]
    assert [step[0][0] for step in traces[0]] == [401] * 5 + [429, 401, 429, 401]


def test_who_is_refused_leaves_nothing_behind(guarded: Flask, stranger: Door) -> None:
    stranger.guess(5)
    with watched(guarded) as sent:
        assert stranger.guess(3) == [429] * 3
    assert [statement for statement in sent if not statement.startswith("SELECT")] == []
    assert row_counts(guarded)["throttle_counts"] == 2


def test_a_right_password_of_an_account_that_is_not_active_is_no_failure(guarded: Flask, stranger: Door) -> None:
    People(stranger.client).register("grace")
    statuses = [stranger.log_in("grace", "password").status_code for _ in range(7)]
    assert statuses == [403] * 7


def test_a_new_password_that_is_refused_is_no_failure(home: Door, ada: Person) -> None:
    body = {"old_password": ada.password, "new_password": "short"}
    statuses = [home.post(f"/user/change-password/{ada.uuid}", body, ada).status_code for _ in range(7)]
    assert statuses == [422] * 7


def test_without_limits_nobody_waits(app: Flask) -> None:
    People(app.test_client()).join("eve")
    assert Door(app).guess(20, "eve") == [401] * 20
    assert Door(app).log_in("eve", "password").status_code == 200


def test_no_account_and_no_name_is_stored_where_failures_are_counted(guarded: Flask, stranger: Door) -> None:
    stranger.guess(1, "nobody")
    assert "nobody" not in repr(contents(guarded, failures=True)["throttle_counts"])
    assert WRONG not in repr(contents(guarded))
