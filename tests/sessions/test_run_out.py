"""A session ends after a quiet fortnight, and after thirty days in any case."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import opened

pytestmark = pytest.mark.every_engine

PATH = "/user/refresh-token/"


@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_session_may_rest_for_almost_a_fortnight(
    time: SetClock, client: FlaskClient, ada: Person, method: str
) -> None:
    time.pass_(days=13, hours=23)
    assert client.open(PATH, method=method, headers=ada.refreshing).status_code == 200


@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_quiet_fortnight_signs_a_device_out(
    time: SetClock, client: FlaskClient, people: People, ada: Person, method: str
) -> None:
    time.pass_(days=14)
    answer = client.open(PATH, method=method, headers=ada.refreshing)
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")
    again = people.log_in(ada)
    assert client.open(PATH, method=method, headers=again.refreshing).status_code == 200


@pytest.mark.asvs("7.3.1")
def test_refreshing_by_get_keeps_a_session_from_falling_asleep(
    time: SetClock, client: FlaskClient, ada: Person
) -> None:
    for _ in range(2):
        time.pass_(days=13, hours=22)
        assert client.get(PATH, headers=ada.refreshing).status_code == 200


@pytest.mark.asvs("7.3.1")
def test_rotating_keeps_a_session_from_falling_asleep(time: SetClock, client: FlaskClient, ada: Person) -> None:
    token = ada.refresh_token
    for days in (13.9, 13.9, 2):
        time.pass_(days=days)
        answer = client.post(PATH, headers=bearer(token))
        assert answer.status_code == 200
        token = answer.json["refresh_token"]


@pytest.mark.asvs("10.4.8")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_session_that_is_used_daily_ends_after_thirty_days(
    time: SetClock, client: FlaskClient, ada: Person, method: str
) -> None:
    token, access_token = ada.refresh_token, ""
    for day in range(1, 30):
        time.pass_(days=1)
        answer = client.open(PATH, method=method, headers=bearer(token))
        assert answer.status_code == 200, day
        token, access_token = answer.json.get("refresh_token", token), answer.json["access_token"]
    time.pass_(hours=23, minutes=59, seconds=59)
    last = client.open(PATH, method=method, headers=bearer(token))
    assert last.status_code == 200
    token, access_token = last.json.get("refresh_token", token), last.json["access_token"]
    assert client.get(f"/user/{ada.uuid}", headers=bearer(access_token)).status_code == 200
    time.pass_(seconds=1)
    assert client.open(PATH, method=method, headers=bearer(token)).status_code == 401
    assert client.get(f"/user/{ada.uuid}", headers=bearer(access_token)).status_code == 401


@pytest.mark.asvs("7.3.2")
def test_a_rotation_does_not_move_the_end(time: SetClock, client: FlaskClient, ada: Person) -> None:
    time.pass_(days=13)
    token = client.post(PATH, headers=ada.refreshing).json["refresh_token"]
    time.pass_(days=13)
    token = client.post(PATH, headers=bearer(token)).json["refresh_token"]
    assert opened(token)[1]["exp"] == opened(ada.refresh_token)[1]["exp"]
    time.pass_(days=4)
    assert client.post(PATH, headers=bearer(token)).status_code == 401


@pytest.mark.asvs("7.1.1")
@pytest.mark.parametrize(
    ("settings", "fine", "over"),
    [
        ({"session_lifetime": timedelta(hours=1)}, 3599, 1),
        ({"session_idle": timedelta(hours=1)}, 3599, 2),
        ({"session_lifetime": timedelta(hours=12), "session_idle": timedelta(minutes=30)}, 1799, 2),
    ],
)
def test_both_times_can_be_set(
    time: SetClock, make_app: Callable[..., Flask], settings: dict[str, timedelta], fine: int, over: int
) -> None:
    client = make_app(**settings).test_client()
    ada, eve = (People(client).join(name) for name in ("ada", "eve"))
    time.pass_(seconds=fine)
    assert client.get(PATH, headers=ada.refreshing).status_code == 200
    time.pass_(seconds=over)
    assert client.get(PATH, headers=eve.refreshing).status_code == 401


@pytest.mark.asvs("7.3.2")
def test_a_session_keeps_the_lifetime_with_which_it_began(time: SetClock, make_app: Callable[..., Flask]) -> None:
    short, usual = (app.test_client() for app in (make_app(session_lifetime=timedelta(hours=1)), make_app()))
    ada = People(short).join("ada")
    time.pass_(minutes=59)
    assert usual.get(PATH, headers=ada.refreshing).status_code == 200
    time.pass_(minutes=1)
    assert usual.get(PATH, headers=ada.refreshing).status_code == 401


@pytest.mark.asvs("7.3.2")
def test_a_shorter_lifetime_counts_for_sessions_that_exist(time: SetClock, make_app: Callable[..., Flask]) -> None:
    usual, short = (app.test_client() for app in (make_app(), make_app(session_lifetime=timedelta(hours=1))))
    ada = People(usual).join("ada")
    path = f"/user/{ada.uuid}"
    time.pass_(minutes=59)
    token = short.get(PATH, headers=ada.refreshing).json["access_token"]
    assert short.get(path, headers=bearer(token)).status_code == 200
    (shown,) = short.get("/user/sessions", headers=bearer(token)).json["data"]
    assert datetime.fromisoformat(shown["expires_at"]) == time.now() + timedelta(minutes=1)
    assert opened(token)[1]["exp"] == int((time.now() + timedelta(minutes=1)).timestamp())
    time.pass_(minutes=1)
    longer_lived = usual.get(PATH, headers=ada.refreshing).json["access_token"]
    for method in ("GET", "POST"):
        assert short.open(PATH, method=method, headers=ada.refreshing).status_code == 401
    assert short.get(path, headers=bearer(longer_lived)).status_code == 401
    assert usual.get(path, headers=bearer(longer_lived)).status_code == 200


@pytest.mark.parametrize(("grace", "status"), [(0, 401), (60, 200)])
def test_the_time_to_ask_again_can_be_set(
    time: SetClock, make_app: Callable[..., Flask], grace: int, status: int
) -> None:
    client = make_app(refresh_grace=timedelta(seconds=grace)).test_client()
    ada = People(client).join("ada")
    successor = client.post(PATH, headers=ada.refreshing).json["refresh_token"]
    client.post(PATH, headers=bearer(successor))
    time.pass_(seconds=grace or 1)
    assert client.post(PATH, headers=ada.refreshing).status_code == status


def test_a_shorter_access_token_leaves_its_session_alone(time: SetClock, make_app: Callable[..., Flask]) -> None:
    client = make_app(access_token_lifetime=timedelta(minutes=1)).test_client()
    ada = People(client).join("ada")
    time.pass_(minutes=1)
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 401
    token = client.get(PATH, headers=ada.refreshing).json["access_token"]
    assert client.get(f"/user/{ada.uuid}", headers=bearer(token)).status_code == 200
