"""How the verifier reaches the issuer: by which addresses, for how long, and past whom."""

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from gatepost.verify import KeysUnavailable, Verifier
from tests.verify.issuer import Clock, Issuer, reply

MakeVerifier = Callable[..., Verifier]


def endless(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        request.wfile.write(b" " * 4096)


def test_an_endless_answer_is_not_read_to_its_end(issuer: Issuer, verifier: Verifier) -> None:
    issuer.answer = endless
    with pytest.raises(KeysUnavailable, match="too long"):
        verifier.verify(issuer.token())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(issuer: Issuer, verifier: Verifier, status: int) -> None:
    where = {"Location": f"{issuer.url}/elsewhere"}
    issuer.answer = lambda request: reply(request, b"", where, status=status)
    with pytest.raises(KeysUnavailable, match=str(status)):
        verifier.verify(issuer.token())
    assert issuer.asked == ["/.well-known/jwks.json"]


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_no_proxy_sees_keys_that_it_could_change(
    issuer: Issuer, clock: Clock, verifier: Verifier, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with Issuer(clock) as proxy:
        monkeypatch.setenv(name, proxy.url)
        assert verifier.verify(issuer.token())
        assert (issuer.asked, proxy.asked) == (["/.well-known/jwks.json"], [])


def test_https_goes_through_the_proxy_of_the_environment(
    clock: Clock, make_verifier: MakeVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Issuer(clock) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(KeysUnavailable, match="Tunnel connection failed"):  # it does not know CONNECT
            make_verifier(of="https://accounts.example.org").verify(proxy.token())


@pytest.mark.parametrize("begun", [False, True], ids=["says nothing", "byte after byte"])
def test_a_slow_issuer_is_not_waited_for(issuer: Issuer, make_verifier: MakeVerifier, begun: bool) -> None:
    let_go = threading.Event()

    def slowly(request: BaseHTTPRequestHandler) -> None:
        if begun:
            request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not let_go.wait(0.05):
            if begun:
                request.wfile.write(b" ")

    issuer.answer = slowly
    began = time.monotonic()
    try:
        with pytest.raises(KeysUnavailable):
            make_verifier(timeout=0.3).verify(issuer.token())
        assert 0.25 < time.monotonic() - began < 5
    finally:
        let_go.set()


def test_an_issuer_that_is_not_there_is_unavailable(clock: Clock, make_verifier: MakeVerifier) -> None:
    with Issuer(clock) as gone:
        token = gone.token()
    with pytest.raises(KeysUnavailable):
        make_verifier(of=gone.url).verify(token)


@pytest.mark.parametrize(
    "url",
    ["https://accounts.example.org", "http://127.0.0.1:8087", "http://localhost", "http://[::1]:1", "http://127.9.9.9"],
)
def test_keys_come_by_https_or_from_this_machine(url: str) -> None:
    Verifier(url)
    Verifier("https://accounts.example.org", jwks_url=f"{url}/keys")


@pytest.mark.parametrize(
    "url",
    [
        "http://accounts.example.org",
        "http://10.0.0.1",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://0.0.0.0",
        "http://[::]",
        "http://2130706433",
    ],
)
def test_http_over_a_network_has_to_be_allowed(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Verifier(url)
    with pytest.raises(ValueError, match="https"):
        Verifier("https://accounts.example.org", jwks_url=url)
    Verifier(url, allow_http=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "accounts.example.org",
        "file:///etc/passwd",
        "ftp://accounts.example.org",
        "data:,{}",
        "https://",
        "https:///x",
        "https://ada:secret@accounts.example.org",
        "https://accounts.example.org/#x",
        "http://[::1",
    ],
)
def test_what_is_no_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|https|IPv6"):
        Verifier(url, allow_http=True)
