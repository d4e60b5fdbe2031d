"""A service has two secrets while it changes from one to the next, and both are taken."""

from functools import partial

import pytest
from flask import Flask

from gatepost.errors import TwoSecrets, UnknownName
from gatepost.oauth.clients import add_secret, create_client, end_old_secret, renew_secret
from gatepost.oauth.list_clients import list_clients
from tests.oauth.ask import INTROSPECT
from tests.serving.wire import at_once

pytestmark = [pytest.mark.every_engine, pytest.mark.asvs("13.3.4")]


def is_taken(app: Flask, client_id: str, secret: str) -> bool:
    answer = app.test_client().post(INTROSPECT, data={"token": "x"}, auth=(client_id, secret))
    assert answer.status_code in (200, 401), answer.text
    return answer.status_code == 200


def test_the_old_secret_is_taken_until_it_is_ended(app: Flask) -> None:
    with app.app_context():
        client_id, old = create_client("billing")
        new = add_secret(client_id)
        assert [is_taken(app, client_id, each) for each in (old, new, "wrong", "")] == [True, True, False, False]
        with pytest.raises(TwoSecrets):
            add_secret(client_id)
        assert [each.two_secrets for each in list_clients() if each.name == "billing"] == [True]
        end_old_secret(client_id)
        end_old_secret(client_id)
    assert [is_taken(app, client_id, each) for each in (old, new)] == [False, True]


def test_a_renewal_ends_both(app: Flask) -> None:
    with app.app_context():
        client_id, old = create_client("billing")
        second = add_secret(client_id)
        new = renew_secret(client_id)
    assert [is_taken(app, client_id, each) for each in (old, second, new)] == [False, False, True]


def test_of_two_second_secrets_at_once_one_is_made(app: Flask) -> None:
    with app.app_context():
        client_id, old = create_client("billing")

    def add() -> str:
        with app.app_context():
            try:
                return add_secret(client_id)
            except TwoSecrets:
                return ""

    made = [each for each in at_once([partial(add)] * 4) if each]
    assert len(made) == 1
    assert [is_taken(app, client_id, each) for each in (old, *made)] == [True, True]


@pytest.mark.parametrize("deed", [add_secret, end_old_secret])
def test_an_unknown_client_has_no_secrets(app: Flask, deed: object) -> None:
    assert callable(deed)
    with app.app_context(), pytest.raises(UnknownName):
        deed("00000000-0000-4000-8000-000000000000")
