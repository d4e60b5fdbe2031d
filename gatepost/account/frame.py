"""The frame of the account pages, and what they answer to refusals that no page shows itself."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, request

from gatepost.account.next_address import forms_to, kept
from gatepost.account.sentences import sentence
from gatepost.errors import (
    AuthenticationRequired,
    EnrolmentRequired,
    FactorRequired,
    InvalidToken,
    NotOffered,
    ReauthenticationRequired,
    Refusal,
)
from gatepost.http.acting_cookie import acting_is_over
from gatepost.pages import Room, go_to
from gatepost.pages.frame import Frame
from gatepost.passkeys.relying_party import relying_party
from gatepost.settings import Settings

FRAME = Frame("gatepost.account")


def is_on(settings: Settings) -> bool:
    """Whether the setting ACCOUNT_PAGES shows these pages."""
    return settings.account_pages


def account_room(name: str) -> Room:
    """A room of account pages, which lead people to what they lack: to sign in, or to prove again who they are."""
    return Room(name, refused=lead_on)


def own_room(name: str) -> Room:
    """A room of pages about the signed-in person. Staff who act as them see these, too."""
    return Room(name, refused=lead_on, acting=True)


def show_step(template: str, *, next_address: str = "", done: str = "", **values: Any) -> Response:
    """A page on the way in: it keeps ``next``, and its forms may lead there. *done*: the key of a sentence."""
    shown = {"next": kept(next_address), "done": done, "sentence": sentence, **values}
    return FRAME.show(template, forms_to=forms_to(next_address), **shown)


def passkeys_offered() -> bool:
    """Whether people may sign in with passkeys here."""
    try:
        relying_party()
    except NotOffered:
        return False
    return True


def lead_on(refusal: Refusal) -> Response:
    """Lead a person who is refused to the page that helps, and back afterwards; otherwise say why."""
    if acting_is_over():
        return FRAME.show("acting_over.html", status=403)
    if isinstance(refusal, AuthenticationRequired | InvalidToken):
        return go_to(f"account/login?{_back()}")
    if isinstance(refusal, EnrolmentRequired):
        return go_to("account/factors")
    if isinstance(refusal, FactorRequired):
        return go_to(f"account/confirm?by=factor&{_back()}")
    if isinstance(refusal, ReauthenticationRequired):
        return go_to(f"account/confirm?{_back()}")
    return FRAME.show("refused.html", refusal=refusal)


def _back() -> str:
    """The address of the present page as the parameter ``next``; a form is filled in anew."""
    if request.method != "GET":
        return urlencode({"next": _page_of(request.path)})
    query = request.query_string.decode("ascii", "replace")
    return urlencode({"next": f"{request.path}?{query}" if query else request.path})


def _page_of(path: str) -> str:
    """The page of a form that is sent to *path*: the nearest address upwards that shows one."""
    addresses = current_app.url_map.bind("")
    while path and not addresses.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or "/account"
