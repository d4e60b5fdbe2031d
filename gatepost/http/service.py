"""Flask, without what this service does not use: cookie sessions, static files, redirects and the Host header."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.routing import MapAdapter

from gatepost.http.body import MAX_BYTES
from gatepost.http.paths import Id
from gatepost.settings import Settings


class Service(Flask):
    """The application object, with its settings in ``extensions["gatepost"]``."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("gatepost", static_folder=None, instance_path=str(settings.instance))
        self.extensions["gatepost"] = settings
        # One byte more than is served: Werkzeug cuts a chunked body at its limit without a word.
        self.config.update(DEBUG=settings.debug, MAX_CONTENT_LENGTH=MAX_BYTES + 1)
        self.session_interface = _NoCookies()
        self.url_map.converters["id"] = Id
        self.url_map.strict_slashes = False
        self.url_map.merge_slashes = False

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view is a coroutine, so none needs to be examined at each request."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Match by the path alone. The Host header is not looked at, so nothing in it can matter or be refused."""
        if request is None:
            return None
        environ = request.environ
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        if path.startswith("//"):  # Werkzeug would serve //user as /user, and a proxy's rule for /user be passed by
            path = f"/.{path}"
        return MapAdapter(self.url_map, "gatepost", "/", "", "http", path, environ["REQUEST_METHOD"])


class _NoCookies(SecureCookieSessionInterface):
    """A request carries its token in a header."""

    def open_session(self, *_: Any) -> None:
        return None
