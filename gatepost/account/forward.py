"""GET /account/forward, and GET /.well-known/gatepost/signed-in on the host of a protected application.

The first leads a signed-in browser on to the application. The second, which the application's proxy passes to Gatepost,
gives the browser the cookie of that host (docs/forward-auth.md).
"""

from urllib.parse import urlencode, urlsplit

from flask import Response

from gatepost.account.frame import FRAME, account_room, is_on
from gatepost.caller import Caller
from gatepost.errors import AuthenticationRequired, InvalidToken, NotFound
from gatepost.http.access import PUBLIC, SIGNED_IN
from gatepost.http.form import Form
from gatepost.http.present import present
from gatepost.http.protected import host_cookie_header, protected_origin, sent_state
from gatepost.http.protected_address import protected_address
from gatepost.pages import Room
from gatepost.sessions.host_cookie import issue_code, issue_host_cookie, redeem_code
from gatepost.settings import Settings, settings

_REDEEM = "/.well-known/gatepost/signed-in"

room = account_room("forward")
host_room = Room("protected host")


class Forward(Form):
    """*to*: the address that the person came for. *state*: the digest of the secret that the browser keeps there."""

    to: str
    state: str = ""
    failed: str = ""


class SignedIn(Form):
    """*to* is the path and query of the address."""

    code: str
    to: str


def _has_protected(settings: Settings) -> bool:
    return is_on(settings) and bool(settings.protected_origins)


@room.page("/account/forward", access=SIGNED_IN, limit="120/minute", query=Forward, shown_if=_has_protected)
def forward(query: Forward, caller: Caller) -> Response:
    """Lead on by a page that refreshes at once: Chromium lets no form of ours end in a redirect to another host."""
    address = protected_address(query.to)
    if address is None:
        raise NotFound
    if caller.cookie_digest is None:
        raise AuthenticationRequired
    url = address.whole
    if query.state and not query.failed:
        code = issue_code(caller.session_id, address.whole, state=query.state)
        url = f"{address.origin}{_REDEEM}?{urlencode({'code': code, 'to': address.path})}"
    host = urlsplit(address.origin).netloc
    answer = FRAME.show("forward.html", caller=caller, failed=bool(query.failed), host=host, url=url)
    if not query.failed:
        answer.headers["Refresh"] = f"0; url={url}"
    return answer


@host_room.page(_REDEEM, access=PUBLIC, limit="120/minute", query=SignedIn, shown_if=_has_protected)
def sign_in_at_host(query: SignedIn) -> Response:
    """Redeem the code, give the browser its cookie for this host, and lead it to the page that it came for.

    A browser that keeps no cookies is led to a page that says so, because otherwise it would go round for ever.
    """
    origin = protected_origin(present())
    address = protected_address(f"{origin}{query.to}") if origin else None
    if address is None:
        raise NotFound
    try:
        session_id = redeem_code(query.code, address.whole, kept=sent_state(present()))
    except InvalidToken:
        failed = urlencode({"to": address.whole, "failed": "1"})
        return Response(status=303, headers={"Location": f"{settings.issuer}/account/forward?{failed}"})
    cookie = issue_host_cookie(session_id, address.origin)
    seconds = int(settings.protected_lifetime.total_seconds())
    headers = {"Location": address.whole, "Set-Cookie": host_cookie_header(cookie, seconds=seconds)}
    return Response(status=303, headers=headers)
