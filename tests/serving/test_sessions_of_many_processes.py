"""Ending sessions and counting them is exact, however many processes there are, on every engine."""

import json
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.registration.administrator import create_administrator
from tests.serving.wire import Reply, alive, ask, at_once, join, log_in, new_mobile
from tests.support.apps import CHEAP_HASHES, SECRET
from tests.support.live import Live
from tests.support.people import Person

pytestmark = pytest.mark.any_server

ROUNDS = 24  # requests over connections of their own: one of four workers gets none once in 250 runs
LIMIT = 5
_numbers = count(1)


def name() -> str:
    return f"user{next(_numbers)}"


def statuses(service: str, person: Person) -> set[int]:
    """What this person's access token gets in all processes, and their refresh token."""
    lines = [("GET /user/sessions", person.access_token), ("GET /user/refresh-token/", person.refresh_token)]
    return {ask(service, line, token=token).status for line, token in lines * (ROUNDS // 2)}


@pytest.fixture
def root(staffed: str, empty_database: str, tmp_path: Path) -> Person:
    """An administrator."""
    settings = load_settings({}, sqlalchemy_database_uri=empty_database, instance=tmp_path, **CHEAP_HASHES)
    username, mobile = f"root{next(_numbers)}", new_mobile()
    with create_app(settings).app_context():
        user = create_administrator(username=username, mobile=mobile, email=None, password="password of root")
    return log_in(staffed, Person(user.uuid, username, mobile, "password of root"))


@pytest.mark.asvs("7.4.1")
@pytest.mark.asvs("7.5.2")
@pytest.mark.parametrize("form", ["/user/sessions", "/user/{uuid}/sessions"])
@pytest.mark.parametrize("one", [True, False])
def test_a_session_that_its_owner_ends_is_dead_in_every_process_at_once(staffed: str, form: str, one: bool) -> None:
    phone = join(staffed, name())
    ada = log_in(staffed, phone)
    assert statuses(staffed, phone) == {200}
    path = form.format(uuid=ada.uuid) + (f"/{phone.session_id}" if one else "")
    assert ask(staffed, f"DELETE {path}", token=ada.access_token).status == 200
    assert statuses(staffed, phone) == {401}
    assert statuses(staffed, ada) == {200}


@pytest.mark.asvs("7.4.5")
@pytest.mark.parametrize("one", [True, False])
def test_a_session_that_an_administrator_ends_is_dead_in_every_process_at_once(
    staffed: str, root: Person, one: bool
) -> None:
    ada = join(staffed, name())
    assert statuses(staffed, ada) == {200}
    path = f"/user/{ada.uuid}/sessions" + (f"/{ada.session_id}" if one else "")
    assert ask(staffed, f"DELETE {path}", token=root.access_token).status == 200
    assert statuses(staffed, ada) == {401}
    assert statuses(staffed, root) == {200}


@pytest.mark.asvs("2.3.2")
@pytest.mark.asvs("7.1.2")
@pytest.mark.asvs("15.4.2")
def test_of_many_log_ins_at_once_exactly_as_many_sessions_live_as_there_may(staffed: str) -> None:
    ada = join(staffed, name())
    credentials = {"username": ada.username, "password": ada.password}
    for _ in range(2):
        answers = at_once([partial(ask, staffed, "POST /user/login", credentials)] * 30)
        assert {answer.status for answer in answers} == {200}, [a for a in answers if a.status != 200][:2]
    made = [Person(ada.uuid, "", "", "", **answer.json) for answer in answers]
    living = [person for person in made if alive(staffed, person) == (200, 200)]
    assert len(living) == LIMIT
    listed = ask(staffed, "GET /user/sessions", token=living[0].access_token).json["data"]
    assert {session["id"] for session in listed} == {person.session_id for person in living}


@pytest.mark.asvs("15.4.2")
def test_of_many_who_end_one_session_one_does(staffed: str) -> None:
    phone = join(staffed, name())
    ada = log_in(staffed, phone)
    end = partial(ask, staffed, f"DELETE /user/sessions/{phone.session_id}", token=ada.access_token)
    assert sorted(answer.status for answer in at_once([end] * 12)) == [200] + [404] * 11


def test_log_ins_refreshes_and_endings_at_once_are_all_answered(staffed: str) -> None:
    ada = join(staffed, name())
    credentials = {"username": ada.username, "password": ada.password}
    calls = [
        partial(ask, staffed, "POST /user/login", credentials),
        partial(ask, staffed, "POST /user/refresh-token/", token=ada.refresh_token),
        partial(ask, staffed, "DELETE /user/sessions", token=ada.access_token),
        partial(ask, staffed, "POST /user/reauthenticate", {"password": ada.password}, token=ada.access_token),
    ]
    answers: list[Reply] = at_once(calls * 8)
    assert {answer.status for answer in answers} <= {200, 401}


@pytest.mark.asvs("10.4.5")
@pytest.mark.asvs("16.2.5")
def test_a_used_refresh_token_that_comes_back_is_told_in_the_log(tmp_path: Path) -> None:
    chosen = {"GATEPOST_LOG_FORMAT": "json", "GATEPOST_REFRESH_GRACE": "0", "GATEPOST_LOG_LEVEL": "warning"}
    with Live(tmp_path, "--workers", "2", SECRET_KEY=SECRET, **chosen) as live:
        ada = join(live.url, "ada")
        token = ada.refresh_token
        for _ in range(2):
            token = ask(live.url, "POST /user/refresh-token/", token=token).json["refresh_token"]
        reuse = partial(ask, live.url, "POST /user/refresh-token/", token=ada.refresh_token)
        assert {answer.status for answer in at_once([reuse] * 8)} == {401}
        live.stop()
        told = [json.loads(line) for line in live.log.splitlines() if "session.refresh_reuse" in line]
    (line,) = told
    assert line.keys() == {"event", "user", "session", "level", "timestamp", "request_id"}
    assert (line["level"], line["user"], line["session"]) == ("warning", ada.uuid, ada.session_id)
