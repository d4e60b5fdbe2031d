"""An issuer and a verifier of its tokens, for the tests of this folder."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gatepost.verify import Verifier
from tests.tokens.forge import Forger
from tests.verify.issuer import Clock, Issuer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(clock: Clock) -> Iterator[Issuer]:
    with Issuer(clock) as running:
        yield running


@pytest.fixture
def make_verifier(issuer: Issuer, clock: Clock) -> Callable[..., Verifier]:
    """A verifier of the issuer's tokens with other choices: ``make_verifier(leeway=0)``."""

    def make(*, of: str = issuer.url, **chosen: Any) -> Verifier:
        return Verifier(of, **{"now": clock.read, "stopwatch": clock.read, **chosen})

    return make


@pytest.fixture
def verifier(make_verifier: Callable[..., Verifier]) -> Verifier:
    return make_verifier()


@pytest.fixture
def forge(issuer: Issuer) -> Forger:
    """Makes tokens that only the issuer can, with any header and any text as claims."""
    return Forger(issuer.pair)
