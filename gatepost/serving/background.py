"""What a serving process does beside serving: it sends messages, and keeps house."""

import threading
from typing import Any

from flask import Flask

from gatepost.serving.delivery import Delivery
from gatepost.serving.housekeeping import Housekeeping
from gatepost.settings import Settings


class Background:
    """The threads of one process, started once."""

    def __init__(self, app: Flask, *, deliver: bool | None = None) -> None:
        settings: Settings = app.extensions["gatepost"]
        self._app = app
        self._deliver = settings.deliver if deliver is None else deliver
        self._first = threading.Lock()
        self._delivery = Delivery(app)

    def start(self) -> None:
        """Begin, unless it has begun."""
        if self._first.acquire(blocking=False):
            Housekeeping(self._app).start()
            if self._deliver:
                self._delivery.start()

    def stop(self) -> None:
        """Let what is being sent come to its end."""
        self._delivery.stop()

    def start_with_the_first_request(self) -> None:
        """Begin when this process serves for the first time.

        A process that loads the application only to fork others serves none. It must have no such threads: what they
        have open or locked at a fork would be shared with the children (connections), or stay locked in them.
        """
        service: Any = self._app  # Flask's documented way to be in front of it
        serve = service.wsgi_app

        def serve_the_first(*request: Any) -> Any:
            self.start()
            service.wsgi_app = serve
            return serve(*request)

        service.wsgi_app = serve_the_first
