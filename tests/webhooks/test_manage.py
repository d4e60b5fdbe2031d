"""/admin/webhooks: registered, changed, listed, replayed and removed by staff with the permission."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from standardwebhooks import Webhook as Verifier

from gatepost.database import db
from gatepost.webhooks.put_deliveries import put_deliveries
from gatepost.webhooks.registry import forget_webhooks
from tests.roles.conftest import staff as staff
from tests.roles.staff import Staff
from tests.support.people import Person
from tests.support.time import SetClock
from tests.webhooks.conftest import deliver_due, happens
from tests.webhooks.receiver import Receiver

PATH = "/admin/webhooks"
NOBODY = "f" * 32


class Hooks:
    """Requests of one person."""

    def __init__(self, client: FlaskClient, person: Person) -> None:
        self._client, self._person = client, person

    def __call__(self, method: str, path: str = "", **body: Any) -> Any:
        sent = body if body or method in ("POST", "PATCH") else None
        return self._client.open(f"{PATH}{path}", method=method, json=sent, headers=self._person.signed)


@pytest.fixture
def hooks(client: FlaskClient, admin: Person) -> Hooks:
    return Hooks(client, admin)


@pytest.fixture
def made(hooks: Hooks, receiver: Receiver) -> dict[str, Any]:
    answer = hooks("POST", url=receiver.url, events=["account.*", "account.*", "logout"], description=" CRM ")
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json["data"]
    return data


@pytest.mark.every_engine
def test_one_is_registered_changed_disabled_enabled_and_removed(
    app: Flask, hooks: Hooks, made: dict[str, Any], receiver: Receiver
) -> None:
    path = f"/{made['id']}"
    secret = made.pop("secret")
    assert (made["events"], made["description"], made["enabled"]) == (["account.*", "logout"], "CRM", True)
    assert hooks("GET").json["data"] == [made]
    changed = hooks("PATCH", path, events=["login.*"], description="x", enabled=False).json["data"]
    assert changed == made | {
        "events": ["login.*"],
        "description": "x",
        "enabled": False,
        "disabled_because": "by_hand",
    }
    assert hooks("POST", f"{path}/replay").json["code"] == "webhook_disabled"
    assert hooks("PATCH", path, enabled=True, url=f"{receiver.url}/2").json["data"]["enabled"]
    with app.app_context():
        happens("login.succeeded")
        assert deliver_due() == 1
        Verifier(secret).verify(receiver.got[0].body, receiver.got[0].headers)
        happens("login.succeeded")
    assert (hooks("DELETE", path).status_code, hooks("GET", path).json["code"]) == (200, "webhook_not_found")
    with app.app_context():
        assert deliver_due() == 0


@pytest.mark.every_engine
def test_deliveries_are_listed_page_by_page_and_replayed(
    app: Flask, hooks: Hooks, made: dict[str, Any], receiver: Receiver, time: SetClock
) -> None:
    path = f"/{made['id']}"
    receiver.status, receiver.text = 500, b"<b>no</b>"
    with app.app_context():
        for _ in range(3):
            happens("account.registered", None)
        assert deliver_due() == 3
    first = hooks("GET", f"{path}/deliveries?limit=2")
    assert 'rel="next"' in first.headers["Link"]
    rest = hooks("GET", first.headers["Link"].partition(PATH)[2].partition(">")[0]).json["data"]
    shown = first.json["data"] + rest
    assert (len(shown), len({each["id"] for each in shown}), "Link" in rest) == (3, 3, False)
    assert {(each["state"], each["status_code"], each["excerpt"]) for each in shown} == {("waiting", 500, "<b>no</b>")}
    receiver.status, receiver.text = 200, b""
    one = shown[0]["id"]
    assert hooks("POST", f"{path}/replay", message_id=one).json["data"] == {"replayed": 1}
    with app.app_context():
        assert deliver_due() == 1
    assert receiver.got[-1].id == one
    assert hooks("POST", f"{path}/replay", message_id=one).json["data"] == {"replayed": 1}
    assert hooks("POST", f"{path}/replay", message_id=f"msg_{NOBODY}").json["code"] == "delivery_not_found"
    assert hooks("POST", f"{path}/replay").json["data"] == {"replayed": 0}
    with app.app_context():
        time.pass_(seconds=7)
        assert deliver_due() == 3


@pytest.mark.asvs("16.3.3")
def test_each_deed_is_on_record(client: FlaskClient, hooks: Hooks, made: dict[str, Any], admin: Person) -> None:
    path = f"/{made['id']}"
    hooks("PATCH", path, description="CRM")
    hooks("PATCH", path, enabled=False)
    hooks("PATCH", path, enabled=True)
    hooks("POST", f"{path}/rotate-secret")
    hooks("POST", f"{path}/replay")
    hooks("DELETE", path)
    lines = client.get(f"/admin/events?user={admin.uuid}", headers=admin.signed).json["data"]
    lines = [each for each in client.get("/admin/events", headers=admin.signed).json["data"] if each not in lines]
    names = ["removed", "replayed", "secret_rotated", "enabled", "disabled", "changed", "added"]
    assert [(each["event"], each["user"], each["actor"]) for each in lines] == [
        (f"webhook.{name}", made["id"], admin.uuid) for name in names
    ]


@pytest.mark.asvs("7.5.3")
@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("PATCH", "", {"description": "CRM"}),
        ("POST", "/rotate-secret", {}),
        ("POST", "/replay", {}),  # other systems take it for a new event
        ("DELETE", "", {}),
    ],
)
def test_every_change_takes_a_recent_log_in(
    make_app: Callable[..., Flask], receiver: Receiver, time: SetClock, method: str, below: str, body: dict[str, str]
) -> None:
    staff = Staff(make_app(reauthentication=True))
    hooks = Hooks(staff.people.client, staff.people.appoint(staff.app, "root"))
    path = f"/{hooks('POST', url=receiver.url, events=['logout']).json['data']['id']}"
    time.pass_(minutes=10)
    assert hooks(method, f"{path}{below}", **body).json["code"] == "insufficient_user_authentication"
    assert hooks("GET", f"{path}/deliveries").status_code == 200


def test_nobody_without_the_permission_comes_near(staff: Staff, made: dict[str, Any]) -> None:
    reader = Hooks(staff.people.client, staff.with_permissions("reader", "webhooks:read"))
    path = f"/{made['id']}"
    deeds = [
        ("POST", ""),
        ("PATCH", path),
        ("DELETE", path),
        ("POST", f"{path}/rotate-secret"),
        ("POST", f"{path}/replay"),
    ]
    assert [reader("GET", each).status_code for each in ("", path, f"{path}/deliveries")] == [200] * 3
    assert [reader(*each).json["code"] for each in deeds] == ["insufficient_scope"] * len(deeds)
    support = Hooks(staff.people.client, staff.give(staff.people.bring("sue"), "support"))
    assert support("GET").json["code"] == "insufficient_scope"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("events", ["account.nothing"]),
        ("events", ["unknown.login_failed"]),
        ("events", ["acc*"]),
        ("events", []),
        ("url", "https://user:word@app.example/"),
        ("description", "two\nlines"),
        ("description", "\u2028"),
    ],
)
def test_what_cannot_be_is_refused_by_name(hooks: Hooks, made: dict[str, Any], field: str, value: Any) -> None:
    right = {"url": "https://app.example/", "events": ["*"]}
    for answer in (hooks("POST", **(right | {field: value})), hooks("PATCH", f"/{made['id']}", **{field: value})):
        assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")
        assert [name.partition(".")[0] for name in answer.json["errors"]] == [field]


def test_a_cursor_of_others_is_refused(hooks: Hooks, made: dict[str, Any]) -> None:
    for cursor in ("x", "-1", "9" * 30, "²"):
        answer = hooks("GET", f"/{made['id']}/deliveries?cursor={cursor}")
        assert list(answer.json["errors"]) == ["cursor"]


def test_an_event_costs_no_statement_where_no_webhook_asks_for_it(app: Flask, made: dict[str, Any]) -> None:
    with app.app_context():
        forget_webhooks()
        put_deliveries("logout", None, None)  # reads the webhooks, and begins a transaction
        with pytest.MonkeyPatch.context() as patched:
            for name in ("gatepost.webhooks.put_deliveries.write", "gatepost.webhooks.registry.read_all"):
                patched.setattr(name, None)
            put_deliveries("login.succeeded", None, None)
    assert made


@pytest.mark.every_engine
def test_one_without_deliveries_is_removed_once(hooks: Hooks, made: dict[str, Any]) -> None:
    assert hooks("DELETE", f"/{made['id']}").status_code == 200
    assert hooks("DELETE", f"/{made['id']}").status_code == 404


@pytest.mark.every_engine
def test_a_webhook_has_each_message_once(app: Flask, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gatepost.webhooks.put_deliveries.random_hex", lambda size: NOBODY)
    with app.app_context():
        forget_webhooks()
        put_deliveries("logout", None, None)
        with pytest.raises(IntegrityError):
            put_deliveries("logout", None, None)
        db.session.rollback()
    assert made
