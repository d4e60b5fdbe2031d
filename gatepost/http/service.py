"""Flask without what this service does not use: cookie sessions, static files, redirects, the Host header."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.routing import MapAdapter

from gatepost.http.body import MAX_BYTES
from gatepost.http.paths import Id, Name, Uuid
from gatepost.settings import Settings


class Service(Flask):
    """The application object, with its settings in ``extensions["gatepost"]``."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("gatepost", static_folder=None, instance_path=str(settings.instance))
        self.extensions["gatepost"] = settings
        # One byte more than the limit, because Werkzeug silently truncates a chunked body at its own limit.
        self.config.update(DEBUG=settings.debug, MAX_CONTENT_LENGTH=MAX_BYTES + 1)
        self.session_interface = _NoCookies()
        self.url_map.converters |= {"id": Id, "name": Name, "uuid": Uuid}
        self.url_map.strict_slashes = False
        self.url_map.merge_slashes = False

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Skip Flask's check at each request, because no view is a coroutine."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Match by the path alone: the Host header is ignored, so its value has no effect."""
        if request is None:
            return None
        environ = request.environ
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        if path.startswith("//"):  # otherwise Werkzeug serves //user as /user, which bypasses a proxy's rule for /user
            path = f"/.{path}"
        return MapAdapter(self.url_map, "gatepost", "/", "", "http", path, environ["REQUEST_METHOD"])


class _NoCookies(SecureCookieSessionInterface):
    """No cookie session, because a request carries its token in a header."""

    def open_session(self, *_: Any) -> None:
        return None
