"""Text that shows nothing is no text, wherever a name, a reason or a description is asked for."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.cli import gatepost
from gatepost.settings import Settings
from tests.personal_tokens.tokens import ask_for
from tests.support.authenticator import enrol
from tests.support.passkeys import PASSKEYS, add_passkey
from tests.support.people import Person
from tests.support.software_key import Authenticator

NOTHING = ["\u200b", "\u3164", "\u115f\u2060", "\u2800", " \u00a0\u3000", "\u200d\ufe0f", "\u00ad"]
MOVES_OTHERS = ["ada\u202eeve", "ada\u2066", "ada\u200b"]
NAMES = ["Zoë's key", "می\u200cخواهم", "👩\u200d💻 ❤\ufe0f", "鍵\u3000一", "a\u00a0b", "\u0915\u094d\u200d\u0937"]
Ask = Callable[[FlaskClient, Person, Person, str], TestResponse]


def rename_passkey(client: FlaskClient, ada: Person, _: Person, text: str) -> TestResponse:
    passkey = add_passkey(client, ada, Authenticator())
    return client.patch(f"{PASSKEYS}/{passkey['id']}", json={"name": text}, headers=ada.signed)


def rename_factor(client: FlaskClient, ada: Person, _: Person, text: str) -> TestResponse:
    return client.patch(f"/user/factors/{enrol(client, ada).id}", json={"name": text}, headers=ada.signed)


def name_token(client: FlaskClient, ada: Person, _: Person, text: str) -> TestResponse:
    return ask_for(client, ada, name=text)


def describe_role(client: FlaskClient, _: Person, root: Person, text: str) -> TestResponse:
    return client.put("/admin/roles/label", json={"description": text, "permissions": []}, headers=root.signed)


def suspend(client: FlaskClient, ada: Person, root: Person, text: str) -> TestResponse:
    return client.post(f"/admin/users/{ada.uuid}/suspend", json={"reason": text}, headers=root.signed)


def describe_webhook(client: FlaskClient, _: Person, root: Person, text: str) -> TestResponse:
    body = {"url": "https://app.example/", "events": ["*"], "description": text}
    return client.post("/admin/webhooks", json=body, headers=root.signed)


ASKED: list[tuple[Ask, str]] = [
    (rename_passkey, "name"),
    (rename_factor, "name"),
    (name_token, "name"),
    (describe_role, "description"),
    (suspend, "reason"),
    (describe_webhook, "description"),
]


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize("text", NOTHING, ids=ascii)
@pytest.mark.parametrize(("ask", "field"), ASKED, ids=[ask.__name__ for ask, _ in ASKED])
def test_text_that_shows_nothing_is_refused(
    client: FlaskClient, ada: Person, admin: Person, ask: Ask, field: str, text: str
) -> None:
    answer = ask(client, ada, admin, text)
    assert (answer.status_code, list(answer.json.get("errors", {}))) == (422, [field]), answer.text


@pytest.mark.parametrize("text", NAMES, ids=ascii)
@pytest.mark.parametrize(("ask", "field"), ASKED, ids=[ask.__name__ for ask, _ in ASKED])
def test_text_of_any_script_is_taken(
    client: FlaskClient, ada: Person, admin: Person, ask: Ask, field: str, text: str
) -> None:
    answer = ask(client, ada, admin, text)
    assert answer.status_code in (200, 201), answer.text
    if ask is not suspend:
        assert answer.json.get("data", {field: text})[field] == text


@pytest.mark.parametrize("text", MOVES_OTHERS, ids=ascii)
@pytest.mark.parametrize("ask", [rename_passkey, rename_factor, name_token, describe_webhook])
def test_no_name_moves_or_hides_letters(client: FlaskClient, ada: Person, admin: Person, ask: Ask, text: str) -> None:
    assert ask(client, ada, admin, text).status_code == 422


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_an_operator_gives_no_such_text_either(app: Flask, ada: Person, text: str) -> None:
    run = app.test_cli_runner()
    for words in (
        ["clients", "create", text],
        ["roles", "define", "label", "--description", text],
        ["users", "suspend", ada.username, "--reason", text],
    ):
        assert run.invoke(gatepost, words).exit_code != 0, words
    with pytest.raises(ValueError, match="give a name on one line"):
        Settings(service_name=text)
