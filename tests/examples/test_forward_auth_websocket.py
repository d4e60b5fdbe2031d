"""WebSockets through nginx and Caddy as shown: they need a token, and no other protocol gets through."""

from http.client import HTTPMessage

import pytest

from tests.examples.forward_auth import asking_for, identity, signed, told
from tests.examples.forward_auth import nothing_seen_yet as nothing_seen_yet
from tests.examples.forward_auth import proxy as proxy
from tests.examples.forward_auth import start as start
from tests.examples.proxy import Proxy
from tests.serving.wire import Reply
from tests.support.people import Person


def test_a_websocket_gets_through_with_who_it_is(proxy: Proxy, ada: Person) -> None:
    for protocol in ("websocket", "WebSocket"):
        status, got = proxy.change_protocol("/live", *asking_for(protocol), signed(ada), say=b"hello")
        assert status.startswith("HTTP/1.1 101 ")
        headers, said = got
        assert said == "hello"
        assert sorted(told(Reply(101, HTTPMessage(), f'{{"headers": {headers}}}'))) == sorted(identity(ada))
        assert ada.access_token not in headers


@pytest.mark.asvs("8.3.1")
def test_a_websocket_without_a_token_and_another_protocol_do_not(proxy: Proxy, ada: Person) -> None:
    status, _ = proxy.change_protocol("/live", *asking_for("websocket"), say=b"hello")
    assert " 401 " in status
    assert proxy.reached() == []
    for protocol in ("h2c", "h2c, websocket", "websocketx", "TLS/1.0"):
        status, _ = proxy.change_protocol("/live", *asking_for(protocol), signed(ada), say=b"hello")
        assert " 101 " not in status
        seen = [dict(each["headers"]) for each in proxy.reached()]
        assert [headers.get("Upgrade", "") for headers in seen] == [""] * len(seen)


@pytest.mark.asvs("8.3.1")
def test_a_second_protocol_does_not_get_through_beside_a_websocket(proxy: Proxy, ada: Person) -> None:
    """Otherwise requests over HTTP/2 (h2c) would go by unchecked."""
    for protocols in (("h2c", "websocket"), ("websocket", "h2c")):
        both = [line for each in protocols for line in asking_for(each)[:1]]
        proxy.change_protocol("/live", *both, *asking_for("websocket")[1:], signed(ada), say=b"hello")
        offered = [value for each in proxy.reached() for name, value in each["headers"] if name.lower() == "upgrade"]
        assert set(offered) <= {"websocket"}
