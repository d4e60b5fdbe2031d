"""Many threads, one verifier."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler

import pytest

from gatepost.verify import InvalidToken, KeysUnavailable, Verifier
from tests.serving.wire import at_once
from tests.verify.issuer import Clock, Issuer, reply

MANY = 50


def outcome(verifier: Verifier, token: str) -> str:
    try:
        return str(verifier.verify(token)["jti"])
    except (InvalidToken, KeysUnavailable) as refusal:
        return type(refusal).__name__


@pytest.mark.parametrize("floor", [0, 10])
def test_the_first_requests_fetch_the_keys_once(
    issuer: Issuer, make_verifier: Callable[..., Verifier], floor: float
) -> None:
    verifier = make_verifier(floor=floor)
    tokens = [issuer.token(jti=str(number)) for number in range(MANY)]
    assert at_once([lambda token=token: outcome(verifier, token) for token in tokens]) == [*map(str, range(MANY))]
    assert len(issuer.asked) == 1


def test_a_new_key_is_fetched_once(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    assert verifier.verify(issuer.token())
    clock.pass_(10)
    issuer.rotate()
    tokens = [issuer.token(jti=str(number)) for number in range(MANY)]
    assert at_once([lambda token=token: outcome(verifier, token) for token in tokens]) == [*map(str, range(MANY))]
    assert len(issuer.asked) == 2


def test_an_issuer_that_fails_is_asked_once(issuer: Issuer, verifier: Verifier) -> None:
    issuer.answer = lambda request: reply(request, b"", status=500)
    token = issuer.token()
    assert at_once([lambda: outcome(verifier, token)] * MANY) == ["KeysUnavailable"] * MANY
    assert len(issuer.asked) == 1


def test_nobody_waits_for_keys_where_old_ones_serve(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    """One thread hangs at the issuer; the others go on, and after it has the new keys they use those."""
    token = issuer.token()
    assert verifier.verify(token)
    asked, let_go = threading.Event(), threading.Event()

    def hang(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        let_go.wait(4)
        issuer.publish(request)

    issuer.answer = hang
    clock.pass_(300)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(outcome, verifier, token)
        assert asked.wait(4)
        assert at_once([lambda: outcome(verifier, token)] * MANY) == ["token"] * MANY
        assert not first.done()
        let_go.set()
        assert first.result(5) == "token"
    assert len(issuer.asked) == 2


@pytest.mark.parametrize("known", [True, False])
def test_who_needs_a_new_key_waits_for_the_thread_that_asks(
    issuer: Issuer, clock: Clock, verifier: Verifier, known: bool
) -> None:
    assert verifier.verify(issuer.token())
    asked, let_go = threading.Event(), threading.Event()

    def hang(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        let_go.wait(4)
        issuer.publish(request)

    issuer.answer = hang
    clock.pass_(10)
    if known:
        issuer.rotate()
    token = issuer.token() if known else issuer.token(header={"kid": "none"})
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(outcome, verifier, token)
        assert asked.wait(4)
        second = pool.submit(outcome, verifier, token)
        let_go.set()
        assert [first.result(5), second.result(5)] == (["token"] * 2 if known else ["InvalidToken"] * 2)
    assert len(issuer.asked) == 2


def test_what_is_remembered_has_its_bounds(issuer: Issuer, verifier: Verifier) -> None:
    """More tokens than are remembered, from several threads: each still gives its own claims, in any order."""
    tokens = {str(number): issuer.token(jti=str(number)) for number in range(1100)}
    with ThreadPoolExecutor(8) as pool:
        for _ in range(2):
            assert list(pool.map(lambda token: outcome(verifier, token), tokens.values())) == list(tokens)
    (key,) = verifier._keys._keys.values()
    assert len(key._verified) == 1000
