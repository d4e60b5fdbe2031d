"""The session cookie as a credential: in place of an access token, and for changes with the CSRF token beside it."""

import re
from typing import Any

from gatepost.caller import Client
from gatepost.crypto import same
from gatepost.errors import InvalidCsrfToken, TwoCredentials
from gatepost.http.acting_cookie import sent_acting
from gatepost.http.client import client
from gatepost.http.origins import check_page
from gatepost.http.present import present
from gatepost.http.session_cookie import check_offered, csrf_token, sent_session
from gatepost.narrowing import check_asked

_READING = ("GET", "HEAD", "OPTIONS")  # these change nothing by a cookie (RFC 9110 section 9.2.1)
_OF_FORM = "gatepost.csrf_of_form"
_BEARER = re.compile(r"bearer( |$)", re.IGNORECASE)


def cookie_credential() -> str:
    """The session cookie of the present request, unverified; empty if there is none.

    A change has to come from a page of an allowed origin, with the CSRF token of this cookie: nothing is looked up
    before. Raises TwoCredentials, CrossSiteRequest, InvalidCsrfToken.
    """
    return _checked(sent_session(present()))


def acting_credential() -> str:
    """The cookie of staff who act as a user, checked in the same way; empty if there is none."""
    return _checked(sent_acting(present()))


def _checked(cookie: str) -> str:
    environ = present()
    if not cookie:
        return ""
    if _BEARER.match(environ.get("HTTP_AUTHORIZATION", "")):
        raise TwoCredentials
    if environ["REQUEST_METHOD"] not in _READING:
        check_page(environ)
        if not same(_sent_csrf_token(environ), csrf_token(cookie)):
            raise InvalidCsrfToken
    return cookie


def note_csrf_of_form(sent: str) -> None:
    """Keep the token that a form has in a field, because a form sends no header of its own."""
    present()[_OF_FORM] = sent


def _sent_csrf_token(environ: dict[str, Any]) -> str:
    return str(environ.get(_OF_FORM) or environ.get("HTTP_GATEPOST_CSRF", ""))


def client_at_log_in(session: str, *, scope: str | None = None, audience: str | None = None) -> Client:
    """The client of a log-in. *session*: ``cookie`` if it asks for its session in one, otherwise ``tokens``.

    Otherwise a page of another site could log its visitor in as somebody else. *scope* and *audience*: it asks for less
    than its user has. Raises NotOffered, CrossSiteRequest, InvalidInput.
    """
    in_cookie = session == "cookie"
    if in_cookie:
        check_offered()
        check_page(present())
    asked = check_asked(scope, audience, in_cookie=in_cookie)
    sent = sent_session(present()) if in_cookie else ""
    return client(in_cookie=in_cookie, session_cookie=sent, scope=asked.scope, audience=asked.audience)
