"""Sessions that are ended by choice: which ones, by whom, and what is left of them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.audit.test_record import Record
from tests.sessions.test_end import is_alive
from tests.sessions.test_list import EACH_DIRECTORY, ids, listed
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

NOT_FOUND = (404, "session_not_found")
NOBODY = "00000000-0000-4000-8000-000000000000"
EVERY_FORM = pytest.mark.parametrize("form", ["/user/sessions", "/user/{uuid}/sessions"])


def end(client: FlaskClient, caller: Person, path: str, session_id: str = "") -> TestResponse:
    return client.delete(f"{path}/{session_id}".rstrip("/").format(uuid=caller.uuid), headers=caller.signed)


@pytest.mark.every_engine
@pytest.mark.asvs("7.5.2")
@EVERY_FORM
def test_ending_one_session_ends_that_one_only(
    client: FlaskClient, people: People, ada: Person, eve: Person, form: str
) -> None:
    phone, laptop = people.log_in(ada), people.log_in(ada)
    answer = end(client, ada, form, phone.session_id)
    assert (answer.status_code, answer.json) == (200, {"message": "Session ended.", "status": 200})
    assert not is_alive(client, phone)
    assert all(is_alive(client, each) for each in (ada, laptop, eve))
    assert set(ids(listed(client, ada))) == {ada.session_id, laptop.session_id}
    assert_refused(end(client, ada, form, phone.session_id), NOT_FOUND)


@pytest.mark.asvs("7.4.1")
@EVERY_FORM
def test_ending_the_present_session_is_to_log_out(client: FlaskClient, people: People, ada: Person, form: str) -> None:
    phone = people.log_in(ada)
    assert end(client, ada, form, ada.session_id).status_code == 200
    assert not is_alive(client, ada)
    assert is_alive(client, phone)


@pytest.mark.every_engine
@pytest.mark.asvs("7.5.2")
@EVERY_FORM
def test_ending_all_keeps_the_present_one(
    client: FlaskClient, people: People, ada: Person, eve: Person, form: str
) -> None:
    others = [people.log_in(ada) for _ in range(3)]
    for ended, words in ((3, "3 sessions ended."), (0, "0 sessions ended.")):
        answer = end(client, ada, form)
        assert (answer.status_code, answer.json) == (200, {"data": {"ended": ended}, "message": words, "status": 200})
    assert not any(is_alive(client, each) for each in others)
    assert is_alive(client, ada)
    assert is_alive(client, eve)


@pytest.mark.every_engine
def test_what_is_over_anyway_is_not_counted(time: SetClock, people: People, ada: Person) -> None:
    people.client.post("/user/logout/", headers=people.log_in(ada).signed)
    time.pass_(days=15)
    people.log_in(ada)
    now = people.log_in(ada)
    answer = end(people.client, now, "/user/sessions")
    assert answer.json["message"] == "1 session ended."


@pytest.mark.asvs("7.5.2")
@EVERY_FORM
def test_unknown_ended_expired_and_anothers_session_are_answered_alike(
    time: SetClock, app: Flask, people: People, form: str
) -> None:
    client, asleep = people.client, people.join("ada")
    time.pass_(days=14)
    ada, eve = people.log_in(asleep), people.join("eve")
    ended = people.log_in(ada)
    client.post("/user/logout/", headers=ended.signed)
    before = contents(app)
    answers = [
        end(client, ada, form, session_id)
        for session_id in ("0" * 32, eve.session_id, ended.session_id, asleep.session_id)
    ]
    for answer in answers:
        assert_refused(answer, NOT_FOUND)
    assert len({answer.data for answer in answers}) == 1
    assert contents(app) == before
    assert is_alive(client, eve)


@pytest.mark.asvs("8.2.2")
@EACH_DIRECTORY
def test_nobody_ends_the_sessions_of_another(
    make_app: Callable[..., Flask], directory: str, refusal: tuple[int, str]
) -> None:
    app = make_app(user_directory=directory)
    people = People(app.test_client())
    ada, others = people.join("ada"), [people.join("eve"), people.appoint(app, "root")]
    before = contents(app)
    for other in others:
        for session_id in ("", f"/{other.session_id}", f"/{ada.session_id}", f"/{'0' * 32}"):
            path = f"/user/{other.uuid}/sessions{session_id}"
            assert_refused(people.client.delete(path, headers=ada.signed), refusal)
    assert contents(app) == before


@pytest.mark.every_engine
@pytest.mark.asvs("7.4.5")
def test_an_administrator_ends_one_or_all_sessions_of_a_user(
    client: FlaskClient, people: People, ada: Person, eve: Person, admin: Person
) -> None:
    phone, laptop = people.log_in(ada), people.log_in(ada)
    path = f"/user/{ada.uuid}/sessions"
    assert client.delete(f"{path}/{phone.session_id}", headers=admin.signed).status_code == 200
    assert not is_alive(client, phone)
    assert is_alive(client, ada)
    answer = client.delete(path, headers=admin.signed)
    assert (answer.status_code, answer.json["data"]) == (200, {"ended": 2})
    assert not any(is_alive(client, each) for each in (ada, laptop))
    assert is_alive(client, eve)
    assert is_alive(client, admin)
    assert is_alive(client, people.log_in(ada))
    for wrong in (f"{path}/{admin.session_id}", f"{path}/{eve.session_id}", f"{path}/{phone.session_id}"):
        assert_refused(client.delete(wrong, headers=admin.signed), NOT_FOUND)
    for nobody in (f"/user/{NOBODY}/sessions", f"/user/{NOBODY}/sessions/{eve.session_id}"):
        assert_refused(client.delete(nobody, headers=admin.signed), (404, "user_not_found"))


ODD_IDS = ["0" * 31, "0" * 33, "A" * 32, "g" * 32, "०" * 32, "ﬀ" * 32, "0" * 31 + "%00", "0" * 32 + "%0a", "%ff" * 32,
    "0" * 32 + "/x", "0" * 16 + "%2f" + "0" * 15, "'" * 32, "*", "current", "a" * 5_000]  # fmt: skip


@EVERY_FORM
@pytest.mark.parametrize("odd", ODD_IDS)
def test_what_is_no_id_is_not_found(client: FlaskClient, ada: Person, form: str, odd: str) -> None:
    answer = client.delete(f"{form.format(uuid=ada.uuid)}/{odd}", headers=ada.signed)
    assert_refused(answer, (404, "not_found"))


@pytest.mark.asvs("7.5.2")
@EVERY_FORM
def test_ending_other_sessions_asks_for_a_fresh_log_in_and_logging_out_does_not(
    time: SetClock, make_app: Callable[..., Flask], form: str
) -> None:
    app = make_app(reauthentication=True)
    people = People(app.test_client())
    ada = people.join("ada")
    phone, challenge = people.log_in(ada), (401, "insufficient_user_authentication")
    time.pass_(minutes=5, seconds=1)
    before = contents(app)
    for session_id in ("", phone.session_id, "0" * 32):
        answer = end(people.client, ada, form, session_id)
        assert_refused(answer, challenge)
        assert 'max_age="300"' in answer.headers["WWW-Authenticate"]
    assert contents(app) == before
    again = people.client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed)
    assert again.status_code == 200
    assert end(people.client, ada, form, phone.session_id).status_code == 200
    assert end(people.client, ada, form).status_code == 200
    time.pass_(minutes=6)
    assert end(people.client, ada, form, ada.session_id).status_code == 200


@pytest.mark.every_engine
@pytest.mark.asvs("16.2.1")
def test_who_ended_whose_sessions_is_on_record(
    app: Flask, time: SetClock, people: People, ada: Person, admin: Person
) -> None:
    phone, _, _ = people.log_in(ada), people.log_in(ada), people.log_in(ada)
    record, path = Record(app), f"/user/{ada.uuid}/sessions"
    people.client.delete(f"/user/sessions/{phone.session_id}", headers=ada.signed)
    assert record.new() == [("session.ended", ada.uuid, ada.uuid, time.now())]
    people.client.delete("/user/sessions", headers=ada.signed)
    assert record.new() == [("sessions.ended", ada.uuid, ada.uuid, time.now())]
    people.client.delete("/user/sessions", headers=ada.signed)
    assert record.new() == []
    people.client.delete(f"{path}/{ada.session_id}", headers=admin.signed)
    assert record.new() == [("session.ended", ada.uuid, admin.uuid, time.now())]
    people.log_in(ada)
    record.new()
    people.client.delete(path, headers=admin.signed)
    assert record.new() == [("sessions.ended", ada.uuid, admin.uuid, time.now())]
