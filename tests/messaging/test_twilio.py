"""SMS to a real HTTP server that answers as Twilio does."""

from collections.abc import Callable
from typing import Any

import pytest

from gatepost.messaging.senders import Sender
from tests.messaging.messages import refusal, sms
from tests.support.twilio import ACCOUNT, TOKEN, TwilioServer

Make = Callable[..., Sender]
Open = Callable[[Any], Any]
SERVICE = "MG" + "0" * 32


@pytest.fixture
def twilio(open_: Open) -> TwilioServer:
    server: TwilioServer = open_(TwilioServer())
    return server


@pytest.fixture
def ready(twilio: TwilioServer, sender: Make) -> Callable[..., Sender]:
    def make(**chosen: Any) -> Sender:
        account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN, "twilio_from": "+15005550006"}
        return sender("sms", **{"twilio_url": twilio.url, **account, **chosen})

    return make


@pytest.mark.parametrize(
    ("sent_from", "told"),
    [
        ("+15005550006", "From +15005550006"),
        ("Accounts 24", "From Accounts 24"),
        (SERVICE, f"MessagingServiceSid {SERVICE}"),
    ],
)
def test_an_sms_is_handed_over(twilio: TwilioServer, ready: Make, sent_from: str, told: str) -> None:
    ready(twilio_from=sent_from).send(sms(text="Dein Code: 123456 & ä="))
    (got,) = twilio.messages
    assert (got.to, got.text, got.headers["from"]) == ("+8801712345678", "Dein Code: 123456 & ä=", told)


@pytest.mark.parametrize(
    ("status", "code", "said", "permanent"),
    [
        (400, 21211, "Twilio answered 400, error 21211: this is not a phone number", True),
        (400, 21610, "Twilio answered 400, error 21610: the recipient wants no messages", True),
        (400, 21408, "Twilio answered 400, error 21408", False),
        (429, 20429, "Twilio answered 429, error 20429", False),
        (503, 20503, "Twilio answered 503, error 20503", False),
    ],
)
def test_only_what_concerns_the_number_or_the_text_is_for_good(
    twilio: TwilioServer, ready: Make, status: int, code: int, said: str, permanent: bool
) -> None:
    twilio.error = status, code
    refused = refusal(ready(), sms())
    assert (str(refused), refused.permanent) == (said, permanent)


def test_a_wrong_token_is_told_and_can_be_mended(twilio: TwilioServer, ready: Make) -> None:
    refused = refusal(ready(twilio_auth_token="hush"), sms())
    assert (str(refused), refused.permanent) == ("Twilio answered 401, error 20003", False)
    assert twilio.messages == []


@pytest.mark.parametrize("answer", [b"", b"hush", b"[]", b'{"code": "hush"}', b'{"code": null}', b"[" * 5000, b"\xff"])
def test_an_answer_that_is_no_json_of_theirs_is_told_by_its_status(open_: Open, sender: Make, answer: bytes) -> None:
    class Strange(TwilioServer):
        def _refuse(self, _status: int, _code: int) -> None:
            self.status, self.answer = 400, answer

    strange = open_(Strange())
    strange.error = 400, 0
    account = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN, "twilio_from": "+15005550006"}
    refused = refusal(sender("sms", twilio_url=strange.url, **account), sms())
    assert (str(refused), refused.permanent) == ("Twilio answered 400", False)
