"""nginx, Caddy, HAProxy and Apache as docs/operations.md shows them: no client can choose its address."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.docs.blocks import blocks
from tests.examples.conftest import free_port
from tests.examples.run_proxy import find, replaced, require, running, running_caddy, running_nginx
from tests.serving.wire import join
from tests.support.live import Live
from tests.support.people import Person

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this machine has one loopback address only")

CLIENT, FORGED = "127.0.0.2", "203.0.113.9"
FORMS = [f"X{one}Forwarded{two}For" for one, two in product("-_", repeat=2)]
SPELLINGS = [spelled for form in FORMS for spelled in (form, form.lower(), form.upper())]
MODULES = Path("/usr/lib/apache2/modules")
APACHE = """\
ServerRoot "{folder}"
ServerName 127.0.0.1
DefaultRuntimeDir "{folder}"
PidFile "{folder}/apache.pid"
ErrorLog /dev/stderr
Listen 127.0.0.1:{port}
{modules}
{shown}
"""


def shown(kind: str) -> str:
    (text,) = [text for each, text in blocks("docs/operations.md") if each == kind]
    return text


def nginx(folder: Path, port: int, gatepost: str) -> AbstractContextManager[None]:
    text = re.sub(r"    ssl_certificate.*\n", "", shown("nginx"))
    text = replaced(text, {"listen 443 ssl;": f"listen 127.0.0.1:{port};", "127.0.0.1:8087": gatepost})
    return running_nginx(folder, text, is_there=lambda: send(port, "GET", "/healthz"))


def caddy(folder: Path, port: int, gatepost: str) -> AbstractContextManager[None]:
    site = {"accounts.example.org {": f"http://127.0.0.1:{port} {{", "127.0.0.1:8087": gatepost}
    return running_caddy(folder, replaced(shown("caddyfile"), site), is_there=lambda: send(port, "GET", "/healthz"))


def haproxy(folder: Path, port: int, gatepost: str) -> AbstractContextManager[None]:
    tls = "bind :443 ssl crt /etc/haproxy/accounts.pem ssl-min-ver TLSv1.2"
    text = replaced(shown("haproxy"), {tls: f"bind 127.0.0.1:{port}", "127.0.0.1:8087": gatepost})
    (folder / "haproxy.cfg").write_text(text)
    command = [str(find("haproxy")), "-db", "-f", "haproxy.cfg"]
    return running(command, folder, is_there=lambda: send(port, "GET", "/healthz"))


def apache(folder: Path, port: int, gatepost: str) -> AbstractContextManager[None]:
    text = re.sub(r"    SSL.*\n", "", shown("apache"))
    text = replaced(text, {"*:443": f"127.0.0.1:{port}", "127.0.0.1:8087": gatepost})
    names = ("mpm_event", "authz_core", "headers", "proxy", "proxy_http")
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in names)
    whole = APACHE.format(folder=folder, port=port, modules=modules, shown=text)
    (folder / "apache.conf").write_text(whole)
    command = [str(find("apache2")), "-X", "-f", f"{folder}/apache.conf"]
    return running(command, folder, is_there=lambda: send(port, "GET", "/healthz"))


PROXIES = {"nginx": nginx, "caddy": caddy, "haproxy": haproxy, "apache2": apache}


def send(port: int, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """The answer to a request through the proxy, from CLIENT."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30, source_address=(CLIENT, 0))
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return json.loads(answer.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("trusting"), GATEPOST_TRUSTED_PROXIES="127.0.0.1") as service:
        yield service


@pytest.fixture(scope="module")
def ada(trusting: Live) -> Person:
    return join(trusting.url, "ada")


@pytest.fixture(scope="module", params=PROXIES)
def port(request: pytest.FixtureRequest, trusting: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a proxy in front of the service."""
    require(request.param)
    free = free_port()
    folder = tmp_path_factory.mktemp(request.param)
    with PROXIES[request.param](folder, free, trusting.url.removeprefix("http://")):
        yield free


@pytest.mark.asvs("4.1.3")
@pytest.mark.asvs("15.3.4")
@pytest.mark.parametrize("name", ["", *SPELLINGS])
def test_the_address_that_is_recorded_is_the_clients_whatever_it_sends(port: int, ada: Person, name: str) -> None:
    forged = {name: FORGED} if name else {}
    tokens = send(port, "POST", "/user/login", {"username": ada.username, "password": ada.password}, **forged)
    signed = {"Authorization": f"Bearer {tokens['access_token']}"}
    sessions = send(port, "GET", "/user/sessions", **signed, **forged)["data"]
    assert [session["address"] for session in sessions if session["current"]] == [CLIENT]
