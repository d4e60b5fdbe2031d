"""/admin/console/webhooks: servers that are told of events, with what was delivered to each; registered and changed."""

from typing import Any

from flask import Response

from gatepost.admin.bodies import Cursor
from gatepost.caller import Caller
from gatepost.console.deeds import deed
from gatepost.console.frame import access_of, console_room, is_on, show
from gatepost.console.words_of import BECAUSE, OUTCOME
from gatepost.http.client import client
from gatepost.http.form import Form
from gatepost.pages.words import marked
from gatepost.webhooks import routes as webhooks
from gatepost.webhooks.add_webhook import add_webhook
from gatepost.webhooks.change_webhook import change_webhook, remove_webhook
from gatepost.webhooks.list_deliveries import list_deliveries
from gatepost.webhooks.list_webhooks import get_webhook, list_webhooks
from gatepost.webhooks.on_record import By
from gatepost.webhooks.replay import replay
from gatepost.webhooks.rotate_secret import rotate_secret

room = console_room("webhooks")
_READ, _DEED = (access_of(webhooks.room, each) for each in (webhooks.get_webhooks, webhooks.post_webhook))
_LIST, _HERE = "admin/console/webhooks", "admin/console/webhooks/{webhook_id}"
_ONE = "/admin/console/webhooks/<id:webhook_id>"
_PAGE = 25


class Told(Form):
    """The address, and the events with blanks or lines between."""

    url: str = ""
    events: str = ""
    description: str = ""


class Renewal(Form):
    """*keep*: the old secret signs, too, for a time."""

    keep: bool = False


class Nothing(Form):
    """A form that is a button."""


class Place(Form):
    cursor: Cursor | None = None


@room.page("/admin/console/webhooks", access=_READ, limit="120/minute", shown_if=is_on)
def show_webhooks(caller: Caller) -> Response:
    return show("webhooks.html", caller, webhooks=list_webhooks(), because=BECAUSE)


@room.page(_ONE, access=_READ, limit="120/minute", query=Place, shown_if=is_on)
def show_webhook(query: Place, caller: Caller, webhook_id: str) -> Response:
    page = list_deliveries(webhook_id, limit=_PAGE, cursor=query.cursor)
    following = f"cursor={page.next_cursor}" if page.next_cursor else None
    values: dict[str, Any] = {"deliveries": page.deliveries, "following": following, "outcome": OUTCOME}
    return show("webhook.html", caller, webhook=get_webhook(webhook_id), because=BECAUSE, **values)


@deed(
    room,
    "/admin/console/webhooks/create",
    access=_DEED,
    title=marked("Register a webhook"),
    explains=marked("Its server is told of these events from now on. Its secret is shown once."),
    form=Told,
    template="webhook_edit.html",
    back=_LIST,
    load=lambda *, caller: {"webhook": None},
)
def create_webhook(form: Told, caller: Caller) -> Response:
    made = add_webhook(form.url, form.events.split(), description=form.description, by=_by(caller))
    return show("webhook_secret.html", caller, webhook=get_webhook(made.id), secret=made.secret)


def _present(*, caller: Caller, webhook_id: str) -> dict[str, Any]:
    webhook = get_webhook(webhook_id)
    return {"about": webhook.url, "webhook": webhook}


@deed(
    room,
    f"{_ONE}/change",
    access=_DEED,
    title=marked("Change the webhook"),
    explains=marked("It holds for events from now on, within two seconds."),
    form=Told,
    template="webhook_edit.html",
    back=_HERE,
    load=_present,
)
def save_webhook(form: Told, caller: Caller, webhook_id: str) -> None:
    told = form.events.split()
    change_webhook(webhook_id, url=form.url, events=told, description=form.description, by=_by(caller))


@deed(
    room,
    f"{_ONE}/new-secret",
    access=_DEED,
    title=marked("Make a new secret"),
    explains=marked("It is shown once. Keep the old one until the receiver has the new one."),
    form=Renewal,
    template="webhook_renew.html",
    back=_HERE,
    load=_present,
)
def renew_webhook(form: Renewal, caller: Caller, webhook_id: str) -> Response:
    secret = rotate_secret(webhook_id, end_old=not form.keep, by=_by(caller))
    return show("webhook_secret.html", caller, webhook=get_webhook(webhook_id), secret=secret)


@deed(
    room,
    f"{_ONE}/disable",
    access=_DEED,
    title=marked("Disable the webhook"),
    explains=marked("It is told nothing more. Deliveries that wait are given up, and can be sent again later."),
    form=Nothing,
    template="withdraw.html",
    back=_HERE,
    load=_present,
)
def disable_webhook(form: Nothing, caller: Caller, webhook_id: str) -> None:
    change_webhook(webhook_id, enabled=False, by=_by(caller))


@deed(
    room,
    f"{_ONE}/enable",
    access=_DEED,
    title=marked("Enable the webhook"),
    explains=marked("It is told of events from now on."),
    form=Nothing,
    template="withdraw.html",
    back=_HERE,
    load=_present,
)
def enable_webhook(form: Nothing, caller: Caller, webhook_id: str) -> None:
    change_webhook(webhook_id, enabled=True, by=_by(caller))


@deed(
    room,
    f"{_ONE}/replay",
    access=_DEED,
    title=marked("Send again what was given up"),
    explains=marked("The receiver sees the same ids, so it can tell what it has already."),
    form=Nothing,
    template="withdraw.html",
    back=_HERE,
    load=_present,
)
def replay_webhook(form: Nothing, caller: Caller, webhook_id: str) -> None:
    replay(webhook_id, by=_by(caller))


@deed(
    room,
    f"{_ONE}/remove",
    access=_DEED,
    title=marked("Remove the webhook"),
    explains=marked("Its deliveries go with it, and cannot be brought back."),
    form=Nothing,
    template="withdraw.html",
    back=_LIST,
    danger=True,
    load=_present,
)
def delete_webhook(form: Nothing, caller: Caller, webhook_id: str) -> None:
    remove_webhook(webhook_id, by=_by(caller))


def _by(caller: Caller) -> By:
    return By(caller, client())
