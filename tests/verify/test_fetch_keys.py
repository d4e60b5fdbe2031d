"""When the verifier asks the issuer for keys, and what it makes of the answer."""

import json
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
