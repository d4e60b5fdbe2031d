"""Background work of a serving process: delivery of messages and to webhooks, and housekeeping."""

import threading
from typing import Any

from flask import Flask

from gatepost.serving.delivery import Delivery
from gatepost.serving.free_memory import return_free_memory
from gatepost.serving.housekeeping import Housekeeping
from gatepost.serving.observe import watch_gauges
from gatepost.serving.webhook_senders import WebhookSenders
from gatepost.settings import Settings


class Background:
    """The background threads of one process. *deliver* overrides the setting ``DELIVER``."""

    def __init__(self, app: Flask, *, deliver: bool | None = None) -> None:
        settings: Settings = app.extensions["gatepost"]
        self._app = app
        self._deliver = settings.deliver if deliver is None else deliver
        self._started = threading.Lock()
        self._delivery = Delivery(app)
        self._webhooks = WebhookSenders(app)

    def start(self) -> None:
        """Start the threads, if they are not started."""
        if self._started.acquire(blocking=False):
            watch_gauges(self._app)
            return_free_memory()
            Housekeeping(self._app).start()
            if self._deliver:
                self._delivery.start()
                self._webhooks.start()

    def stop(self) -> None:
        """Stop delivery, after messages that are being sent (some seconds at most)."""
        self._delivery.stop()
        self._webhooks.stop()

    def start_at_first_request(self) -> None:
        """Start the threads when this process serves its first request.

        A process that loads the application only to fork others must have no such threads: at a fork their connections
        would be shared with the children, and their locks would stay locked there.
        """
        service: Any = self._app  # wrapping wsgi_app is Flask's documented way
        serve = service.wsgi_app

        def serve_first(*request: Any) -> Any:
            self.start()
            service.wsgi_app = serve
            return serve(*request)

        service.wsgi_app = serve_first
