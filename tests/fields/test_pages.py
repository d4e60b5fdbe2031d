"""Fields on the pages of people, and in the console: forms by type, labels in the reader's language, all escaped."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.account.browser import Browser, where
from tests.account.own.visitor import Visitor, alert, reason
from tests.console.visitor import Visitor as Desk
from tests.fields.conftest import REQUIRED, Declare
from tests.fields.test_who_may import patch, seen
from tests.invitations.conftest import House
from tests.support.letters import Letters
from tests.support.people import People, Person

PATH = "/account/details"
FORM: dict[str, Any] = {"username": "ada", "fields": "1"}
EVIL = "<b>\"'&{{7*7}}"
HOSTILE = f'[a]\ntype = "text"\nlabel = {EVIL!r}\nread = ["user", "administrator"]\nwrite = ["user", "administrator"]\n'
HOSTILE += f'[b]\ntype = "choices"\nvalues = [{EVIL!r}]\nread = ["user"]\nwrite = ["user"]\n'
HOSTILE = HOSTILE.replace("'<b>\"\\'&{{7*7}}'", "'''<b>\"'&{{7*7}}'''")


@pytest.fixture
def inside(app: Flask, ada: Person) -> Visitor:
    return Visitor(app, ada)


def test_a_person_changes_what_is_theirs_and_reads_the_rest(
    client: FlaskClient, inside: Visitor, ada: Person, root: Person
) -> None:
    patch(client, ada, root, team="Archive", remark="owes a book")
    html = inside.page(PATH, **{"Accept-Language": "de"})
    assert '<label for="fields.card">Ausweis</label>' in html
    assert "<dt>team</dt><dd><bdi>Archive</bdi></dd>" in html
    assert "owes a book" not in html
    for told in ('type="number"', 'min="0" max="9"', 'type="date"', 'maxlength="12"', "<fieldset", 'type="checkbox"'):
        assert told in html
    typed = {"fields.card": "1815", "fields.level": " 3", "fields.news": "false", "fields.born": "1815-12-10"}
    answer = inside.send(PATH, **FORM, **typed, **{"fields.tongues.1": "Bengali", "fields.tongues.3": "Hindi"})
    assert where(PATH, answer) == f"{PATH}?done=details"
    kept = {"card": "1815", "level": 3, "news": False, "born": "1815-12-10", "tongues": ["Bengali", "Hindi"]}
    assert seen(client, ada, ada) == kept | {"team": "Archive"}
    html = inside.page(PATH)
    for shown in ('value="1815"', 'value="1815-12-10"', '<option value="false" selected>', 'value="Hindi" checked'):
        assert shown in html


def test_a_form_without_these_inputs_removes_nothing(client: FlaskClient, inside: Visitor, ada: Person) -> None:
    patch(client, ada, ada, card="1815", news=True)
    inside.page(PATH)
    inside.hidden.pop("fields")
    assert inside.send(PATH, username="ada", gender="Female").status_code == 303
    assert (seen(client, ada, ada)["card"], seen(client, ada, ada)["news"]) == ("1815", True)
    inside.page(PATH)
    assert inside.send(PATH, **FORM).status_code == 303
    assert not any(seen(client, ada, ada).values())


def test_what_was_typed_is_shown_again_with_the_reason(client: FlaskClient, inside: Visitor, ada: Person) -> None:
    inside.page(PATH)
    typed = {"fields.card": EVIL, "fields.level": "many", "fields.born": "soon", "fields.tongues.1": "<x>"}
    answer = inside.send(PATH, **FORM, **typed)
    assert answer.status_code == 422
    for name in ("card", "level", "born", "tongues"):
        assert reason(answer.text, f"fields.{name}")
    assert "<b>" not in answer.text
    assert "<x>" not in answer.text
    assert not any(seen(client, ada, ada).values())


def test_a_value_that_fits_no_longer_may_stay(declare: Declare, client: FlaskClient, ada: Person) -> None:
    patch(client, ada, ada, tongues=["Hindi"], card="1815")
    who = 'read = ["user"]\nwrite = ["user"]\n'
    text = f'[tongues]\ntype = "choice"\nvalues = ["Latin"]\n{who}[card]\ntype = "integer"\n{who}'
    visitor = Visitor(declare(text), ada)
    assert "<option selected>Hindi</option>" in visitor.page(PATH)
    answer = visitor.send(PATH, username="ada", gender="Male", **{"fields.tongues": "Hindi", "fields.card": "1815"})
    assert answer.status_code == 303
    assert seen(client, ada, ada)["tongues"] == ["Hindi"]


def test_a_page_that_was_open_for_long_takes_nothing_back(
    client: FlaskClient, inside: Visitor, ada: Person, root: Person
) -> None:
    """Of what another request has changed meanwhile; also after a refusal, and in the console."""
    patch(client, ada, ada, card="1815", tongues=["Hindi"])
    inside.page(PATH)
    desk, path = Desk(client.application, root), f"/users/{ada.uuid}/fields"
    [shown] = re.findall(r'name="fields" value="([^"]*)"', desk.text(path))
    patch(client, ada, ada, card="1852-11", tongues=["Bengali"])
    was = {"fields.card": "1815", "fields.tongues.3": "Hindi"}
    refused = inside.send(PATH, username="ada", **was, **{"fields.level": "many"})
    assert refused.status_code == 422
    inside.remember(refused)
    assert inside.send(PATH, username="ada", **was, **{"fields.level": "3"}).status_code == 303
    fields = seen(client, ada, ada)
    assert (fields["card"], fields["tongues"], fields["level"]) == ("1852-11", ["Bengali"], 3)
    desk.do(path, fields=shown, reason="has moved", **{"fields.card": "1815", "fields.team": "Archive"})
    assert (seen(client, ada, ada)["card"], seen(client, ada, ada)["team"]) == ("1852-11", "Archive")


def test_a_page_of_another_process_removes_nothing_that_it_did_not_ask(
    declare: Declare, client: FlaskClient, inside: Visitor, ada: Person
) -> None:
    """While processes with another file take over from the ones before."""
    text = '[{}]\ntype = "choices"\nvalues = ["Hindi"]\nread = ["user"]\nwrite = ["user"]\n'
    visitor = Visitor(declare(text.format("spoken")), ada)
    patch(client, ada, ada, tongues=["Hindi"])
    visitor.page(PATH)
    inside.hidden = visitor.hidden | {"csrf": inside.csrf}
    assert inside.send(PATH, username="ada", **{"fields.spoken.1": "Hindi"}).status_code == 303
    assert seen(client, ada, ada)["tongues"] == ["Hindi"]


def test_names_and_values_of_html_are_shown_as_they_are(declare: Declare, people: People) -> None:
    app = declare(HOSTILE)
    people = People(app.test_client())
    ada, root = people.bring("ada"), people.appoint(app, "root")
    patch(people.client, ada, ada, a=EVIL, b=[EVIL])
    pages = [Visitor(app, ada).page(PATH), Desk(app, root).get(f"/users/{ada.uuid}").text]
    pages.append(Desk(app, root).get(f"/users/{ada.uuid}/fields").text)
    for html in pages:
        assert "<b>" not in html
        assert ">49" not in html
        assert EVIL in unescape(html)


@pytest.mark.parametrize("answer", ["public", "private"])
def test_people_who_register_on_the_page_are_asked(declare: Declare, answer: str) -> None:
    app = declare(REQUIRED, registration_answer=answer)
    browser = Browser(app)
    html = browser.get("/account/register").text
    assert 'name="fields.card"' in html
    given = {"username": "ada", "mobile": "01712345678", "password": "one two three four"}
    refused = browser.send("/account/register", **given, **{"fields.card": "1815"})
    assert refused.status_code == 422
    assert reason(refused.text, "fields.plan") == "This field is required."
    assert 'value="1815"' in refused.text
    made = browser.send("/account/register", **given, **{"fields.card": "1815", "fields.plan": "paid"})
    assert made.status_code == 303
    client = app.test_client()
    client.post("/user/activate-account/", json={"mobile": "01712345678"})
    ada = People(client).log_in(Person("", "ada", "", "one two three four"))
    (data,) = [each for each in client.get("/user", headers=ada.signed).json["data"] if each["username"] == "ada"]
    assert data["fields"] == {"card": "1815", "plan": "paid"}


def test_invited_people_are_asked_on_their_page(declare: Declare) -> None:
    app = declare(REQUIRED, sign_up="invited", activation="code", phone_region="international")
    root = People(app.test_client()).appoint(app, "root", mobile="+8801800000001")
    token = House(app, root, Letters(app)).invited(email="grace@example.org").token
    browser = Browser(app)
    assert 'name="fields.plan"' in browser.get("/account/register/invited").text
    given = {"invitation": token, "username": "grace", "password": "a password of many words"}
    refused = browser.send("/account/register/invited", **given)
    assert (refused.status_code, reason(refused.text, "fields.card")) == (422, "This field is required.")
    made = browser.send("/account/register/invited", **given, **{"fields.card": "1", "fields.plan": "free"})
    assert made.status_code == 303


def test_the_overview_says_that_something_is_missing(declare: Declare, people: People) -> None:
    app = declare(REQUIRED)
    ada = People(app.test_client()).bring("ada")  # as by a provider
    visitor = Visitor(app, ada)
    assert "Something is still missing here." in visitor.page("/account")
    visitor.page(PATH)
    visitor.send(PATH, **FORM, **{"fields.card": "1815", "fields.plan": "free"})
    assert "Something is still missing here." not in visitor.page("/account")


def test_staff_change_fields_in_the_console_with_a_reason(
    app: Flask, client: FlaskClient, ada: Person, root: Person
) -> None:
    desk, path = Desk(app, root), f"/users/{ada.uuid}"
    assert f"{path}/fields" in desk.text(path)
    refused = desk.send(f"{path}/fields", fields="1", reason="", **{"fields.team": "Archive"})
    assert (refused.status_code, bool(alert(refused.text))) == (422, True)
    given = {"fields.team": "Archive", "fields.remark": EVIL, "fields.level": "1"}
    desk.do(f"{path}/fields", fields="1", reason="has moved", **given)
    assert client.get(f"/user/{ada.uuid}", headers=root.signed).json["data"]["fields"]["team"] == "Archive"
    assert seen(client, ada, ada)["level"] is None
    text = desk.text(f"{path}?done=change_fields")
    for shown in ("The fields were changed.", "Archive", EVIL, "has moved"):
        assert shown in text
    (line,) = client.get("/admin/events?event=account.updated", headers=root.signed).json["data"]
    assert (line["about"], line["reason"]) == ("fields.remark fields.team", "has moved")


def test_the_console_offers_it_only_where_staff_write_a_field(make_app: Any) -> None:
    app = make_app()
    people = People(app.test_client())
    ada, root = people.bring("ada"), people.appoint(app, "root")
    assert f"{ada.uuid}/fields" not in Desk(app, root).text(f"/users/{ada.uuid}")
