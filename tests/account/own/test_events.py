"""The events of an account are told on /account/events, a page at a time."""

import re
from html import unescape

from flask.testing import FlaskClient

from tests.account.own.visitor import Visitor
from tests.support.people import Person

PATH = "/account/events"


def events_in(html: str) -> list[str]:
    return [unescape(re.sub("<.*?>", "", each)).strip() for each in re.findall(r"<li><p>(.*?)</p>", html, re.DOTALL)]


def test_events_are_told_in_words_the_newest_first(client: FlaskClient, inside: Visitor, settled: Person) -> None:
    client.post("/user/login", json={"username": "ada", "password": "wrong"})
    found = events_in(inside.page(PATH))
    assert found[:2] == ["A wrong password was typed.", "Somebody signed in."]
    assert found[-1] == "The account was made."
    assert "127.0.0.1" in inside.page(PATH)


def test_pages_follow_one_another(inside: Visitor) -> None:
    for number in range(30):
        inside.sent("/account/details", username=f"ada{number}")
    first = inside.page(PATH)
    assert len(events_in(first)) == 25
    following = re.search(r'href="([^"]*events\?cursor=[^"]+)"', first)
    assert following
    second = inside.page(f"/account/{following[1].rpartition('/')[2]}")
    assert events_in(second)[-1] == "The account was made."
    assert "The newest" in second
    assert "Earlier" not in second


def test_a_forged_cursor_is_refused(inside: Visitor) -> None:
    for cursor in ("x", "<script>", "a" * 101):
        answer = inside.get(f"{PATH}?cursor={cursor}")
        assert answer.status_code == 422
        assert "<script>" not in answer.text
