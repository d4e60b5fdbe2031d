"""nginx as docs/operations.md shows it: a cookie of another application signs nobody out."""

import re
import socket
from collections.abc import Iterator
from http.client import HTTPConnection

import httpx
import pytest

from tests.docs.blocks import blocks
from tests.examples.conftest import free_port
from tests.examples.run_proxy import require, running_nginx
from tests.serving.wire import join
from tests.support.live import ROOT, Live

BEFORE = ["", "theme=très; ", "a=é; b=ü; ", "a=é; plain=1; näme; ", "\u20ac=\u20ac; "]
AFTER = ["", "; theme=très", "; plain=1; näme=1"]
MAPS = re.compile(r"# In a cookie of another.*?(?=server \{)", re.DOTALL)


def shown() -> str:
    (text,) = [text for kind, text in blocks("docs/operations.md") if kind == "nginx"]
    return text


@pytest.fixture(scope="module")
def port(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx before the service."""
    require("nginx")
    free = free_port()
    text = re.sub(r" +ssl_.*\n", "", shown()).replace("listen 443 ssl;", f"listen 127.0.0.1:{free};")
    text = text.replace("http://127.0.0.1:8087", live.url)

    def is_there() -> None:
        socket.create_connection(("127.0.0.1", free), timeout=1).close()

    with running_nginx(tmp_path_factory.mktemp("nginx"), text, is_there=is_there):
        yield free


@pytest.fixture(scope="module")
def session(live: Live) -> str:
    """The cookie of a session."""
    ada = join(live.url, "ada")
    body = {"username": ada.username, "password": ada.password, "session": "cookie"}
    headers = {"Origin": live.url, "Sec-Fetch-Site": "same-origin"}
    answer = httpx.post(f"{live.url}/user/login", json=body, headers=headers, trust_env=False)
    assert answer.status_code == 200, answer.text
    return f"gatepost-session={answer.cookies['gatepost-session']}"


def status_of(port: int, cookies: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", "/user/session")
    connection.putheader("Cookie", cookies.encode())
    connection.endheaders()
    try:
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("before", BEFORE)
def test_a_byte_beyond_ascii_in_another_cookie_signs_nobody_out(
    port: int, session: str, before: str, after: str
) -> None:
    assert status_of(port, before + session + after) == 200


def test_no_cookie_is_made_of_others(port: int, session: str) -> None:
    for cookies in (f"é{session}", f"é; x{session}", f"{session[:-1]}é", "é", f"a=é{session}; b=ü"):
        assert status_of(port, cookies) == 401


def test_compose_has_the_same_lines() -> None:
    (maps,) = MAPS.findall(shown())
    conf = (ROOT / "deploy/compose/nginx.conf").read_text()
    assert maps in conf
    assert "proxy_set_header Cookie $cookies_of_ascii;" in conf
