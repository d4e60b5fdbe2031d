"""For the tests of this folder."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gatepost.environment import load_settings
from gatepost.messaging.message import Channel
from gatepost.messaging.senders import Sender, sender_for
from tests.support.certificates import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Makes certificates that nobody trusts."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The same, but trusted: ``SSL_CERT_FILE`` says so."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@pytest.fixture
def open_() -> Iterator[Callable[[Any], Any]]:
    """Starts a server, which stops when the test ends."""
    with ExitStack() as stack:
        yield stack.enter_context


@pytest.fixture
def sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Sender]:
    """Makes the sender of a channel from settings; no proxy of the environment comes between."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    def make(channel: Channel, *, seconds: float = 10, **chosen: Any) -> Sender:
        found = sender_for(load_settings({}, sender_timeout=timedelta(seconds=seconds), **chosen), channel)
        assert found is not None
        return found

    return make
