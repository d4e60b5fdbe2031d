"""The frame of the console, and its answers to refusals that no page shows itself."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from gatepost.api import Room as Endpoints
from gatepost.caller import Caller
from gatepost.console.done import DONE
from gatepost.console.menu import menu_of
from gatepost.errors import (
    AuthenticationRequired,
    EnrolmentRequired,
    FactorRequired,
    InvalidToken,
    ReauthenticationRequired,
    Refusal,
)
from gatepost.http.access import Access
from gatepost.pages import Room, go_to
from gatepost.pages.answers import relative_root
from gatepost.pages.frame import Frame
from gatepost.pages.words import show_moment
from gatepost.settings import Settings, current_settings
from gatepost.users.models import get_user

_FRAME = Frame("gatepost.console")
LEADING = (AuthenticationRequired, InvalidToken, ReauthenticationRequired, FactorRequired, EnrolmentRequired)
"""Refusals after which a person signs in, or confirms who they are, and comes back; or sets up a second factor."""


def is_on(settings: Settings) -> bool:
    """Whether the setting CONSOLE shows these pages."""
    return settings.console


def console_room(name: str) -> Room:
    """A room of the console, which leads people to what they lack."""
    return Room(f"console {name}", refused=lead_on)


def access_of(room: Endpoints, serve: Any) -> Access:
    """The rule of the endpoint that the function *serve* of *room* answers, without personal tokens, for its page."""
    declared = next(each.access for each in room.endpoints if each.serve is serve)
    return replace(declared, scopes=())


def show(template: str, caller: Caller, *, refusal: Refusal | None = None, **values: Any) -> Response:
    """The *template* as an answer to *caller*, in their language, with the menu and what was done before.

    Templates have *when*, which writes a time (RFC 3339) for people.
    """
    done = DONE.get(request.args.get("done", ""), "")
    scripts = template == "users.html"
    given = {"menu": menu_of(caller), "done": done, "when": show_when, **values}
    locale = get_user(caller.uuid).locale
    return _FRAME.show(template, caller=caller, locale=locale, refusal=refusal, scripts=scripts, **given)


def lead_on(refusal: Refusal) -> Response:
    """Lead a person who is refused to the page that helps, and back afterwards; otherwise say why."""
    if not isinstance(refusal, LEADING) or not current_settings().account_pages:
        return _FRAME.show("refused.html", refusal=refusal, menu=(), done="")
    known = isinstance(refusal, ReauthenticationRequired | FactorRequired)
    path = f"account/{'confirm' if known else 'login'}?{_back()}"
    if isinstance(refusal, EnrolmentRequired):
        path = "account/factors"
    if request.headers.get("HX-Request"):  # htmx would follow the answer, and show its page within this one
        return Response(headers={"HX-Redirect": f"{relative_root()}{path}"})
    return go_to(path)


def show_when(moment: str | None) -> str:
    """A moment (RFC 3339) as people read it; empty for none."""
    return "" if moment is None else show_moment(datetime.fromisoformat(moment))


def _back() -> str:
    """The address of the present page as the parameter ``next``; each form has a page at its own address."""
    query = request.query_string.decode("ascii", "replace") if request.method == "GET" else ""
    return urlencode({"next": f"{request.path}?{query}" if query else request.path})
