"""GET /metrics on the main port, for a monitor that has the token: also gunicorn has it so."""

from flask import Response

from gatepost.errors import Unavailable
from gatepost.http.access import MONITOR
from gatepost.http.limits import Unlimited
from gatepost.metrics import CONTENT_TYPE, METRICS
from gatepost.pages.page_room import Room
from gatepost.settings import Settings

room = Room("metrics")


def _with_token(settings: Settings) -> bool:
    return bool(settings.metrics_token)


@room.page("/metrics", access=MONITOR, limit=Unlimited("only a monitor has the token"), shown_if=_with_token)
def show_metrics() -> Response:
    if METRICS.recorder is None:
        raise Unavailable
    return Response(METRICS.recorder.render(), content_type=CONTENT_TYPE)
