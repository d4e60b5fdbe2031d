"""A service that throttles, without the limits of its endpoints, which would refuse before it."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.http.limits import Limiter
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.support.waiting import Waiting
from tests.throttling.devices import Door


@pytest.fixture
def guarded(make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(Limiter, "_count", lambda *_, **_named: None)
    return make_app(limits=True, message_interval="1s")


@pytest.fixture
def home(guarded: Flask) -> Door:
    """The device of ada, who has logged in there."""
    return Door(guarded)


@pytest.fixture
def ada(guarded: Flask, home: Door) -> Person:
    return People(home.client).join("ada")


@pytest.fixture
def stranger(guarded: Flask, ada: Person) -> Door:
    """Another device, at the same address."""
    return Door(guarded)


@pytest.fixture
def service(make_app: Callable[..., Flask], time: SetClock) -> Callable[..., Waiting]:
    """Where people register by numbers of every country."""
    return lambda **chosen: Waiting(make_app(activation="code", phone_region="international", **chosen), time)
