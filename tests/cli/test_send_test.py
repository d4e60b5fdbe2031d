"""``gatepost send-test``: whether the senders are set up right, in words."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gatepost.commands.send_test import send_test
from gatepost.errors import InvalidInput
from gatepost.settings import BadSettings
from tests.cli.run import Typed
from tests.support.certificates import Authority
from tests.support.mail import MailServer
from tests.support.sms import Gateway
from tests.support.twilio import ACCOUNT, TOKEN, TwilioServer


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ask(to: str, *more: str, **settings: str) -> Result:
    """The command, in this process, with these settings alone."""
    others = {name: None for name in os.environ if name.startswith("GATEPOST_")}
    return CliRunner().invoke(send_test, ["--to", to, *more], env={**others, **settings})


def test_an_email_arrives_in_the_language_that_was_asked_for(typed: Typed) -> None:
    with MailServer() as mail:
        settings = {"GATEPOST_SMTP_URL": mail.url, "GATEPOST_SERVICE_NAME": "Bücherei"}
        answer = typed("send-test", "--to", "ada@example.org", "--locale", "de", **settings)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert f"the mail server 127.0.0.1, port {mail.port} has taken it" in answer.stdout
    (got,) = mail.messages
    assert "Bücherei" in got.subject
    assert "Dies ist ein Test" in got.text
    assert got.html


@pytest.mark.parametrize(
    ("locale", "said"), [("ar-EG", "هذه رسالة تجريبية"), ("zh-TW", "这是一封测试邮件"), ("in", "uji coba")]
)
def test_a_region_or_a_former_code_names_a_language_as_well(locale: str, said: str) -> None:
    with MailServer() as mail:
        answer = ask("ada@example.org", "--locale", locale, GATEPOST_SMTP_URL=mail.url)
        assert (answer.exit_code, answer.stderr) == (0, "")
    (got,) = mail.messages
    assert said in got.text
    assert ('dir="rtl"' in got.html) == (locale == "ar-EG")


def test_an_sms_goes_by_the_gateway_or_by_twilio() -> None:
    with Gateway() as gateway, TwilioServer() as twilio:
        by_twilio = {
            "GATEPOST_TWILIO_URL": twilio.url,
            "GATEPOST_TWILIO_ACCOUNT_SID": ACCOUNT,
            "GATEPOST_TWILIO_AUTH_TOKEN": TOKEN,
            "GATEPOST_TWILIO_FROM": "+15005550006",
        }
        for settings, server in (({"GATEPOST_SMS_GATEWAY_URL": gateway.url}, gateway), (by_twilio, twilio)):
            answer = ask("+880 1712-345678", **settings)
            assert (answer.exit_code, answer.stderr) == (0, "")
            assert [got.to for got in server.messages] == ["+8801712345678"]


@pytest.mark.asvs("12.3.2")
def test_an_authority_of_ones_own_may_be_named_in_the_env_file(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    authority = Authority(tmp_path)
    with MailServer(certificate=authority.server(), tls=True) as mail:
        settings = {"GATEPOST_SMTP_URL": mail.url, "GATEPOST_MAIL_FROM": "a@example.org"}
        refused = typed("send-test", "--to", "ada@example.org", **settings)
        Path(".env").write_text(f"SSL_CERT_FILE={authority.file}\n")
        taken = typed("send-test", "--to", "ada@example.org", **settings)
        hidden = typed("send-test", "--to", "ada@example.org", **settings, SSL_CERT_FILE="")
    assert [answer.returncode for answer in (refused, taken, hidden)] == [1, 0, 1], taken.stderr
    assert len(mail.messages) == 1


@pytest.mark.asvs("16.2.5")
def test_a_server_that_does_not_take_it_is_named_and_no_secret_is(typed: Typed) -> None:
    with MailServer(login=("accounts", "hush")) as mail, Gateway(status=422) as gateway:
        url = mail.url.replace("hush", "hush-hush")
        settings = {"GATEPOST_SMTP_URL": f"{url}?starttls=off", "GATEPOST_MAIL_FROM": "a@example.org"}
        by_mail = typed("send-test", "--to", "ada@example.org", **settings)
        by_sms = ask("+8801712345678", GATEPOST_SMS_GATEWAY_URL=f"{gateway.url}?key=hush")
    said = f"Asked the mail server 127.0.0.1, port {mail.port}: the log-in was refused (535 5.7.8)."
    assert (by_mail.returncode, by_mail.stdout, by_mail.stderr) == (1, "", f"gatepost: Not sent. {said}\n")
    said = f"Asked the SMS gateway 127.0.0.1:{gateway.port}: the gateway answered 422. Trying again will not help."
    assert (by_sms.exit_code, by_sms.stdout, by_sms.stderr) == (1, "", f"gatepost: Not sent. {said}\n")


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("ada@example.org", "Set GATEPOST_SMTP_URL."),
        ("+8801712345678", "Set GATEPOST_SMS_GATEWAY_URL, or GATEPOST_TWILIO_ACCOUNT_SID"),
    ],
)
def test_without_a_sender_it_says_what_to_set(to: str, said: str) -> None:
    ended = ask(to)
    assert isinstance(ended.exception, BadSettings)
    assert said in str(ended.exception)


@pytest.mark.parametrize("to", ["", "ada!", "@", "ada@", "ada@example.org\nBcc: eve@example.org"])
def test_what_is_no_address_is_told(to: str) -> None:
    with Gateway() as gateway, MailServer() as mail:
        ended = ask(to, GATEPOST_SMS_GATEWAY_URL=gateway.url, GATEPOST_SMTP_URL=mail.url)
        assert ended.exit_code == 1
        assert isinstance(ended.exception, InvalidInput) or "this is not an e-mail address" in ended.stderr
        assert (gateway.requests, mail.connections) == (0, 0)
