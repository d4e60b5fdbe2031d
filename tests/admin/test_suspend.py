"""POST /admin/users/<uuid>/suspend: a user is shut out until a moment, or for ever."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from gatepost import clock
from gatepost.admin.suspend import suspend
from gatepost.errors import LastAdministrator
from gatepost.login import finish as way_in
from gatepost.users.models import get_user
from tests.admin.desk import Desk, log_in
from tests.roles.staff import Staff
from tests.serving.wire import at_once
from tests.support.people import Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

NOT_ACTIVE = (403, "account_not_active")


def later(**length: float) -> str:
    return (clock.now() + timedelta(**length)).isoformat()


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("until", [None, "2999-01-01T00:00:00Z"])
def test_all_sessions_end_at_once_and_nothing_lets_the_user_in(desk: Desk, ada: Person, until: str | None) -> None:
    assert desk.do("suspend", ada, until=until) == (200, "")
    client = desk.app.test_client()
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 401
    assert client.get("/user/refresh-token/", headers=ada.refreshing).status_code == 401
    assert client.post("/user/refresh-token/", headers=ada.refreshing).status_code == 401
    assert log_in(desk, ada) == NOT_ACTIVE
    assert log_in(desk, ada, "wrong") == (401, "invalid_credentials")
    assert desk.see(ada)["status"] == "suspended"
    assert desk.see(ada)["suspended_until"] == until
    assert [each["status"] for each in desk.get("/admin/users", q="ada").json["data"]] == ["suspended"]
    assert [each["status"] for each in desk.get("/user", q="ada").json["data"]] == [False]


def test_after_its_end_a_suspension_is_over_by_itself(desk: Desk, ada: Person, time: SetClock) -> None:
    desk.by = desk.staff.people.log_in(desk.by)
    assert desk.do("suspend", ada, until=later(minutes=2)) == (200, "")
    time.pass_(seconds=119)
    assert log_in(desk, ada) == NOT_ACTIVE
    time.pass_(seconds=1)
    assert log_in(desk, ada) == (200, "")
    assert desk.see(ada)["status"] == "active"
    assert desk.get("/user", q="ada").json["data"][0]["status"] is True
    assert desk.app.test_client().get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 401


def test_an_end_in_the_past_is_refused(desk: Desk, ada: Person) -> None:
    assert desk.do("suspend", ada, until=later(seconds=-1)) == (422, "invalid_input")
    assert log_in(desk, ada) == (200, "")


def test_a_suspended_user_may_come_back_before_its_end(desk: Desk, ada: Person) -> None:
    desk.do("suspend", ada)
    assert desk.do("unsuspend", ada) == (200, "")
    assert log_in(desk, ada) == (200, "")
    assert desk.do("unsuspend", ada) == (200, "")


def test_the_last_suspension_counts(desk: Desk, ada: Person, time: SetClock) -> None:
    desk.by = desk.staff.people.log_in(desk.by)
    desk.do("suspend", ada)
    desk.do("suspend", ada, until=later(minutes=1))
    time.pass_(minutes=1)
    assert log_in(desk, ada) == (200, "")


def test_no_code_lets_a_suspended_user_choose_a_password(desk: Desk, ada: Person) -> None:
    desk.do("suspend", ada)
    assert desk.do("reset", ada) == NOT_ACTIVE


@pytest.mark.asvs("8.2.2")
def test_nobody_suspends_themselves_or_who_may_more(desk: Desk, admin: Person) -> None:
    for deed in ("suspend", "unsuspend", "lift-waits", "reset"):
        assert desk.do(deed, desk.by) == (403, "forbidden")
        assert desk.do(deed, admin) == (403, "forbidden")
    assert desk.see(admin)["status"] == "active"
    root = Desk(desk.staff, admin)
    assert root.do("suspend", admin) == (403, "forbidden")
    assert root.do("suspend", desk.by) == (200, "")


def test_an_unknown_user_is_unknown(desk: Desk) -> None:
    nobody = Person("00000000-0000-0000-0000-000000000000", "x", "", "")
    for deed in ("suspend", "unsuspend", "lift-waits", "reset"):
        assert desk.do(deed, nobody) == (404, "user_not_found")
    assert desk.get(f"/admin/users/{nobody.uuid}").status_code == 404
    assert desk.get(f"/admin/users/{nobody.uuid}/messages").status_code == 404


def test_of_two_administrators_who_suspend_each_other_at_once_one_stays(staff: Staff, admin: Person) -> None:
    other = staff.people.appoint(staff.app, "second")
    calls = [partial(Desk(staff, admin).do, "suspend", other), partial(Desk(staff, other).do, "suspend", admin)]
    assert (200, "") in at_once(calls)
    with staff.app.app_context():
        assert sum(get_user(each.uuid).is_active for each in (admin, other)) == 1


def test_the_last_administrator_is_not_suspended_on_the_command_line(staff: Staff, admin: Person) -> None:
    with staff.app.app_context():
        with pytest.raises(LastAdministrator):
            suspend(admin.uuid, until=None, reason="a mistake")
        assert get_user(admin.uuid).is_active


def test_two_suspensions_at_once_are_both_done(desk: Desk, ada: Person, admin: Person) -> None:
    root = Desk(desk.staff, admin)
    assert at_once([partial(each.do, "suspend", ada) for each in (desk, root, desk, root)]) == [(200, "")] * 4
    assert log_in(desk, ada) == NOT_ACTIVE


def test_a_suspension_in_the_middle_of_a_log_in_wins(desk: Desk, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    claim: Callable[..., bool] = way_in.claim_user
    told: list[tuple[int, str]] = []

    def claim_later(*given: object, **values: object) -> bool:
        monkeypatch.setattr(way_in, "claim_user", claim)
        told.append(desk.do("suspend", ada))
        return claim(*given, **values)

    monkeypatch.setattr(way_in, "claim_user", claim_later)
    assert log_in(desk, ada) == (401, "invalid_credentials")
    assert told == [(200, "")]


def test_no_session_outlives_a_suspension_among_log_ins(desk: Desk, ada: Person, app: Flask) -> None:
    def try_in() -> str:
        body = {"username": "ada", "password": "password"}
        return str(app.test_client().post("/user/login", json=body).json.get("access_token", ""))

    calls: list[Callable[[], object]] = [try_in, try_in, partial(desk.do, "suspend", ada), try_in, try_in]
    tokens = [each for each in at_once(calls) if isinstance(each, str) and each]
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"}
        assert app.test_client().get(f"/user/{ada.uuid}", headers=headers).status_code == 401
