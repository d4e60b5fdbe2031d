"""The console speaks the language of its reader. tests/pages/test_words.py proves that it has all words."""

import pytest
from flask.testing import FlaskClient

from tests.console.visitor import Visitor
from tests.support.people import Person


@pytest.mark.parametrize(
    ("language", "heading", "direction"), [("de", "Benutzer", ""), ("ar", "المستخدمون", ' dir="rtl"')]
)
def test_a_page_speaks_the_language_of_its_reader(root: Visitor, language: str, heading: str, direction: str) -> None:
    text = root.get("/users", **{"Accept-Language": language}).text
    assert f'<html lang="{language}"{direction}>' in text
    assert f"<h1>{heading}</h1>" in text


def test_a_page_speaks_the_language_that_its_reader_has_chosen_for_the_account(
    client: FlaskClient, root: Visitor, admin: Person
) -> None:
    changed = client.patch(f"/user/{admin.uuid}", json={"locale": "de"}, headers=admin.signed)
    assert changed.status_code == 200
    assert "<h1>Benutzer</h1>" in root.get("/users", **{"Accept-Language": "fr"}).text
