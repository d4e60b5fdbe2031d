"""A webhook leads to no private network: neither by its address nor by a name, and not after a change of the name."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from gatepost.errors import InvalidInput
from gatepost.webhooks.add_webhook import add_webhook
from tests.webhooks.conftest import deliver_due, deliveries, happens
from tests.webhooks.receiver import Receiver

PRIVATE = [
    "https://127.0.0.1/",
    "https://localhost:8443/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://169.254.169.254/latest",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:1]/",
    "https://[64:ff9b::a00:1]/",
    "https://[2002:7f00:1::]/",
    "http://127.0.0.1/",
]
MALFORMED = [
    "http://app.example/hook",
    "ftp://app.example/",
    "https://user:secret@app.example/",
    "https://app.example/#part",
    "https:///hook",
    "https://app.example:0/",
    "https://app.example/\n",
    "app.example",
    "",
    f"https://app.example/{'x' * 1000}",
]


@pytest.fixture
def strict(make_app: Callable[..., Flask]) -> Flask:
    """A service as in production, where no host is listed."""
    return make_app(webhook_hosts=())


@pytest.mark.asvs("1.3.6")
@pytest.mark.parametrize("url", PRIVATE + MALFORMED)
def test_an_address_that_is_private_or_malformed_is_refused(strict: Flask, url: str) -> None:
    with strict.app_context(), pytest.raises(InvalidInput) as refused:
        add_webhook(url, ["*"])
    assert list(refused.value.errors) == ["url"]


@pytest.mark.parametrize("url", ["https://app.example/hook?a=b", "https://8.8.8.8:8443/", "https://[2606:4700::1]/"])
def test_a_public_address_is_taken(strict: Flask, url: str) -> None:
    with strict.app_context():
        assert add_webhook(url, ["*"]).secret.startswith("whsec_")


@pytest.mark.asvs("1.3.6")
@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1"])
def test_a_name_that_leads_to_a_private_address_at_the_delivery_gets_none(
    strict: Flask, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The name was public when the webhook was registered; the answer of the second look-up counts."""
    port = int(receiver.url.rpartition(":")[2].partition("/")[0])
    resolved = []

    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        resolved.append(host)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    with strict.app_context():
        webhook = add_webhook(f"https://app.example:{port}/", ["account.*"])
        happens("account.registered")
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        assert deliver_due() == 1
        monkeypatch.undo()
        (row,) = deliveries(webhook)
    assert (row.state, row.reason) == ("waiting", "the connection broke off")
    assert (resolved, receiver.got) == (["app.example"], [])


def test_a_listed_host_may_be_private_by_its_name_alone(make_app: Callable[..., Flask], receiver: Receiver) -> None:
    listed = make_app(webhook_hosts=("localhost",))
    by_name = receiver.url.replace("127.0.0.1", "localhost")
    with listed.app_context():
        with pytest.raises(InvalidInput):
            add_webhook(receiver.url, ["account.*"])
        add_webhook(by_name, ["account.*"])
        happens("account.registered")
        assert (deliver_due(), receiver.types) == (1, ["account.registered"])
