"""Webhooks are managed in the console as by REST and on the command line."""

import re

import pytest
from flask import Flask
from sqlalchemy import insert

from gatepost import clock
from gatepost.database import db
from gatepost.webhooks.list_webhooks import list_webhooks
from gatepost.webhooks.models import WebhookDelivery
from tests.console.visitor import Visitor
from tests.support.people import Person

TOLD = {"url": "https://shop.example/hooks", "events": "account.* login.succeeded", "description": "the <b>shop</b>"}
SECRET = re.compile(r'<code id="secret">(whsec_\S+)<')


@pytest.fixture
def here(root: Visitor, app: Flask) -> str:
    """The page of a registered webhook."""
    assert SECRET.search(root.send("/webhooks/create", **TOLD).text)
    with app.app_context():
        return f"/webhooks/{list_webhooks()[0].id}"


def test_a_webhook_is_registered_changed_and_removed(root: Visitor, admin: Person, here: str) -> None:
    listed = root.get("/webhooks").text
    assert TOLD["url"] in listed
    assert "the &lt;b&gt;shop&lt;/b&gt;" in listed
    assert "whsec_" not in listed + root.text(here)
    root.do(f"{here}/change", **TOLD | {"events": "logout\naccount.*"})
    assert "logout account.*" in root.text(here)
    root.do(f"{here}/change", **TOLD | {"description": ""})
    assert "the <b>shop</b>" not in root.text(here)
    assert SECRET.search(root.send(f"{here}/new-secret", keep="yes").text)
    assert root.send(f"{here}/new-secret", keep="yes").status_code == 409
    assert SECRET.search(root.send(f"{here}/new-secret").text)
    root.do(f"{here}/disable")
    assert "disabled by hand" in root.text("/webhooks")
    assert root.send(f"{here}/replay").status_code == 409
    root.do(f"{here}/enable")
    root.do(f"{here}/replay")
    root.do(f"{here}/remove")
    assert root.get(here).status_code == 404
    lines = root.page.client.get("/admin/events", headers=admin.signed).json["data"]
    assert [line["event"] for line in lines if line["event"].startswith("webhook.")] == [
        "webhook.removed",
        "webhook.replayed",
        "webhook.enabled",
        "webhook.disabled",
        "webhook.secret_rotated",
        "webhook.secret_rotated",
        "webhook.changed",
        "webhook.changed",
        "webhook.added",
    ]


def test_deliveries_are_seen_with_what_was_answered(app: Flask, root: Visitor, here: str, admin: Person) -> None:
    assert "None." in root.text(here)
    delivery = {
        "webhook_id": here.rpartition("/")[2],
        "message_id": f"msg_{'1' * 32}",
        "event": "logout",
        "at": clock.now(),
        "user_uuid": admin.uuid,
        "attempts": 10,
        "given_up_at": clock.now(),
        "status_code": 500,
        "excerpt": "<script>no</script>",
    }
    with app.app_context():
        db.session.execute(insert(WebhookDelivery), [delivery])
        db.session.commit()
    page = root.get(here).text
    assert "&lt;script&gt;no&lt;/script&gt;" in page
    assert [each in page for each in ("logout", "given up", ">10<", "500", admin.uuid)] == [True] * 5


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"url": "ftp://shop.example"}, "Give an address such as https://app.example/webhooks."),
        ({"url": "https://10.0.0.1/x"}, "This address is in a private network"),
        ({"events": "nothing.such"}, "No event has this name: nothing.such."),
        ({"events": ""}, "Give at least one event"),
    ],
)
def test_a_wrong_webhook_is_refused_beside_its_field(root: Visitor, wrong: dict[str, str], reason: str) -> None:
    answer = root.send("/webhooks/create", **TOLD | wrong)
    assert (answer.status_code, reason in answer.text) == (422, True)


def test_the_support_sees_no_webhooks(desk: Visitor) -> None:
    assert "Webhooks" not in desk.text("/users")
    assert desk.get("/webhooks").status_code == 403
