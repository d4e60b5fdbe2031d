"""When the verifier asks the issuer for keys, and what it makes of the answer."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from gatepost.keys.pairs import make_pair
from gatepost.verify import InvalidToken, KeysUnavailable, Verifier
from tests.verify.issuer import Answer, Clock, Issuer, reply

MakeVerifier = Callable[..., Verifier]


def fails(request: BaseHTTPRequestHandler) -> None:
    reply(request, b"{}", status=503)


def text(body: bytes, status: int = 200) -> Answer:
    return lambda request: reply(request, body, status=status)


def test_nothing_is_asked_before_a_token_comes(issuer: Issuer, make_verifier: MakeVerifier) -> None:
    verifier = make_verifier()
    for token in ("", "x.y.z", "a" * 5000, issuer.token(header={"typ": "rt+jwt"}), issuer.token(header={"crit": []})):
        with pytest.raises(InvalidToken):
            verifier.verify(token)
    assert issuer.asked == []


@pytest.mark.parametrize(
    ("control", "kept"),
    [
        ("", 300),
        ("public, max-age=120", 120),
        ("Max-Age=120", 120),
        ('max-age="120"', 120),
        ("no-cache", 300),
        ("s-maxage=900", 300),
        ("max-age=soon", 300),
        ("max-age=-5", 300),
        ("max-age=0", 60),
        ("max-age=59", 60),
        ("max-age=9999999", 86_400),
        ("max-age=" + "9" * 500, 86_400),
    ],
)
def test_keys_are_kept_as_long_as_the_issuer_says_within_bounds(
    issuer: Issuer, clock: Clock, verifier: Verifier, control: str, kept: int
) -> None:
    issuer.headers = {"Cache-Control": control}
    assert verifier.verify(issuer.token())
    clock.pass_(kept - 1)
    assert verifier.verify(issuer.token())
    assert len(issuer.asked) == 1
    clock.pass_(1)
    assert verifier.verify(issuer.token())
    assert len(issuer.asked) == 2


@pytest.mark.parametrize(("age", "kept"), [("100", 200), ("299", 60), ("5000", 60), ("x", 300), ("", 300), ("-7", 300)])
def test_time_that_an_answer_spent_in_a_cache_counts(
    issuer: Issuer, clock: Clock, verifier: Verifier, age: str, kept: int
) -> None:
    issuer.headers = {"Cache-Control": "max-age=300", "Age": age}
    assert verifier.verify(issuer.token())
    clock.pass_(kept - 1)
    assert verifier.verify(issuer.token())
    assert len(issuer.asked) == 1
    clock.pass_(1)
    assert verifier.verify(issuer.token())
    assert len(issuer.asked) == 2


def test_a_new_key_is_looked_for_when_it_is_met(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    before = issuer.token()
    assert verifier.verify(before)
    clock.pass_(10)
    issuer.rotate("ES256")
    assert verifier.verify(issuer.token())
    assert verifier.verify(before)
    assert len(issuer.asked) == 2


def test_keys_that_do_not_exist_are_looked_for_once_in_ten_seconds(
    issuer: Issuer, clock: Clock, verifier: Verifier
) -> None:
    assert verifier.verify(issuer.token())

    def flood() -> None:
        for number in range(200):
            with pytest.raises(InvalidToken):
                verifier.verify(issuer.token(header={"kid": f"none-{number}"}))

    flood()
    assert len(issuer.asked) == 1  # the keys have just been fetched
    clock.pass_(9.9)
    flood()
    assert len(issuer.asked) == 1
    clock.pass_(0.1)
    flood()
    assert len(issuer.asked) == 2
    assert verifier.verify(issuer.token())


def test_a_key_that_is_no_longer_published_verifies_no_more(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    """Also for a token that was found good before."""
    token = issuer.token()
    assert verifier.verify(token)
    issuer.keys.clear()
    issuer.rotate()
    assert verifier.verify(token)
    clock.pass_(300)
    with pytest.raises(InvalidToken):
        verifier.verify(token)
    assert verifier.verify(issuer.token())


def test_another_key_of_the_same_name_does_not_pass_for_the_first(
    issuer: Issuer, clock: Clock, verifier: Verifier
) -> None:
    token = issuer.token()
    assert verifier.verify(token)
    issuer.keys[:] = [make_pair("EdDSA").jwk | {"kid": issuer.pair.kid}]
    clock.pass_(300)
    with pytest.raises(InvalidToken):
        verifier.verify(token)


def test_an_issuer_that_publishes_no_keys_is_believed(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    token = issuer.token()
    assert verifier.verify(token)
    issuer.keys.clear()
    clock.pass_(300)
    with pytest.raises(InvalidToken):
        verifier.verify(token)


def test_old_keys_serve_for_an_hour_while_the_issuer_is_away(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    assert verifier.verify(issuer.token())
    issuer.answer = fails
    clock.pass_(300)
    for _ in range(5):
        assert verifier.verify(issuer.token())
    assert len(issuer.asked) == 2  # nor is it asked more often for being away
    clock.pass_(3599)
    assert verifier.verify(issuer.token())
    clock.pass_(1)
    with pytest.raises(KeysUnavailable, match="503"):
        verifier.verify(issuer.token())
    clock.pass_(10)
    issuer.answer = issuer.publish
    assert verifier.verify(issuer.token())


def test_it_cannot_be_known_whether_an_issuer_that_is_away_has_another_key(
    issuer: Issuer, clock: Clock, verifier: Verifier
) -> None:
    assert verifier.verify(issuer.token())
    before = issuer.token()
    clock.pass_(10)
    issuer.answer = fails
    issuer.rotate()
    with pytest.raises(KeysUnavailable):
        verifier.verify(issuer.token())
    assert verifier.verify(before)
    clock.pass_(10)
    issuer.answer = issuer.publish
    assert verifier.verify(issuer.token())
    with pytest.raises(InvalidToken):
        verifier.verify(issuer.token(header={"kid": "none"}))


def test_without_any_keys_the_issuer_is_asked_again_after_ten_seconds(
    issuer: Issuer, clock: Clock, verifier: Verifier
) -> None:
    issuer.answer = fails
    for _ in range(5):
        with pytest.raises(KeysUnavailable):
            verifier.verify(issuer.token())
    assert len(issuer.asked) == 1
    issuer.answer = issuer.publish
    clock.pass_(9.9)
    with pytest.raises(KeysUnavailable):
        verifier.verify(issuer.token())
    clock.pass_(0.1)
    assert verifier.verify(issuer.token())


@pytest.mark.parametrize(
    "answer",
    [
        *(text(b'{"keys": []}', status) for status in (400, 404, 429, 500, 503)),
        text(b"", 204),
        *(text(body) for body in (b"", b"null", b"[]", b"{}", b'"x"', b"{", b"\xff\xfe", b"<html>", b"[" * 60_000)),
        *(text(body) for body in (b'{"keys": null}', b'{"keys": {}}', b'{"keys": "x"}')),
        text(json.dumps({"keys": [], "x": "x" * 70_000}).encode()),
        lambda request: request.wfile.write(b"garbage\r\n\r\n"),
        lambda request: request.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n{}"),
        lambda request: request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"),
        lambda request: request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{"),
        lambda request: request.connection.close(),
    ],
)
def test_an_answer_that_is_no_key_set_leaves_the_keys_as_they_are(
    issuer: Issuer, clock: Clock, make_verifier: MakeVerifier, answer: Answer
) -> None:
    before, after = make_verifier(), make_verifier()
    assert before.verify(issuer.token())
    issuer.answer = answer
    clock.pass_(300)
    assert before.verify(issuer.token())
    with pytest.raises(KeysUnavailable):
        after.verify(issuer.token())
    assert len(issuer.asked) == 3


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
