"""/admin/console/clients: services that may ask about tokens, listed, registered, removed; their secrets changed."""

from typing import Any

from flask import Response

from gatepost.caller import Caller
from gatepost.console.deeds import Reasoned, deed, reason_of
from gatepost.console.frame import console_room, is_on, show
from gatepost.http.access import permits
from gatepost.http.client import client
from gatepost.oauth.clients import (
    By,
    add_secret,
    create_client,
    end_old_secret,
    get_client_name,
    remove_client,
    renew_secret,
)
from gatepost.oauth.list_clients import list_clients
from gatepost.pages.words import marked

room = console_room("clients")
_DEED = permits("clients:write", recent=True)
_HERE, _ONE = "admin/console/clients", "/admin/console/clients/<uuid:client_id>"


class Registration(Reasoned):
    name: str = ""


class Renewal(Reasoned):
    """*keep*: the old secret is taken, too, until it is ended."""

    keep: bool = False


@room.page("/admin/console/clients", access=permits("clients:write"), limit="120/minute", shown_if=is_on)
def show_clients(caller: Caller) -> Response:
    return show("clients.html", caller, clients=list_clients())


@deed(
    room,
    "/admin/console/clients/create",
    access=_DEED,
    title=marked("Register a service"),
    explains=marked("It may ask what an access token is worth. Its secret is shown once."),
    form=Registration,
    template="create_client.html",
    back=_HERE,
)
def create(form: Registration, caller: Caller) -> Response:
    made = create_client(form.name, _by(form, caller))
    return show("secret.html", caller, name=form.name, client_id=made.client_id, secret=made.secret)


def _named(*, caller: Caller, client_id: str) -> dict[str, Any]:
    return {"about": get_client_name(client_id)}


@deed(
    room,
    f"{_ONE}/new-secret",
    access=_DEED,
    title=marked("Make a new secret"),
    explains=marked("It is shown once. Keep the old one until all machines of the service have the new one."),
    form=Renewal,
    template="renew.html",
    back=_HERE,
    load=_named,
)
def renew(form: Renewal, caller: Caller, client_id: str) -> Response:
    name, by = get_client_name(client_id), _by(form, caller)
    secret = add_secret(client_id, by) if form.keep else renew_secret(client_id, by)
    return show("secret.html", caller, name=name, client_id=client_id, secret=secret)


@deed(
    room,
    f"{_ONE}/end-old-secret",
    access=_DEED,
    title=marked("End the old secret"),
    explains=marked("The older one of its two secrets is refused within a second."),
    back=_HERE,
    load=_named,
)
def end_old(form: Reasoned, caller: Caller, client_id: str) -> None:
    end_old_secret(client_id, _by(form, caller))


@deed(
    room,
    f"{_ONE}/remove",
    access=_DEED,
    title=marked("Remove the service"),
    explains=marked("It is refused within a second, and cannot be brought back."),
    back=_HERE,
    danger=True,
    load=_named,
)
def remove(form: Reasoned, caller: Caller, client_id: str) -> None:
    remove_client(client_id, _by(form, caller))


def _by(form: Reasoned, caller: Caller) -> By:
    return By(caller, client(), reason_of(form))
