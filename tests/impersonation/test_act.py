"""POST /admin/users/<uuid>/impersonate: staff see what the user sees, for a while, and the user knows it."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from gatepost.permissions import PERMISSIONS
from tests.admin.desk import REASON, Desk
from tests.impersonation.acting import act_as
from tests.oauth.ask import INACTIVE, introspect, revoke
from tests.roles.staff import Staff
from tests.serving.wire import at_once
from tests.support.authenticator import opens
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.time import SetClock
from tests.tokens.forge import opened

pytestmark = pytest.mark.every_engine


@pytest.fixture
def desk(time: SetClock, staff: Staff) -> Desk:
    """The desk of root, an administrator."""
    return Desk(staff, staff.people.appoint(staff.app, "root"))


def test_the_token_says_who_acts_and_opens_what_the_user_sees(desk: Desk, ada: Person) -> None:
    acting, client = act_as(desk, ada), desk.app.test_client()
    _, claims = opened(acting.access_token)
    assert (claims["sub"], claims["act"], claims["amr"]) == (ada.uuid, {"sub": desk.by.uuid}, [])
    for path in (f"/user/{ada.uuid}", "/user/sessions", "/user/factors", f"/user/{ada.uuid}/events"):
        assert client.get(path, headers=acting.signed).status_code == 200
    assert introspect(client, acting.access_token)["act"] == {"sub": desk.by.uuid}
    assert "act" not in introspect(client, ada.access_token)
    told = client.get("/forward-auth", headers=acting.signed).headers
    assert (told["X-Auth-User"], told["X-Auth-Actor"]) == (ada.uuid, desk.by.uuid)
    assert client.get("/forward-auth", headers=ada.signed).headers["X-Auth-Actor"] == ""


def test_the_user_is_told_and_sees_the_session_and_ends_it(desk: Desk, ada: Person) -> None:
    acting, client, letters = act_as(desk, ada), desk.app.test_client(), Letters(desk.app)
    letter = letters.one("impersonated")
    assert (letter.to, letter.values["minutes"]) == (ada.mobile, 15)
    (shown,) = [each for each in client.get("/user/sessions", headers=ada.signed).json["data"] if not each["current"]]
    assert (shown["kind"], shown["authenticated_by"], shown["address"]) == ("impersonation", ["impersonation"], "")
    assert client.delete(f"/user/sessions/{shown['id']}", headers=ada.signed).status_code == 200
    assert opens(client, acting) == 401


def test_what_is_done_is_on_record_with_who_did_it(desk: Desk, ada: Person) -> None:
    acting = act_as(desk, ada)
    assert desk.app.test_client().post("/user/logout/", headers=acting.signed).status_code == 200
    lines = desk.get("/admin/events", user=ada.uuid).json["data"]
    assert [(each["event"], each["actor"], each["reason"]) for each in lines[:2]] == [
        ("logout", desk.by.uuid, None),
        ("account.impersonated", desk.by.uuid, REASON),
    ]
    assert opens(desk.app.test_client(), acting) == 401
    assert opens(desk.app.test_client(), desk.by) == 200


@pytest.mark.asvs("7.3.2")
def test_it_is_over_after_a_quarter_of_an_hour(desk: Desk, ada: Person, time: SetClock) -> None:
    acting, client = act_as(desk, ada), desk.app.test_client()
    time.pass_(minutes=14, seconds=59)
    assert opens(client, acting) == 200
    time.pass_(seconds=1)
    assert opens(client, acting) == 401
    assert introspect(client, acting.access_token) == INACTIVE


@pytest.mark.asvs("8.3.2")
@pytest.mark.parametrize("end", ["log out", "lose the role", "suspended", "user gets a role", "revoked"])
def test_it_ends_with_what_it_rests_on(staff: Staff, desk: Desk, ada: Person, end: str) -> None:
    second = Desk(staff, staff.people.appoint(staff.app, "second"))
    staff.give(desk.by, staff.define("helper", ["users:read", "users:impersonate"]))
    acting, client = act_as(desk, ada), desk.app.test_client()
    assert opens(client, acting) == 200
    if end == "log out":
        client.post("/user/logout/", headers=desk.by.signed)
    elif end == "lose the role":
        staff.give(desk.by, "support")
    elif end == "suspended":
        assert second.do("suspend", desk.by) == (200, "")
    elif end == "revoked":
        revoke(client, acting.access_token)
    else:
        staff.give(ada, "support")
    assert opens(client, acting) == 401
    assert introspect(client, acting.access_token) == INACTIVE
    assert client.get("/forward-auth", headers=acting.signed).status_code == 401


@pytest.mark.asvs("8.2.2")
def test_nobody_acts_as_who_may_more_nor_as_an_administrator_nor_themselves(
    staff: Staff, desk: Desk, ada: Person
) -> None:
    other = staff.people.appoint(staff.app, "second")
    helper = Desk(staff, staff.with_permissions("helper", "users:impersonate"))
    reader = staff.with_permissions("reader", "audit:read")
    almost = Desk(
        staff, staff.with_permissions("almost", *(each for each in PERMISSIONS if each != "users:impersonate"))
    )
    for by, whom in ((desk, other), (desk, desk.by), (helper, other), (helper, reader), (helper, helper.by)):
        assert by.do("impersonate", whom) == (403, "forbidden")
    assert almost.do("impersonate", ada) == (403, "insufficient_scope")
    assert act_as(helper, ada)
    nobody = Person("00000000-0000-0000-0000-000000000000", "x", "", "")
    assert desk.do("impersonate", nobody) == (404, "user_not_found")
    assert desk.do("impersonate", staff.people.register("late")) == (403, "account_not_active")


@pytest.mark.asvs("7.5.3")
def test_it_takes_a_recent_log_in(make_app: Callable[..., Flask], time: SetClock) -> None:
    staff = Staff(make_app(reauthentication=True))
    ada, desk = staff.people.settle("ada"), Desk(staff, staff.people.appoint(staff.app, "root"))
    time.pass_(minutes=10)
    assert desk.do("impersonate", ada) == (401, "insufficient_user_authentication")


def test_the_notice_can_be_switched_off(make_app: Callable[..., Flask]) -> None:
    staff = Staff(make_app(tell_of_impersonation=False))
    ada, desk = staff.people.join("ada"), Desk(staff, staff.people.appoint(staff.app, "root"))
    letters = Letters(staff.app)
    letters.new()
    act_as(desk, ada)
    assert letters.new() == []


def test_it_takes_no_session_of_the_user(make_app: Callable[..., Flask], time: SetClock) -> None:
    staff = Staff(make_app(sessions_per_user=2))
    ada, desk = staff.people.join("ada"), Desk(staff, staff.people.appoint(staff.app, "root"))
    act_as(desk, ada)
    time.pass_(seconds=1)
    act_as(desk, ada)
    staff.people.log_in(ada)
    assert opens(staff.app.test_client(), ada) == 200


def test_a_suspension_at_the_same_moment_wins(staff: Staff, desk: Desk, ada: Person) -> None:
    path = f"/admin/users/{ada.uuid}/impersonate"
    calls = [partial(desk.post, path)] * 3
    answers = at_once([*calls, partial(desk.post, f"/admin/users/{ada.uuid}/suspend"), *calls])
    assert {each.status_code for each in answers} <= {200, 201, 403}
    tokens = [each.json["access_token"] for each in answers if each.status_code == 201]
    assert [opens(staff.app.test_client(), ada, token) for token in tokens] == [401] * len(tokens)
