"""Two changes at once lose neither, and what is not asked for costs nothing."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from gatepost.accounts import update_user
from gatepost.database import db
from gatepost.sessions.authenticate import CALLER
from gatepost.sessions.refresh import LIVE
from tests.accounts.test_lose_to_another import InTheMiddle
from tests.accounts.test_lose_to_another import in_the_middle as in_the_middle
from tests.fields.test_who_may import patch, seen
from tests.serving.wire import at_once
from tests.support.people import Person


@pytest.mark.every_engine
def test_of_two_changes_at_once_both_are_kept(
    app: Flask, client: FlaskClient, ada: Person, root: Person, in_the_middle: InTheMiddle
) -> None:
    patch(client, ada, ada, card="1815")
    statuses = in_the_middle(update_user, lambda: patch(app.test_client(), ada, root, team="Archive"))
    assert patch(client, ada, ada, level=3).status_code == 200
    assert statuses == [200]
    fields = seen(client, ada, ada)
    assert (fields["card"], fields["team"], fields["level"]) == ("1815", "Archive", 3)


@pytest.mark.every_engine
def test_of_changes_at_once_none_is_lost(app: Flask, client: FlaskClient, ada: Person, root: Person) -> None:
    given: list[tuple[Person, dict[str, Any]]] = [
        (ada, {"card": "1815"}),
        (ada, {"level": 3}),
        (ada, {"news": True}),
        (ada, {"born": "1815-12-10"}),
        (root, {"team": "Archive"}),
        (root, {"remark": "owes a book"}),
    ]
    answers = at_once([partial(patch, app.test_client(), ada, by, **fields) for by, fields in given])
    assert [each.status_code for each in answers] == [200] * len(given)
    for by in (ada, root):
        fields = seen(client, ada, by)
        assert all(fields[name] == value for _, each in given for name, value in each.items() if name in fields)


@pytest.mark.every_engine
def test_a_change_of_fields_beside_a_deletion_finds_no_user(
    app: Flask, client: FlaskClient, ada: Person, root: Person, in_the_middle: InTheMiddle
) -> None:
    in_the_middle(update_user, lambda: app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed))
    assert patch(client, ada, root, team="Archive").status_code == 404


def test_the_statement_of_a_request_has_the_column_where_a_field_is_declared(make_app: Any, app: Flask) -> None:
    plain = make_app().extensions["gatepost"]
    library = app.extensions["gatepost"]
    for question in (CALLER, LIVE):
        assert _columns(question.chosen(library)) - _columns(question.chosen(plain)) == {"fields"}


def _columns(question: Any) -> set[str]:
    return set(question._one._statement.selected_columns.keys())


def test_users_read_their_own_fields_by_the_statement_that_authenticates_them(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    sent: list[str] = []
    with app.app_context():
        for engine in db.engines.values():
            event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    client.get(f"/user/{ada.uuid}", headers=ada.signed)
    assert [each for each in sent if "fields" in each] == []  # the other one is sent below SQLAlchemy
