"""GET and POST /account/details: username, gender, language, and the fields that the operator declares."""

from functools import cache
from typing import Any

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, Done, as_body, show_own
from gatepost.accounts.routes import Changes
from gatepost.accounts.update_user import update_user
from gatepost.caller import Caller
from gatepost.errors import Refusal
from gatepost.fields.declared import Fields, readable, writable
from gatepost.fields.form import inputs, typed_changes
from gatepost.fields.kinds import Who
from gatepost.http.access import SIGNED_IN
from gatepost.http.client import client
from gatepost.http.form import Form, read_form
from gatepost.pages import go_to
from gatepost.pages.words import LANGUAGES
from gatepost.users.models import get_user

room = own_room("account details")

_USER: frozenset[Who] = frozenset({"user"})


class Details(Form):
    """An empty field removes what it is about; no account is without a username."""

    username: str = ""
    gender: str = ""
    locale: str = ""


@room.page("/account/details", access=SIGNED_IN, limit=PER_MINUTE, query=Done, shown_if=is_on)
def show_details(query: Done, caller: Caller) -> Response:
    user = get_user(caller.uuid)
    return _show(
        caller, Details(username=user.username, gender=user.gender or "", locale=user.locale or ""), query.done
    )


@room.page("/account/details", access=SIGNED_IN, limit="60/minute", form=Details, shown_if=is_on)
def change_details(form: Details, caller: Caller) -> Response:
    user = get_user(caller.uuid)
    given: dict[str, str | None] = {
        "username": form.username,
        "gender": form.gender or None,
        "locale": form.locale or None,
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value != getattr(user, name)}
    if fields := typed_changes(_written(), user.fields, read_form()):
        changes["fields"] = fields
    try:
        as_body(Changes, **changes)
        update_user(caller, caller.uuid, changes, client=client())
    except Refusal as refusal:
        return _show(caller, form, refusal=refusal)
    return go_to("account/details?done=details")


@cache
def _languages() -> list[tuple[str, str]]:
    """Each language, as it names itself, and its tag."""
    from babel import Locale  # noqa: PLC0415  start-up does not need it

    return sorted((Locale.parse(tag).get_display_name() or tag, tag) for tag in LANGUAGES)


def _show(caller: Caller, shown: Details, done: str = "", refusal: Refusal | None = None) -> Response:
    mine = get_user(caller.uuid).fields if readable(_USER) else None
    typed = read_form() if refusal is not None else None
    read_only = {name: field for name, field in readable(_USER).items() if name not in _written()}
    fields = {"inputs": inputs(_written(), mine, typed), "told_fields": inputs(read_only, mine)}
    languages = _languages() if shown.locale in LANGUAGES else [*_languages(), (shown.locale, shown.locale)]
    known = [(name, tag) for name, tag in languages if tag]
    values: dict[str, Any] = {"form": shown, "languages": known, **fields}
    return show_own("details.html", caller, here="details", done=done, refusal=refusal, **values)


def _written() -> Fields:
    """The fields that a user writes. Staff write theirs in the console."""
    return writable(_USER)
