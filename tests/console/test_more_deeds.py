"""Users are created, activated, moved, exported and deleted in the console, and lose one factor or session there."""

import re
from uuid import UUID

import pytest
from flask import Flask

from tests.console.visitor import Visitor
from tests.roles.staff import Staff
from tests.support.authenticator import enrol
from tests.support.letters import Letters
from tests.support.people import Person
from tests.web.endpoints import contents

WHY = "has called from 01712"
EVIL = "<img src=x onerror=alert(1)>{{7*7}}"


def test_a_user_who_is_created_gets_a_code_and_is_activated_by_hand(app: Flask, desk: Visitor) -> None:
    assert "admin/console/users/create" in desk.text("/users")
    led = desk.do("/users/create", username="grace", email="grace@example.org", locale="de", reason=WHY)
    uuid = UUID(re.fullmatch(r"\.\./\.\./\.\./admin/console/users/(.+)\?done=create", led)[1])  # type: ignore[index]
    assert Letters(app).new()[-1].to == "grace@example.org"
    page = f"/users/{uuid}"
    assert "The user was created." in desk.text(f"{page}?done=create")
    assert f"{uuid}/activate" in desk.text(page)
    desk.do(f"{page}/activate", reason="gets no message")
    text = desk.text(f"{page}?done=activate")
    assert "The account is active." in text
    assert f"{uuid}/activate" not in text
    for shown in ("account.created", WHY, "account.activated", "gets no message"):
        assert shown in text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"username": "ada", "email": "x@example.org", "reason": WHY}, ""),  # taken
        ({"username": "", "email": "x@example.org", "reason": WHY}, "username"),
        ({"username": "grace", "email": "x", "reason": WHY}, "email"),
        ({"username": "grace", "reason": WHY}, ""),
        ({"username": "grace", "email": "x@example.org", "reason": ""}, "reason"),
        ({"username": EVIL, "email": EVIL, "mobile": EVIL, "locale": EVIL, "reason": EVIL}, ""),
    ],
)
def test_what_cannot_be_created_shows_the_form_again(
    app: Flask, desk: Visitor, ada: Person, fields: dict[str, str], wrong: str
) -> None:
    csrf, before = desk.token("/users/create"), contents(app)
    answer = desk.send("/users/create", csrf=csrf, **fields)
    assert 400 <= answer.status_code < 430, answer.text
    assert 'role="alert"' in answer.text
    assert not wrong or f'id="{wrong}-error"' in answer.text
    assert "<img" not in answer.text
    assert ">49" not in answer.text
    assert contents(app) == before


def test_an_address_is_replaced_once_the_new_one_is_proven(app: Flask, desk: Visitor, ada: Person) -> None:
    path = f"/users/{ada.uuid}/replace-address"
    for both in ({}, {"email": "x@example.org", "mobile": "01712345999"}):
        answer = desk.send(path, reason=WHY, **both)
        assert (answer.status_code, "Give one of the two." in answer.text) == (422, True)
    desk.do(path, email="ada.new@example.org", reason="lost the old one")
    text = desk.text(f"/users/{ada.uuid}?done=replace")
    for shown in ("A message is on its way to the new address.", "ada.new@example.org", "Pending", "lost the old one"):
        assert shown in text


def test_one_session_ends_and_the_others_stay(app: Flask, root: Visitor, ada: Person) -> None:
    path = f"/users/{ada.uuid}/end-session"
    other = Visitor(app, ada)
    session = other.page.session_id
    text = root.text(path)
    assert text.count('type="radio"') == 2
    for wrong in ({}, {"session": "x"}):
        answer = root.send(path, reason=WHY, **wrong)
        assert (answer.status_code, 'id="session-error">Choose one.' in answer.text) == (422, True)
    root.do(path, session=session, reason=WHY)
    assert not other.page.is_known()
    assert app.test_client().get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert root.send(path, session=session, reason=WHY).status_code == 404
    assert "session.ended" in root.text(f"/users/{ada.uuid}?done=end_session_of_user")


@pytest.mark.asvs("8.2.1")
def test_sessions_are_shown_to_those_alone_who_may_see_them(app: Flask, staff: Staff, ada: Person) -> None:
    ender = Visitor(app, staff.with_permissions("ender", "users:read", "sessions:end"))
    assert f'{ada.uuid}/end-session"' not in ender.text(f"/users/{ada.uuid}")
    assert f'{ada.uuid}/end-sessions"' in ender.text(f"/users/{ada.uuid}")
    assert ender.get(f"/users/{ada.uuid}/end-session").status_code == 403


def test_an_export_is_the_file_of_the_endpoint(app: Flask, root: Visitor, admin: Person, ada: Person) -> None:
    answer = root.send(f"/users/{ada.uuid}/export", reason=WHY)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="account.json"'
    body = {"reason": WHY}
    told = app.test_client().post(f"/admin/users/{ada.uuid}/export", json=body, headers=admin.signed)
    assert answer.json["data"]["account"] == told.json["data"]["account"]
    assert answer.json.keys() == told.json.keys()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "account.exported" in root.text(f"/users/{ada.uuid}")


def test_a_deleted_user_is_gone(app: Flask, root: Visitor, ada: Person) -> None:
    led = root.do(f"/users/{ada.uuid}/delete", reason="has asked for it")
    assert led == "../../../../admin/console/users?done=delete_user"
    assert "The user was deleted." in root.text("/users?done=delete_user")
    assert root.get(f"/users/{ada.uuid}").status_code == 404
    assert "has asked for it" in root.text("/events")


@pytest.mark.one_factor
def test_one_factor_of_several_is_removed(app: Flask, root: Visitor, ada: Person) -> None:
    path, client = f"/users/{ada.uuid}/remove-factor", app.test_client()
    assert path not in root.text(f"/users/{ada.uuid}")
    phone = enrol(client, ada)
    named = client.patch(f"/user/factors/{phone.id}", json={"name": EVIL}, headers=ada.signed)
    assert named.status_code == 200
    assert path in root.text(f"/users/{ada.uuid}")
    assert "<img" not in root.get(path).text
    for wrong in ({}, {"factor": "x"}):
        answer = root.send(path, reason=WHY, **wrong)
        assert (answer.status_code, 'id="factor-error">Choose one.' in answer.text) == (422, True)
    root.do(path, factor="recovery_codes", reason=WHY)
    text = root.text(path)
    assert (f'value="{phone.id}"' in text, 'value="recovery_codes"' in text) == (True, False)
    root.do(path, factor=phone.id, reason=WHY)
    assert 'type="radio"' not in root.text(path)
    assert "The factor was removed." in root.text(f"/users/{ada.uuid}?done=remove_factor_of_user")
