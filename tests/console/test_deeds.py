"""Deeds on a user in the console are those of the endpoints: with a reason, on record, for those who may."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.console.user_deed import USER_DEEDS
from gatepost.permissions import PERMISSIONS
from tests.console.visitor import Visitor
from tests.roles.staff import Staff
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

NOT_ACTIVE = (403, "account_not_active")
WHY = "has called from 01712"


def log_in(app: Flask, person: Person) -> tuple[int, str]:
    body = {"username": person.username, "password": person.password}
    answer = app.test_client().post("/user/login", json=body)
    return answer.status_code, answer.json.get("code", "")


@pytest.mark.asvs("16.2.1")
def test_a_suspension_with_an_end_holds_and_is_on_record(
    app: Flask, desk: Visitor, sue: Person, ada: Person, time: SetClock
) -> None:
    page = f"/users/{ada.uuid}"
    end = f"{time.now().year + 1}-01-31T10:15"
    assert desk.do(f"{page}/suspend", until=end, reason=WHY) == f"../../../../admin/console{page}?done=suspend_user"
    assert log_in(app, ada) == NOT_ACTIVE
    text = desk.text(f"{page}?done=suspend_user")
    assert "The user is suspended." in text
    assert f"until 31 Jan {time.now().year + 1} 10:15 UTC" in text
    assert WHY in text
    assert f'href="../../../admin/console/users/{sue.uuid}"' in text
    desk.do(f"{page}/unsuspend", reason="has promised to stop")
    assert log_in(app, ada) == (200, "")


def test_a_reset_sends_a_code_which_the_page_of_the_user_shows(app: Flask, desk: Visitor, ada: Person) -> None:
    desk.do(f"/users/{ada.uuid}/reset", reason=WHY, channel="sms")
    for page in (f"/users/{ada.uuid}", f"/users/{ada.uuid}/messages", "/messages"):
        text = desk.text(page)
        assert "<code>reset</code>" in text
        assert f"{ada.mobile[:4]}…{ada.mobile[-2:]}" in text
        assert ada.mobile not in text or page.endswith(ada.uuid)
    again = desk.send(f"/users/{ada.uuid}/reset", reason=WHY)
    assert (again.status_code, 'role="alert"' in again.text) == (429, True)
    assert int(again.headers["Retry-After"]) > 0


def test_waits_are_lifted_and_sessions_end(app: Flask, root: Visitor, ada: Person) -> None:
    root.do(f"/users/{ada.uuid}/lift-waits", reason=WHY)
    assert app.test_client().get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    root.do(f"/users/{ada.uuid}/end-sessions", reason="lost her phone")
    assert app.test_client().get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 401
    text = root.text(f"/users/{ada.uuid}")
    for shown in ("waits.lifted", WHY, "sessions.ended", "lost her phone"):
        assert shown in text


def test_roles_are_given_and_taken(staff: Staff, root: Visitor, ada: Person) -> None:
    page = f"/users/{ada.uuid}/roles"
    root.do(page, role__support="yes", reason="new at the desk")
    assert staff.held(ada) == "support"
    assert 'name="role:support" value="yes" checked' in root.text(page)
    assert "new at the desk" in root.text(f"/users/{ada.uuid}")
    root.do(page, reason="has left")
    assert staff.held(ada) == ""


@pytest.mark.parametrize("reason", ["", " ", "x" * 201, "two\nlines"])
def test_a_deed_without_a_fit_reason_shows_the_form_again(app: Flask, desk: Visitor, ada: Person, reason: str) -> None:
    answer = desk.send(f"/users/{ada.uuid}/suspend", reason=reason, until="2099-01-01T10:00")
    assert answer.status_code == 422
    assert 'id="reason-error">Give a reason of 1 to 200 characters, in one line.' in answer.text
    assert 'aria-describedby="reason-error reason-hint" aria-invalid="true"' in answer.text
    assert 'value="2099-01-01T10:00"' in answer.text
    assert log_in(app, ada) == (200, "")


@pytest.mark.parametrize("until", ["2001-01-01T10:00", "soon", "2099-13-01T10:00", "0001-01-01T00:00+10:00"])
def test_an_unfit_end_shows_the_form_again(app: Flask, desk: Visitor, ada: Person, until: str) -> None:
    answer = desk.send(f"/users/{ada.uuid}/suspend", reason=WHY, until=until)
    assert (answer.status_code, 'id="until-error"' in answer.text, WHY in answer.text) == (422, True, True)
    assert log_in(app, ada) == (200, "")


@pytest.mark.asvs("8.2.2", "8.3.1")
@pytest.mark.parametrize("word", [each.word for each in USER_DEEDS])
def test_no_member_of_the_support_acts_on_an_administrator_by_url(
    app: Flask, staff: Staff, admin: Person, word: str
) -> None:
    caller = staff.with_permissions("caller", *PERMISSIONS)
    visitor, path = Visitor(app, caller), f"/users/{admin.uuid}/{word}"
    csrf = visitor.token(f"/users/{caller.uuid}")
    before = contents(app)
    assert visitor.get(path).status_code == 403
    assert visitor.send(path, csrf=csrf, reason=WHY, role__support="yes").status_code == 403
    assert contents(app) == before
    text = visitor.text(f"/users/{admin.uuid}")
    assert f"{admin.uuid}/{word}" not in text
    assert "access.refused" in visitor.text("/events")


@pytest.mark.parametrize("word", [each.word for each in USER_DEEDS if not each.own])
def test_nobody_acts_on_themselves(root: Visitor, admin: Person, word: str) -> None:
    csrf = root.token(f"/users/{admin.uuid}")
    assert root.get(f"/users/{admin.uuid}/{word}").status_code == 403
    assert root.send(f"/users/{admin.uuid}/{word}", csrf=csrf, reason=WHY).status_code == 403


@pytest.mark.asvs("3.5.1")
def test_a_forged_form_does_nothing(app: Flask, desk: Visitor, root: Visitor, ada: Person) -> None:
    path = f"/users/{ada.uuid}/suspend"
    csrf = desk.token(path)
    forged = [
        desk.send(path, csrf="", reason=WHY),
        desk.send(path, csrf=root.token(path), reason=WHY),
        desk.send(path, csrf=csrf, reason=WHY, site="cross-site"),
        desk.send(path, csrf=csrf, reason=WHY, site="same-site"),
    ]
    assert [answer.status_code for answer in forged] == [403] * 4
    assert desk.get(f"{path}?reason=x&csrf={csrf}").status_code == 200
    assert log_in(app, ada) == (200, "")


@pytest.mark.asvs("7.5.1")
def test_a_deed_takes_a_recent_sign_in_and_leads_back_to_its_form(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    staff = Staff(app := make_app(reauthentication=True))
    ada, desk = staff.people.settle("ada"), Visitor(app, staff.people.appoint(app, "root"))
    path = f"/users/{ada.uuid}/suspend"
    csrf = desk.token(path)
    time.pass_(hours=1)
    back = f"../../../../account/confirm?next=%2Fadmin%2Fconsole%2Fusers%2F{ada.uuid}%2Fsuspend"
    for answer in (desk.get(path), desk.send(path, csrf=csrf, reason=WHY)):
        assert (answer.status_code, answer.headers["Location"]) == (303, back)
    assert log_in(app, ada) == (200, "")
    assert desk.get(f"/users/{ada.uuid}").status_code == 200


def test_an_unknown_user_is_unknown(desk: Visitor) -> None:
    nobody = "/users/00000000-0000-4000-8000-000000000000"
    for path in (nobody, f"{nobody}/suspend", f"{nobody}/messages"):
        answer = desk.get(path)
        assert (answer.status_code, "There is no such user." in answer.text) == (404, True)
    assert_refused(desk.get("/users/x"), (404, "not_found"))


def test_a_page_shows_no_text_of_its_address(desk: Visitor, ada: Person) -> None:
    text = desk.text(f"/users/{ada.uuid}?done=Send+your+password+to+eve&error=x")
    assert "password to eve" not in text
    assert 'class="notice"' not in text
