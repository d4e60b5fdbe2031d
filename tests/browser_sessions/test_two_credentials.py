"""An access token and the cookie in one request: refused before anything is looked up."""

import pytest
from flask import Flask

from gatepost.database import db
from gatepost.database.engines import READER
from tests.browser_sessions.test_forged_requests import BY_COOKIE
from tests.door.lanes import by_lane, environ_for
from tests.support.page import Page
from tests.support.people import People, Person, bearer
from tests.web.endpoints import assert_refused, contents, path_of

BOTH = (400, "two_credentials")


def test_both_at_once_are_refused_and_nothing_changes(
    app: Flask, page: Page, settled: Person, people: People, subtests: pytest.Subtests
) -> None:
    ada = people.log_in(settled)
    before = contents(app, failures=True)
    for endpoint in BY_COOKIE:
        with subtests.test(endpoint.name):
            answer = page.send(endpoint.method, path_of(endpoint, ada), {}, Authorization=f"Bearer {ada.access_token}")
            assert_refused(answer, BOTH)
    assert contents(app, failures=True) == before


@pytest.mark.parametrize("scheme", ["Bearer x", "bearer x", "Bearer"])
def test_nothing_is_looked_up(app: Flask, page: Page, scheme: str) -> None:
    asked: list[str] = []
    with app.app_context():
        engine = db.engines[READER]
    dialect = engine.dialect
    execute = dialect.do_execute

    def note(cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)
        execute(cursor, statement, *rest)

    dialect.do_execute = note  # type: ignore[method-assign]  # put back below
    try:
        assert_refused(page.get("/user/session", Authorization=scheme), BOTH)
        assert asked == []
        assert page.is_known()
        assert asked != []
    finally:
        del dialect.do_execute


def test_a_proxys_own_password_beside_the_cookie_is_none_of_ours(page: Page) -> None:
    assert page.get("/user/session", Authorization="Basic YTpi").status_code == 200


def test_the_fast_lane_leaves_the_cookie_to_flask(app: Flask, page: Page, settled: Person, people: People) -> None:
    ada = people.log_in(settled)
    line, cookie = f"GET /user/{ada.uuid}", {"Cookie": f"gatepost-session={page.cookie}"}
    forward = environ_for("GET /forward-auth", headers={**ada.signed, **cookie})
    known, both, alone, proxied = by_lane(
        app,
        environ_for(line, headers=ada.signed),
        environ_for(line, headers={**ada.signed, **cookie}),
        environ_for(line, headers=cookie),
        forward,
    )
    assert known is not None
    assert (both, alone) == (None, None)
    assert proxied is not None
    assert proxied.status == 200  # the proxy passes on all that the browser sent


@pytest.mark.parametrize("path", ["/user/logout/", "/user/refresh-token/"])
def test_what_takes_no_cookie_ignores_one(page: Page, settled: Person, people: People, path: str) -> None:
    ada = people.log_in(settled)
    token = ada.refresh_token if "refresh" in path else ada.access_token
    assert page.get(path, **bearer(token)).status_code == 200
    assert page.is_known()
