"""Behind nginx as docs/operations.md shows it, a stop of one instance under load loses no request."""

import signal
from collections.abc import Callable
from pathlib import Path

from tests.docs.blocks import blocks
from tests.examples.run_proxy import replaced, require, running_nginx
from tests.serving.test_addresses import free_port
from tests.serving.test_stop_under_load import HASHES, Load
from tests.serving.wire import ask, join
from tests.support.apps import SECRET
from tests.support.live import Live


def shown() -> str:
    """The configuration in the page."""
    (found,) = [text for kind, text in blocks("docs/operations.md") if kind == "conf"]
    return found


def test_a_stop_of_one_of_two_instances_loses_no_request(live: Callable[..., Live], tmp_path: Path) -> None:
    require("nginx")
    database = {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/one.db", "SECRET_KEY": SECRET, **HASHES}
    first, second = (live("--workers", "2", **database) for _ in range(2))
    port = free_port()
    servers = {"127.0.0.1:8087": first, "127.0.0.1:8088": second}
    text = replaced(shown(), {old: service.url.removeprefix("http://") for old, service in servers.items()})
    text = replaced(text, {"server {\n    location": f"server {{\n    listen 127.0.0.1:{port};\n    location"})
    url = f"http://127.0.0.1:{port}"
    with running_nginx(tmp_path, text, is_there=lambda: ask(url, "GET /healthz")):
        load = Load(url, join(first.url, "ada").username, kept=False)
        load.wait_for(200)
        assert first.stop(signal.SIGTERM) == 0
        load.wait_for(load.answered + 200)
        first.start()
        load.end()
    assert load.lost == []
