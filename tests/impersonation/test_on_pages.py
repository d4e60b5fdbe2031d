"""Staff act as a user on pages: a second cookie shows the account under a banner, and lets nothing be changed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

from gatepost.app import PAGES
from tests.console.visitor import Visitor
from tests.roles.staff import Staff
from tests.support.page import COOKIE, HTTPS_COOKIE, OWN, Page
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import contents

ACTING = "gatepost-acting"
BANNER = "You act as <bdi>ada</bdi>."
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')
READ = "", "/details", "/addresses", "/password", "/factors", "/passkeys", "/sessions", "/tokens", "/events"
FORMS = sorted({page.path for room in PAGES if room.acting for page in room.pages if page.form is not None})


class Acting(Visitor):
    """A member of staff whose browser may have a second cookie."""

    def begin(self, user: Person) -> TestResponse:
        answer = self.send(f"/users/{user.uuid}/impersonate", reason="sees an empty page")
        self.keep(answer)
        return answer

    def keep(self, answer: TestResponse) -> None:
        for header in answer.headers.getlist("Set-Cookie"):
            self.second = parse_cookie(header).get(ACTING, self.second)

    second = ""

    def visit(self, path: str) -> TestResponse:
        return self.page.client.get(path, headers=self._headers())

    def post(self, path: str, *, csrf: str = "", **fields: Any) -> TestResponse:
        return self.page.client.post(path, data={"csrf": csrf, **fields}, headers=self._headers())

    def csrf_of(self, path: str) -> str:
        found = _CSRF.search(self.visit(path).text)
        assert found is not None
        return found[1]

    def _headers(self) -> dict[str, str]:
        second = f"; {ACTING}={self.second}" if self.second else ""
        cookie = f"{COOKIE}={self.page.cookie}{second}"
        return {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Origin": OWN}


@pytest.fixture
def staff(app: Flask) -> Staff:
    return Staff(app)


@pytest.fixture
def root(app: Flask, admin: Person) -> Acting:
    return Acting(app, admin)


def test_every_page_is_the_user_s_with_a_banner_until_it_is_ended(root: Acting, ada: Person, admin: Person) -> None:
    answer = root.begin(ada)
    assert (answer.status_code, answer.headers["Location"]) == (303, "../../../../account")
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(ACTING)]
    assert re.search("; Path=/; Max-Age=(900|899); HttpOnly; SameSite=Lax$", cookie)
    for path in READ:
        shown = root.visit(f"/account{path}")
        assert (shown.status_code, shown.text.count(BANNER)) == (200, 1), path
        assert "account/logout" not in shown.text
    assert f'value="{admin.username}"' not in root.visit("/account/details").text
    assert f"user/{ada.uuid}/export" not in root.visit("/account").text
    assert "sees an empty page" in root.text(f"/users/{ada.uuid}")
    ended = root.post("/account/acting/end", csrf=root.csrf_of("/account"))
    assert (ended.status_code, ended.headers["Location"]) == (303, f"../../admin/console/users/{ada.uuid}?done=end")
    old = root.second
    root.keep(ended)
    assert root.second == ""
    assert "You act as yourself again." in root.text(f"/users/{ada.uuid}?done=end")
    assert BANNER not in root.visit("/account").text
    root.second = old
    assert root.visit("/account").status_code == 403


@pytest.mark.asvs("8.2.1", "8.3.1")
def test_no_form_changes_anything_of_either_account(app: Flask, root: Acting, ada: Person) -> None:
    """The token of a form is right here: what refuses is that staff act."""
    root.begin(ada)
    csrf, before = root.csrf_of("/account/details"), contents(app)
    assert len(FORMS) > 15
    for form in FORMS:
        if form == "/account/acting/end" or "provider" in form:
            continue
        path = re.sub(r"<id:\w+>", "0" * 32, form).replace("<name:kind>", "email")
        answer = root.post(path, csrf=csrf, gender="x", username=ada.username)
        assert (answer.status_code, "Not while you act as somebody else" in answer.text) == (403, True), form
        assert BANNER in answer.text
    assert contents(app) == before


@pytest.mark.parametrize("path", ["/delete", "/password/remove", "/factors/app", "/tokens/new", "/passkeys/add"])
def test_a_page_that_takes_a_recent_sign_in_is_not_shown(root: Acting, ada: Person, path: str) -> None:
    root.begin(ada)
    answer = root.visit(f"/account{path}")
    assert (answer.status_code, BANNER in answer.text) == (403, True)


@pytest.mark.asvs("3.5.1")
def test_a_form_of_one_account_is_not_taken_for_the_other(app: Flask, root: Acting, ada: Person) -> None:
    own = root.csrf_of("/account/details")
    root.begin(ada)
    theirs, before = root.csrf_of("/account/details"), contents(app)
    assert own != theirs
    assert root.post("/account/details", csrf=own, gender="x").status_code == 403
    assert root.post("/account/acting/end", csrf=own).status_code == 403
    root.second = ""  # as after a quarter of an hour
    assert root.post("/account/details", csrf=theirs, gender="x").status_code == 403
    assert contents(app) == before


@pytest.mark.asvs("7.3.2", "8.3.2")
@pytest.mark.parametrize("end", ["time", "sign out", "permission"])
def test_what_is_over_is_told_and_shows_no_other_account(
    app: Flask, staff: Staff, root: Acting, ada: Person, admin: Person, time: SetClock, end: str
) -> None:
    helper = staff.with_permissions("helper", "users:read", "users:impersonate")
    visitor = Acting(app, helper)
    visitor.begin(ada)
    assert BANNER in visitor.visit("/account").text
    if end == "time":
        time.pass_(minutes=15)
    elif end == "sign out":
        visitor.page.post("/user/logout/")
    else:
        staff.give(helper, "support")
    answer = visitor.visit("/account/details")
    assert (answer.status_code, "<h1>You act as yourself again</h1>" in answer.text) == (403, True)
    assert (helper.username in answer.text, "ada" in answer.text) == (False, False)
    assert [parse_cookie(each)[ACTING] for each in answer.headers.getlist("Set-Cookie")] == [""]


def test_the_cookie_opens_nothing_but_the_pages_of_the_account(root: Acting, ada: Person, admin: Person) -> None:
    root.begin(ada)
    assert root.visit("/user/session").json["data"]["uuid"] == admin.uuid
    assert root.visit(f"/admin/console/users/{ada.uuid}").status_code == 200
    second, own = root.second, root.page.cookie
    root.second, root.page.cookie = ada.access_token, own
    assert root.visit("/account").status_code == 403  # a token by which nobody acts
    root.second, root.page.cookie = second, ""
    assert root.visit("/user/session").status_code == 401


def test_to_sign_out_takes_both_cookies_away(root: Acting, ada: Person) -> None:
    own = root.csrf_of("/account")
    root.begin(ada)
    answer = root.post("/account/logout", csrf=own)
    assert answer.status_code == 303
    names = {each.partition("=")[0] for each in answer.headers.getlist("Set-Cookie") if "Max-Age=0" in each}
    assert names == {ACTING, COOKIE}


def test_without_account_pages_there_is_nothing_to_see(make_app: Callable[..., Flask]) -> None:
    staff = Staff(make_app(account_pages=False))
    ada, root = staff.people.settle("ada"), Acting(staff.app, staff.people.appoint(staff.app, "root"))
    assert "/impersonate" not in root.text(f"/users/{ada.uuid}")
    answer = root.begin(ada)
    assert (answer.status_code, root.second) == (403, "")


@pytest.mark.asvs("3.3.1", "3.3.3")
def test_on_https_the_cookie_is_of_this_host_alone(make_app: Callable[..., Flask]) -> None:
    staff = Staff(make_app(public_url="https://accounts.example.org"))
    ada, by = staff.people.settle("ada"), staff.people.appoint(staff.app, "root")
    page = Page(staff.app, origin="https://accounts.example.org", name=HTTPS_COOKIE)
    page.log_in(by.username, by.password)
    path = f"/admin/console/users/{ada.uuid}/impersonate"
    found = _CSRF.search(page.get(path).text)
    assert found is not None
    headers = {"Cookie": f"{HTTPS_COOKIE}={page.cookie}", "Sec-Fetch-Site": "same-origin", "Origin": page.origin}
    answer = page.client.post(path, data={"csrf": found[1], "reason": "why"}, headers=headers)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-gatepost-acting=")
    assert cookie.endswith("; HttpOnly; SameSite=Lax; Secure")
