"""/admin/console/keys: the keys that sign tokens, listed, rotated and revoked."""

from typing import Any

from flask import Response

from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.console.deeds import Reasoned, deed, reason_of
from gatepost.console.frame import console_room, is_on, show
from gatepost.console.words_of import KEY_STATE
from gatepost.errors import UnknownName
from gatepost.http.access import permits
from gatepost.http.client import client
from gatepost.keys.list_keys import list_keys
from gatepost.keys.rotate import revoke_key, rotate_key
from gatepost.pages.words import marked

room = console_room("keys")
_DEED = permits("keys:write", recent=True)
_HERE = "admin/console/keys"


class Rotation(Reasoned):
    at_once: bool = False


@room.page("/admin/console/keys", access=permits("keys:write"), limit="120/minute", shown_if=is_on)
def show_keys(caller: Caller) -> Response:
    return show("keys.html", caller, keys=list_keys(), states=KEY_STATE)


@deed(
    room,
    "/admin/console/keys/rotate",
    access=_DEED,
    title=marked("Make the next key"),
    explains=marked("It takes the place of the present one before its time. Tokens of the present one stay valid."),
    form=Rotation,
    template="rotate.html",
    back=_HERE,
)
def rotate(form: Rotation, caller: Caller) -> None:
    reason = reason_of(form)
    of = {"user_uuid": None, "actor_uuid": caller.uuid, "client": client(), "reason": reason}
    rotate_key(at_once=form.at_once, record=lambda: record("key.rotated", **of))  # type: ignore[arg-type]  # as in record


def _named(*, caller: Caller, kid: str) -> dict[str, Any]:
    if all(each.kid != kid for each in list_keys()):
        raise UnknownName
    return {"about": kid}


@deed(
    room,
    "/admin/console/keys/<kid>/revoke",
    access=_DEED,
    title=marked("Revoke the key"),
    explains=marked("All that it signed is refused at once, so people log in again. For a key that others may know."),
    back=_HERE,
    danger=True,
    load=_named,
)
def revoke(form: Reasoned, caller: Caller, kid: str) -> None:
    reason = reason_of(form)
    of = {"user_uuid": None, "actor_uuid": caller.uuid, "client": client(), "reason": reason}
    revoke_key(kid, record=lambda: record("key.revoked", **of))  # type: ignore[arg-type]  # as in record
