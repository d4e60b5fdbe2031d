"""nginx as docs/operations.md shows it: whoever asks through it is limited by their own address, whatever they send."""

import http.client
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.docs.blocks import blocks
from tests.examples.conftest import free_port
from tests.examples.run_proxy import require, running_nginx
from tests.support.live import Live
from tests.web.endpoints import ENDPOINTS

LIMIT = int(ENDPOINTS["login.login.post"].limit.each.partition("/")[0])
Ask = Callable[[str, str], int]


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    chosen = {"GATEPOST_LIMITS": "on", "GATEPOST_TRUSTED_PROXIES": "127.0.0.1"}
    with Live(tmp_path_factory.mktemp("limited"), **chosen) as service:
        yield service


@pytest.fixture(params=["$remote_addr", "$proxy_add_x_forwarded_for"])
def ask(request: pytest.FixtureRequest, limited: Live, tmp_path: Path) -> Iterator[Ask]:
    """The status of a log-in through nginx from this address of our own, with this header. It replaces or appends."""
    require("nginx")
    (shown,) = [text for kind, text in blocks("docs/operations.md") if kind == "nginx"]
    port = free_port()
    for old, new in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "    ssl_certificate     /etc/ssl/accounts.pem;\n": "",
        "    ssl_certificate_key /etc/ssl/accounts.key;\n": "",
        "http://127.0.0.1:8087;": f"{limited.url};",
        "X-Forwarded-For $remote_addr;": f"X-Forwarded-For {request.param};",
    }.items():
        assert shown.count(old) == 1
        shown = shown.replace(old, new)

    def send(address: str, forwarded: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(address, 0))
        try:
            headers = {name: forwarded for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded") if forwarded}
            connection.request("POST", "/user/login", b"{}", headers)
            return connection.getresponse().status
        finally:
            connection.close()

    with running_nginx(tmp_path, shown, is_there=lambda: send("127.0.0.9", "")):
        yield send


@pytest.mark.asvs("4.1.3")
@pytest.mark.asvs("15.3.4")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this machine has one loopback address only")
def test_through_nginx_each_is_limited_by_their_own_address(ask: Ask, request: pytest.FixtureRequest) -> None:
    one, other = ("127.0.0.2", "127.0.0.3") if "remote_addr" in request.node.name else ("127.0.0.4", "127.0.0.5")
    assert {ask(one, f"198.51.100.{number}") for number in range(LIMIT)} == {422}
    assert ask(one, "203.0.113.1") == 429
    assert ask(one, other) == 429
    assert ask(other, one) == 422
