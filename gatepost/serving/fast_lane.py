"""The fast lane: hot endpoints are answered in the event loop, from the same declaration as in Flask.

Access, limit, answer and headers come from the same functions. All that would take time falls through to Flask: a
token that this process has not seen, keys that have to be read again, a limit that is counted elsewhere, and what the
endpoint itself declares to be unusual.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from flask import Flask

from gatepost import clock
from gatepost.api.answers import refused, start_json
from gatepost.api.dispatch import serve_endpoint
from gatepost.api.error_handlers import refusal_for
from gatepost.api.hot import HotRequest
from gatepost.api.room import Endpoint
from gatepost.app import ROOMS
from gatepost.errors import Refusal
from gatepost.http.admission import Admission
from gatepost.http.form import read_form
from gatepost.http.gate import bearer_token
from gatepost.http.middleware import WAITED, WSGI
from gatepost.http.paths import pattern
from gatepost.http.present import Environ, begin_request, end_request
from gatepost.http.protected import sent_host_cookie
from gatepost.http.session_cookie import sent_session
from gatepost.keys.ring import READ_EVERY, current_ring
from gatepost.oauth.registry import clients_age, refresh_clients
from gatepost.serving.ask_database import asker_for
from gatepost.serving.look_up import LookUp
from gatepost.serving.request_threads import Response, run
from gatepost.sessions.look_up import SessionKey, forget_found, keep_found
from gatepost.settings import Settings
from gatepost.tokens.access_token import find_known_access_token
from gatepost.tokens.jwt import Known, forget_checked, keep_checked
from gatepost.tokens.refresh_token import find_known_refresh_token

_WAY = "gatepost.way"
_FRESH = READ_EVERY / 2  # seconds after which keys and clients are read again in advance
_STALE = READ_EVERY * 0.9  # seconds; a little before they are too old, because they are used a little later


class _Way(NamedTuple):
    """A hot endpoint, and the pattern of its path."""

    path: re.Pattern[str]
    endpoint: Endpoint


class FastLane:
    """The hot endpoints of one application. *later* runs a function in a thread."""

    def __init__(self, app: Flask, *, later: Callable[[Callable[[], object]], object]) -> None:
        settings: Settings = app.extensions["gatepost"]
        self._app, self._later = app, later
        self._admission: Admission = app.extensions["gatepost.admission"]
        self._layered: WSGI = app.extensions["gatepost.layered"](self._serve)
        hot = [endpoint for room in ROOMS for endpoint in room.endpoints if endpoint.hot is not None]
        self._ways: dict[str, list[_Way]] = {}
        for endpoint in hot:
            if self._admission.is_counted_here(endpoint):
                self._ways.setdefault(endpoint.method, []).append(_Way(pattern(endpoint.path), endpoint))
        asker, age = asker_for(app), settings.session_age.total_seconds()
        self._look_ups = {
            endpoint.hot.question: LookUp(partial(asker.ask, endpoint.hot.question.chosen(settings)), age=age)
            for endpoint in hot
            if endpoint.hot is not None
        }
        with app.app_context():
            self._ring = current_ring()
        self._refreshing = False

    async def answer(self, environ: Environ) -> Response | None:
        """The answer to this request, whose body is read; None if Flask has to answer it."""
        for way in self._ways.get(environ["REQUEST_METHOD"], ()):
            if (found := way.path.fullmatch(environ["PATH_INFO"])) is not None:
                state = begin_request(environ)
                try:
                    return await self._answer(way.endpoint, environ, found.groupdict())
                finally:
                    end_request(state)
        return None

    async def _answer(self, endpoint: Endpoint, environ: Environ, variables: dict[str, str]) -> Response | None:
        known = self._known(endpoint, environ)
        if known is None or endpoint.hot is None or "act" in known.claims:  # which asks about the actor, too
            return None
        claims, question = known.claims, endpoint.hot.question
        key, asked = SessionKey(claims["sid"], claims["sub"]), clock.stopwatch()
        try:
            rows = await self._look_ups[question].rows(key)
        except Exception:  # it is logged once for all that waited; Flask finds out more
            rows = None
        environ[WAITED] = clock.stopwatch() - asked
        now = clock.now()
        # Meanwhile the token's key may have been revoked: to find out more would take time.
        if rows is None or not (self._is_current(endpoint) and known.is_decided(now)):
            return None
        if not endpoint.hot.usual(HotRequest(claims, variables, rows)):
            return None
        environ[_WAY] = endpoint, variables
        found, checked = keep_found(question, key, rows), keep_checked(known if known.is_in_time(now) else None)
        try:
            return run(self._layered, environ)
        finally:
            forget_checked(checked)
            forget_found(found)

    def _serve(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI application within the middleware: it serves the endpoint as Flask would."""
        endpoint, variables = environ[_WAY]
        try:
            answer = serve_endpoint(endpoint, self._admission, dict(variables), writes=False)
            status = endpoint.status
        except Exception as error:
            refusal = error if isinstance(error, Refusal) else refusal_for(error)
            answer, status = refused(refusal), refusal.status
        return start_json(start_response, answer, status=status)

    def _known(self, endpoint: Endpoint, environ: Environ) -> Known | None:
        """The token in question, if this process has seen it before, and nothing has to be read to say more of it."""
        token = _token(endpoint, environ)
        if token is None or not self._is_current(endpoint):
            return None
        find = find_known_refresh_token if endpoint.access.token == "refresh" else find_known_access_token  # noqa: S105  the kind of token, not one
        known = find(token)
        return known if known is not None and known.is_decided(clock.now()) else None

    def _is_current(self, endpoint: Endpoint) -> bool:
        """Whether the keys, and the clients if they matter, are known. They are read again in advance, in a thread."""
        age = max(self._ring.age(), clients_age() if endpoint.access.client else 0.0)
        # Keys that are too old are read by the request itself, in its thread. It would go on without, beside a reader.
        if _FRESH < age < READ_EVERY and not self._refreshing:
            self._refreshing = True
            self._later(partial(self._refresh, clients=endpoint.access.client))
        return age < _STALE

    def _refresh(self, *, clients: bool) -> None:
        try:
            with self._app.app_context():
                self._ring.refresh()
                if clients:
                    refresh_clients()
        finally:
            self._refreshing = False


def _token(endpoint: Endpoint, environ: Environ) -> str | None:
    """The token in question; None if the request is one for Flask. The body is left as it was."""
    try:
        if endpoint.access.client:
            return read_form().get("token", "")
        if environ["wsgi.input"].getbuffer().nbytes or ("HTTP_COOKIE" in environ and _is_by_cookie(endpoint, environ)):
            return None
        return bearer_token()
    except Refusal:
        return None
    finally:
        environ["wsgi.input"].seek(0)


def _is_by_cookie(endpoint: Endpoint, environ: Environ) -> bool:
    access = endpoint.access
    return bool((access.by_cookie and sent_session(environ)) or (access.at_host and sent_host_cookie(environ)))
