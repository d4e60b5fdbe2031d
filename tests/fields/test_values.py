"""A value is right when it is written: by its type, within its bounds."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import read_all
from gatepost.errors import InvalidInput
from gatepost.fields.check import check_fields
from gatepost.users.models import User
from tests.fields.conftest import Declare
from tests.fields.test_who_may import patch, seen
from tests.support.people import Person

LINE = "Use one line of text."
LEVEL = "Give a whole number from 0 to 9."
DATE = "Give a date, such as 2026-11-30."
LIST = "Choose from the list."


@pytest.mark.every_engine
@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("card", " \u00a01815 ", "1815"),
        ("card", "আমার 😀 \u200d", "আমার 😀 \u200d"),
        ("card", "\u202eשלום{{7*7}}", "\u202eשלום{{7*7}}"),
        ("level", 0, 0),
        ("news", False, False),
        ("born", "1815-12-10", "1815-12-10"),
        ("tongues", ["Hindi", "Bengali", "Hindi"], ["Bengali", "Hindi"]),
    ],
)
def test_a_right_value_is_kept_and_null_removes_it(
    client: FlaskClient, ada: Person, name: str, given: Any, kept: Any
) -> None:
    assert patch(client, ada, ada, **{name: given}).json["data"]["fields"][name] == kept
    assert seen(client, ada, ada)[name] == kept
    assert patch(client, ada, ada, **{name: None}).json["data"]["fields"][name] is None


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("card", 1, LINE),
        ("card", ["1815"], LINE),
        ("card", "a\0b", LINE),
        ("card", "a\nb", LINE),
        ("card", "a\x1b[2Jb", LINE),
        ("card", "a\u2028b", LINE),
        ("card", "x" * 13, "Use at most 12 characters."),
        ("card", "x" * 65_000, "Use at most 12 characters."),
        ("level", 10, LEVEL),
        ("level", -1, LEVEL),
        ("level", True, LEVEL),
        ("level", 1.0, LEVEL),
        ("level", "1", LEVEL),
        ("level", 10**400, LEVEL),
        ("news", "true", LIST),
        ("news", 0, LIST),
        ("born", "2026-02-30", DATE),
        ("born", "20260230", DATE),
        ("born", "２０２６-02-01", DATE),
        ("born", 20260101, DATE),
        ("tongues", "Hindi", LIST),
        ("tongues", ["Latin"], LIST),
        ("tongues", [["Hindi"]], LIST),
        ("tongues", {"Hindi": 1}, LIST),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_written(
    client: FlaskClient, ada: Person, name: str, given: Any, said: str
) -> None:
    answer = patch(client, ada, ada, **{"card": "1815", name: given})
    assert (answer.status_code, answer.json["errors"]) == (422, {f"fields.{name}": [said]})
    assert not any(seen(client, ada, ada).values())


@pytest.mark.parametrize("written", ["1e999", "-1e999", "[" * 31 + "]" * 31])
def test_numbers_without_end_and_deep_nesting_are_refused(client: FlaskClient, ada: Person, written: str) -> None:
    raw = f'{{"fields": {{"level": {written}}}}}'
    answer = client.patch(f"/user/{ada.uuid}", data=raw, content_type="application/json", headers=ada.signed)
    assert answer.status_code in (400, 422), answer.text


def test_a_refusal_names_at_most_twenty_unknown_fields(client: FlaskClient, ada: Person) -> None:
    answer = patch(client, ada, ada, **{f"x{number}{'y' * 80}": 1 for number in range(500)})
    assert len(answer.json["errors"]) == 20
    assert max(map(len, answer.json["errors"])) <= 47


def test_it_is_stored_as_canonical_json(app: Flask, client: FlaskClient, ada: Person) -> None:
    patch(client, ada, ada, news=True, card="é", level=2)
    with app.app_context():
        stored = read_all(select(User.fields).where(User.uuid == ada.uuid))[0][0]
    assert stored == '{"card":"é","level":2,"news":true}'
    patch(client, ada, ada, news=None, card=None, level=None)
    with app.app_context():
        assert read_all(select(User.fields).where(User.uuid == ada.uuid))[0][0] is None


def test_an_import_writes_every_declared_field_and_no_other(app: Flask) -> None:
    given = {"remark": "x", "level": 1, "team": "Archive"}
    with app.app_context():
        stored = check_fields(given, by="import", required=True)
        assert stored == json.dumps(given, sort_keys=True, separators=(",", ":"))
        assert check_fields({}, by="import", required=True) is None
        with pytest.raises(InvalidInput) as refused:
            check_fields({"salary": 1, "card": "\ud800"}, by="import", required=True)
        assert refused.value.errors.keys() == {"fields.salary", "fields.card"}
        with pytest.raises(InvalidInput):
            check_fields({"team": "Archive"}, by="service", required=False)


@pytest.mark.every_engine
def test_what_is_not_declared_any_more_stays_stored_and_is_shown_again(
    client: FlaskClient, ada: Person, declare: Declare
) -> None:
    patch(client, ada, ada, level=9, card="1815", tongues=["Hindi"])
    later = declare(
        '[level]\ntype = "integer"\nmax = 5\nread = ["user"]\nwrite = ["user"]\n'
        '[tongues]\ntype = "choices"\nvalues = ["Latin"]\nread = ["user"]\nwrite = ["user"]\n'
    ).test_client()
    assert seen(later, ada, ada) == {"level": 9, "tongues": ["Hindi"]}
    assert patch(later, ada, ada, tongues=["Latin"]).json["data"]["fields"] == {"level": 9, "tongues": ["Latin"]}
    assert patch(later, ada, ada, level=9).status_code == 422
    again = seen(client, ada, ada)
    assert (again["card"], again["level"], again["tongues"]) == ("1815", 9, ["Latin"])
