"""Apps that make codes are set up, renamed and removed on pages; recovery codes are shown once."""

import re

import pytest
from flask import Flask

from tests.account.browser import where
from tests.account.own.visitor import Visitor, alert, heading, reason
from tests.support.authenticator import Authenticator
from tests.support.people import Person
from tests.support.time import SetClock

PATH = "/account/factors"
APP, CONFIRM, CODES = f"{PATH}/app", f"{PATH}/app/confirm", f"{PATH}/recovery-codes"


def secret_in(html: str) -> str:
    found = re.search(r'<code class="secret" dir="ltr">([A-Z2-7 ]+)</code>', html)
    assert found
    return found[1].replace(" ", "")


def codes_in(html: str) -> list[str]:
    return re.findall(r"<li><code>([A-Z2-7-]+)</code></li>", html)


def set_up(visitor: Visitor) -> tuple[Authenticator, str]:
    """An app, and the answer to its first code."""
    begun = visitor.send(APP).text
    assert "<svg" in begun
    app = Authenticator(secret_in(begun), id=_id_in(begun))
    answer = visitor.send(CONFIRM, id=app.id, code=app.code())
    assert answer.status_code == 200, answer.text
    visitor.hidden = {}
    return app, answer.text


def _id_in(html: str) -> str:
    found = re.search(r'name="id" value="([0-9a-f]{32})"', html)
    assert found
    return found[1]


@pytest.fixture
def enrolled(inside: Visitor) -> Visitor:
    inside.page(APP)
    set_up(inside)
    inside.page(PATH)
    inside.csrf = inside.hidden["csrf"]
    return inside


@pytest.mark.asvs("7.4.3")
def test_an_app_is_set_up_and_the_codes_are_shown_once(app: Flask, inside: Visitor, settled: Person) -> None:
    other = Visitor(app, settled)
    inside.page(APP)
    begun = inside.send(APP)
    assert begun.headers["Cache-Control"] == "no-store"
    secret = secret_in(begun.text)
    inside.page(APP)
    _, html = set_up(inside)
    assert heading(html) == "Your recovery codes"
    codes = codes_in(html)
    assert len(codes) == 10
    assert not other.is_signed_in()
    for path in (PATH, APP, "/account", "/account/events"):
        shown = inside.page(path)
        assert not any(code in shown for code in codes)
        assert secret not in shown.replace(" ", "")
    assert "Codes left: 10" in inside.page(PATH)


def test_the_cookie_and_the_token_of_forms_are_new_after_that(inside: Visitor) -> None:
    before = inside.csrf
    inside.page(APP)
    _, html = set_up(inside)
    [shown] = set(re.findall(r'name="csrf" value="([0-9a-f]+)"', html))
    assert shown != before
    inside.csrf = shown
    assert where(PATH, inside.sent("/account/details", username="ada2")) == "/account/details?done=details"


def test_a_wrong_code_is_asked_for_again_without_the_secret(inside: Visitor) -> None:
    inside.page(APP)
    begun = inside.send(APP).text
    app = Authenticator(secret_in(begun), id=_id_in(begun))
    answer = inside.send(CONFIRM, id=app.id, code=app.wrong())
    assert answer.status_code == 403
    assert alert(answer.text)
    assert app.wrong() not in answer.text
    assert app.secret not in answer.text.replace(" ", "")
    assert inside.send(CONFIRM, id=_id_in(answer.text), code=app.code()).status_code == 200


@pytest.mark.parametrize("fields", [{}, {"id": "x", "code": "123456"}, {"id": "0" * 32}])
def test_a_form_without_what_it_needs_is_shown_again(inside: Visitor, fields: dict[str, str]) -> None:
    answer = inside.sent(CONFIRM, **fields)
    assert answer.status_code == 422
    assert heading(answer.text) == "Type the code of the app"


def test_a_second_app_makes_no_codes(enrolled: Visitor, time: SetClock) -> None:
    enrolled.page(APP)
    begun = enrolled.send(APP).text
    app = Authenticator(secret_in(begun), id=_id_in(begun))
    answer = enrolled.send(CONFIRM, id=app.id, code=app.code())
    assert where(CONFIRM, answer) == f"{PATH}?done=factor-added"
    assert enrolled.page(PATH).count('class="card"') == 3


def test_new_recovery_codes_end_the_old_ones(inside: Visitor) -> None:
    inside.page(APP)
    _, html = set_up(inside)
    inside.page(CODES)
    answer = inside.send(CODES)
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(codes_in(answer.text)) == 10
    assert not set(codes_in(answer.text)) & set(codes_in(html))


def test_without_a_factor_there_are_no_codes_to_make(inside: Visitor) -> None:
    assert where(CODES, inside.get(CODES)).startswith("/account/confirm?by=factor")
    assert where(CODES, inside.sent(CODES)).startswith("/account/confirm?by=factor")


def test_an_app_is_renamed_and_removed(enrolled: Visitor) -> None:
    found = re.search(r"account/factors/([0-9a-f]{32})/name", enrolled.page(PATH))
    assert found
    name, remove = f"{PATH}/{found[1]}/name", f"{PATH}/{found[1]}/remove"
    assert where(name, enrolled.sent(name, name="<b>My phone</b>")) == f"{PATH}?done=renamed"
    assert "&lt;b&gt;My phone&lt;/b&gt;" in enrolled.page(PATH)
    answer = enrolled.sent(name, name="")
    assert answer.status_code == 422
    assert reason(answer.text, "name")
    assert "so do your recovery codes" in enrolled.page(remove)
    assert where(remove, enrolled.sent(remove)) == f"{PATH}?done=factor-removed"
    assert "You have set up none." in enrolled.page(PATH)
    assert enrolled.get(name).status_code == 404


def test_nobody_reaches_the_app_of_another(app: Flask, enrolled: Visitor, eve: Person) -> None:
    found = re.search(r"account/factors/([0-9a-f]{32})/name", enrolled.page(PATH))
    assert found
    stranger = Visitor(app, eve)
    assert stranger.get(f"{PATH}/{found[1]}/name").status_code == 404
    assert stranger.sent(f"{PATH}/{found[1]}/name", name="mine").status_code == 404
    assert "mine" not in enrolled.page(PATH)
