"""The lists of the console: users, events, messages, invitations and roles."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from gatepost import clock
from gatepost.database import db
from gatepost.users.models import User
from tests.console.visitor import ROOT, Visitor
from tests.roles.staff import Staff
from tests.support.people import Person

_NEXT = re.compile(r'href="([^"]*)" rel="next"')


def names(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*"><bdi>([^<]*)</bdi>', text)


@pytest.fixture
def crowd(app: Flask) -> list[str]:
    """Sixty users, from user00 on, each newer than the one before."""
    made = [f"user{number:02}" for number in range(60)]
    rows = [
        {
            "uuid": f"00000000-0000-4000-8000-0000000000{name[-2:]}",
            "username": name,
            "username_key": name,
            "password_hash": "!",
            "created_at": clock.now() + timedelta(seconds=place),
        }
        for place, name in enumerate(made)
    ]
    with app.app_context():
        db.session.execute(insert(User), rows)
        db.session.commit()
    return made


def test_users_are_found_a_page_at_a_time(desk: Visitor, crowd: list[str]) -> None:
    seen, path = [], "/users?q=user"
    while path:
        text = desk.text(path)
        seen += names(text)
        following = _NEXT.search(text)
        path = "/users?" + following[1].partition("?")[2] if following else ""
    assert seen == crowd
    assert names(desk.text("/users"))[0] == "user59"
    assert names(desk.text("/users?q=u"))[:2] == ["user00", "user01"]
    assert names(desk.text("/users?q=user07")) == ["user07"]
    assert "Nobody is found." in desk.text("/users?q=nobody")


@pytest.mark.every_engine
def test_a_character_that_no_database_takes_is_refused(desk: Visitor) -> None:
    for path in ("/users?q=%00", "/users?q=a%00b%40", f"/events?user={'%00' * 36}", "/events?event=%00"):
        answer = desk.get(path)
        assert (answer.status_code, "a character that cannot be used" in answer.text) == (400, True), path


def test_an_unfit_search_says_so(desk: Visitor) -> None:
    assert desk.get("/users?q=" + "x" * 255).status_code == 422
    assert desk.get("/users?q=u&cursor=made-up").status_code == 422
    assert desk.get("/users?q=%00").status_code in (200, 400, 422)


def test_a_search_of_a_script_without_a_session_leads_the_page_to_the_sign_in(app: Flask) -> None:
    answer = Visitor(app).get("/users?q=a", **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "../../account/login?next=%2Fadmin%2Fconsole%2Fusers%3Fq%3Da"


def test_events_are_filtered(desk: Visitor, ada: Person, sue: Person) -> None:
    def shown(query: str) -> list[str]:
        return re.findall(r'<th scope="row"><code>([a-z_.]+)</code>', desk.text(f"/events{query}"))

    assert {"account.registered", "login.succeeded", "roles.changed"} <= set(shown(""))
    assert set(shown(f"?user={ada.uuid}")) == {"account.registered", "account.activated", "login.succeeded"}
    assert shown(f"?user={ada.uuid.upper()}&event=account.registered") == ["account.registered"]
    assert shown("?since=2099-01-01T00:00") == []
    assert shown("?until=2001-01-01T00:00") == []
    for wrong in ("user=x", "event=x", "since=soon", "cursor=x"):
        answer = desk.get(f"/events?{wrong}")
        assert (answer.status_code, 'class="error"' in answer.text) == (422, True)


def test_events_have_pages(desk: Visitor, app: Flask, ada: Person) -> None:
    with app.app_context():
        from gatepost.audit.record import record  # noqa: PLC0415

        for _ in range(60):
            record("logout", user_uuid=ada.uuid)
        db.session.commit()
    first = desk.text("/events?event=logout")
    following = _NEXT.search(first)
    assert following
    second = desk.text("/events?" + following[1].partition("?")[2].replace("&amp;", "&"))
    assert [text.count("<code>logout</code>") for text in (first, second)] == [50, 10]


def test_an_invitation_is_sent_and_withdrawn(root: Visitor) -> None:
    assert root.do("/invitations/create", email="guest@example.org", locale="bn").endswith("done=send_invitation")
    text = root.text("/invitations?done=send_invitation")
    assert "guest@example.org" in text
    link = re.search(r'href="[./]*admin/console(/invitations/[0-9a-f]{32}/withdraw)"', text)
    assert link
    root.do(link[1])
    assert "guest@example.org" not in root.text("/invitations")
    assert root.get(link[1]).status_code == 404
    for fields in ({}, {"email": "x"}, {"email": "a@example.org", "mobile": "01712345678"}, {"locale": "??"}):
        assert root.send("/invitations/create", **fields).status_code == 422


def test_a_role_is_defined_changed_and_deleted(app: Flask, staff: Staff, root: Visitor, ada: Person) -> None:
    given = {"name": "auditor", "description": "reads the record", "audit__read": "yes"}
    assert root.do("/roles/define", **given).endswith("/roles?done=define")
    staff.give(ada, "auditor")
    assert Visitor(app, ada).get("/events").status_code == 200
    text = root.text("/roles/auditor/change")
    assert 'name="audit:read" value="yes" checked' in text
    root.do("/roles/auditor/change", description="a label")
    assert Visitor(app, ada).get("/events").status_code == 403
    held = root.send("/roles/auditor/delete")
    assert (held.status_code, "Somebody holds this role" in held.text) == (409, True)
    staff.give(ada)
    root.do("/roles/auditor/delete")
    assert "auditor" not in root.text("/roles")
    assert root.get("/roles/administrator/change").status_code == 404


def test_a_role_with_an_unfit_name_or_description_is_refused(root: Visitor) -> None:
    for given in ({"name": "A"}, {"name": ""}, {"description": ""}, {"description": "x" * 201}, {"name": "support"}):
        answer = root.send("/roles/define", **{"name": "auditor", "description": "reads", **given})
        assert answer.status_code in (403, 409, 422), given
    assert "auditor" not in root.text("/roles")


@pytest.mark.asvs("8.2.2")
def test_nobody_puts_into_a_role_what_they_lack(app: Flask, staff: Staff) -> None:
    visitor = Visitor(app, staff.with_permissions("sam", "roles:write"))
    answer = visitor.send("/roles/define", name="all", description="x", users__write="yes")
    assert (answer.status_code, "<h1>" in answer.text) == (403, True)
    assert "all" not in re.findall(r"<code>([a-z-]+)</code></th>", visitor.text("/roles"))


def test_the_address_of_the_console_leads_to_its_overview(root: Visitor) -> None:
    assert root.page.get(ROOT + "/").status_code == 200
