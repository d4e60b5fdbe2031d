"""A connection without a request is kept for IDLE_TIMEOUT, which is longer than the proxies in front keep theirs."""

import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

from gatepost.environment import load_settings
from tests.support.live import Live

_OF_NGINX = 60  # seconds: its keepalive_timeout in a block upstream


def test_the_default_is_longer_than_that_of_nginx(tmp_path: Path) -> None:
    assert load_settings({}, instance=tmp_path).idle_timeout.total_seconds() > _OF_NGINX


def test_an_idle_connection_outlives_the_time_for_a_body_and_ends_after_its_own(tmp_path: Path) -> None:
    with Live(tmp_path, GATEPOST_REQUEST_TIMEOUT="1s", GATEPOST_IDLE_TIMEOUT="4s") as live:
        place = urlsplit(live.url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
        for pause in (0, 2.5, 2.5):
            time.sleep(pause)
            connection.request("GET", "/healthz")
            assert connection.getresponse().read() == b'{"status":"ok"}'
        begun = time.monotonic()
        assert connection.sock is not None
        assert connection.sock.recv(1) == b""  # the service closes it
        assert 3 < time.monotonic() - begun < 8
