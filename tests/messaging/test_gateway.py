"""SMS to a real HTTP gateway: what arrives, and what is said of what does not."""

import hmac
import json
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from gatepost.messaging.senders import Sender
from tests.docs.blocks import blocks
from tests.messaging.messages import ID, refusal, sms
from tests.support.certificates import Authority
from tests.support.sms import Gateway, Text
from tests.support.time import SetClock

Make = Callable[..., Sender]
Open = Callable[[Any], Any]


@pytest.fixture
def gateway(open_: Open) -> Gateway:
    server: Gateway = open_(Gateway())
    return server


def test_an_sms_arrives_as_the_contract_has_it(gateway: Gateway, sender: Make) -> None:
    sender("sms", sms_gateway_url=f"{gateway.url}?key=of-ours").send(sms(text="Dein Code: 123456 ä €"))
    (got,) = gateway.messages
    assert json.loads(got.body) == {"to": "+8801712345678", "text": "Dein Code: 123456 ä €", "id": ID}
    assert got.headers["content-type"] == "application/json"
    assert not [name for name in got.headers if name.startswith("webhook")]


def is_genuine(got: Text, secret: str) -> bool:
    """As a gateway finds out, in the words of docs/messages.md."""
    (shown,) = [text for kind, text in blocks("docs/messages.md") if kind == "python" and "webhook-id" in text]
    known: dict[str, Any] = {}
    exec(shown, known)
    return bool(known["is_genuine"](got.headers, got.body, secret))


@pytest.mark.asvs("13.2.1")
@pytest.mark.parametrize("secret", ["a secret of the gateway, ä", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_with_a_secret_the_gateway_can_tell_who_sent_it_and_when(gateway: Gateway, sender: Make, secret: str) -> None:
    sender("sms", sms_gateway_url=gateway.url, sms_gateway_secret=secret).send(sms())
    (got,) = gateway.messages
    assert (got.headers["webhook-id"], got.id) == (ID, ID)
    assert is_genuine(got, secret)
    assert not is_genuine(got, "another")
    assert not is_genuine(replace(got, body=got.body.replace(b"123456", b"654321")), secret)
    for name, other in (
        ("webhook-id", "another"),
        ("webhook-timestamp", str(int(got.headers["webhook-timestamp"]) + 1)),
    ):
        assert not is_genuine(replace(got, headers=got.headers | {name: other}), secret)


def test_the_signature_is_that_of_standard_webhooks(gateway: Gateway, sender: Make, time: SetClock) -> None:
    """Worked out by hand from https://www.standardwebhooks.com: id, time and body, with dots between them."""
    key = b"0123456789abcdef01234567"
    secret = f"whsec_{b64encode(key).decode()}"
    sender("sms", sms_gateway_url=gateway.url, sms_gateway_secret=secret).send(sms())
    (got,) = gateway.messages
    moment = str(int(time.now().timestamp()))
    signed = f"{ID}.{moment}.".encode() + got.body
    assert got.headers["webhook-timestamp"] == moment
    assert got.headers["webhook-signature"] == f"v1,{b64encode(hmac.digest(key, signed, 'sha256')).decode()}"


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(200, None), (202, None), (204, None)]
    + [(status, True) for status in (400, 402, 410, 413, 422)]
    + [(status, False) for status in (302, 401, 403, 404, 408, 429, 500, 502, 503)],
)
def test_the_status_says_whether_it_was_taken_and_whether_it_ever_will_be(
    open_: Open, sender: Make, status: int, permanent: bool | None
) -> None:
    gateway = open_(Gateway(status=status, answer=b"" if status == 204 else b"hush"))
    ready = sender("sms", sms_gateway_url=gateway.url)
    if permanent is None:
        ready.send(sms())
        assert len(gateway.messages) == 1
    else:
        refused = refusal(ready, sms())
        assert (str(refused), refused.permanent) == (f"the gateway answered {status}", permanent)


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        ("refuse", "the connection was refused"),
        ("cut", "the connection broke off"),
        ("redirect", "the gateway answered 307"),
    ],
)
def test_trouble_is_told_in_words_and_passes(gateway: Gateway, sender: Make, behaviour: Any, said: str) -> None:
    ready = sender("sms", sms_gateway_url=gateway.url)
    gateway.behave(behaviour)
    refused = refusal(ready, sms())
    assert (str(refused), refused.permanent) == (said, False)
    assert gateway.requests == (0 if behaviour == "refuse" else 1)
    gateway.behave("deliver")
    ready.send(sms())
    assert [got.code for got in gateway.messages] == ["123456"]


@pytest.mark.asvs("13.1.3")
@pytest.mark.parametrize("behaviour", ["hang", "trickle"])
def test_a_gateway_that_never_comes_to_the_point_is_left_in_time(
    gateway: Gateway, sender: Make, behaviour: Any
) -> None:
    ready = sender("sms", sms_gateway_url=gateway.url, seconds=0.3)
    gateway.behave(behaviour)
    begun = time.monotonic()
    refused = refusal(ready, sms())
    assert 0.25 < time.monotonic() - begun < 5
    assert (str(refused), refused.permanent) == ("it took longer than 0.3 s", False)


def test_an_answer_without_an_end_is_not_read_to_it(open_: Open, sender: Make) -> None:
    gateway = open_(Gateway(answer=b"x" * 50_000_000))
    begun = time.monotonic()
    sender("sms", sms_gateway_url=gateway.url).send(sms())
    assert time.monotonic() - begun < 5
    assert len(gateway.messages) == 1


@pytest.mark.asvs("12.3.1")
def test_by_https_it_arrives(open_: Open, trusted: Authority, sender: Make) -> None:
    gateway = open_(Gateway(certificate=trusted.server()))
    sender("sms", sms_gateway_url=gateway.url).send(sms())
    assert gateway.messages[0].headers["host"] == f"127.0.0.1:{gateway.port}"


@pytest.mark.asvs("12.3.2")
@pytest.mark.parametrize("vouched_for", [False, True], ids=["by nobody", "as another"])
def test_a_gateway_that_cannot_show_who_it_is_gets_nothing(
    open_: Open, authority: Authority, monkeypatch: pytest.MonkeyPatch, sender: Make, vouched_for: bool
) -> None:
    if vouched_for:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    gateway = open_(Gateway(certificate=authority.server("sms.example.org" if vouched_for else "127.0.0.1")))
    refused = refusal(sender("sms", sms_gateway_url=gateway.url), sms())
    assert str(refused).startswith("the certificate is not good: ")
    assert not refused.permanent
    assert gateway.requests == 0
