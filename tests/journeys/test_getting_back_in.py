"""Register, activate, forget, reset and log in, in production: with what a real mail server and a real gateway got."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.live import Live
from tests.support.mail import MailServer
from tests.support.people import bearer
from tests.support.received import Mail
from tests.support.sms import Gateway

pytestmark = pytest.mark.any_server

EMAIL, MOBILE = "ada@example.org", "+8801712345678"
OLD, NEW = "a password that is forgotten", "a password to keep for long"
DEVICE = "Gatepost-Device"
PUBLIC = "https://accounts.example.org/auth"


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def sms() -> Iterator[Gateway]:
    with Gateway() as gateway:
        yield gateway


@pytest.fixture
def client(mail: MailServer, sms: Gateway, tmp_path: Path) -> Iterator[httpx.Client]:
    """Of a service of two processes, which asks for proofs of addresses and for recent log-ins."""
    chosen = {
        "GATEPOST_MODE": "production",
        "GATEPOST_UPGRADE_AT_START": "on",
        "GATEPOST_PUBLIC_URL": PUBLIC,
        "GATEPOST_SMTP_URL": f"{mail.url}?starttls=off",
        "GATEPOST_MAIL_FROM": "Accounts <accounts@example.org>",
        "GATEPOST_SMS_GATEWAY_URL": sms.url,
        "GATEPOST_MESSAGE_INTERVAL": "0s",
        "GATEPOST_SERVICE_NAME": "Bücherei",
        "SECRET_KEY": "a secret of the tests, of more than 32 bytes",
    }
    with Live(tmp_path / "data", "--workers", "2", **chosen) as live, live.client() as client:
        yield client
        for secret in (OLD, NEW, EMAIL, MOBILE):
            assert secret not in live.log
        assert "Traceback" not in live.log


def send(client: httpx.Client, path: str, status: int, **fields: str) -> dict[str, str]:
    """The app keeps the token of its device, as docs/activation.md says."""
    answer = client.post(path, json=fields, headers={"Host": "evil.example", "Accept-Language": "de"})
    if DEVICE in answer.headers:
        client.headers[DEVICE] = answer.headers[DEVICE]
    assert answer.status_code == status, answer.text
    found: dict[str, str] = answer.json()
    return found


def token_of(mail: Mail, purpose: str) -> str:
    """What stands behind the # of its link, which leads to where the settings say."""
    page, _, fragment = mail.link.partition("#")
    assert (page, urlsplit(page).query) == (f"{PUBLIC}/link", "")
    assert fragment.startswith(f"{purpose}:")
    return fragment.partition(":")[2]


@pytest.mark.asvs("6.4.1")
def test_by_links_in_e_mails(client: httpx.Client, mail: MailServer, sms: Gateway) -> None:
    send(client, "/user", 201, username="ada", email=EMAIL, password=OLD)
    (activation,) = mail.wait()
    assert activation.recipients == [EMAIL]
    assert "Bücherei" in activation.subject
    send(client, "/user/login", 403, username="ada", password=OLD)
    send(client, "/user/activate-account/", 200, token=token_of(activation, "activation"))
    first = send(client, "/user/login", 200, username="ada", password=OLD)

    send(client, "/user/forgot-password", 202, username="ada")
    reset = mail.wait(2)[1]
    token = token_of(reset, "reset")
    send(client, "/user/reset-password", 422, token=token, new_password="too short")
    send(client, "/user/reset-password", 200, token=token, new_password=NEW)
    send(client, "/user/reset-password", 403, token=token, new_password=NEW)
    told = mail.wait(3)[2]
    assert (told.recipients, NEW in told.text) == ([EMAIL], False)
    assert client.get("/user", headers=bearer(first["access_token"])).status_code == 401
    send(client, "/user/login", 401, username="ada", password=OLD)
    send(client, "/user/login", 200, username="ada", password=NEW)

    send(client, "/user/login/code", 202, email=EMAIL)
    login = mail.wait(4)[3]
    tokens = send(client, "/user/login/code", 200, token=token_of(login, "login"))
    assert client.get("/user", headers=bearer(tokens["access_token"])).json()["data"][0]["username"] == "ada"
    assert (len(mail.messages), sms.messages) == (4, [])


@pytest.mark.asvs("6.4.1")
def test_by_codes_in_text_messages(client: httpx.Client, mail: MailServer, sms: Gateway) -> None:
    send(client, "/user", 201, username="ada", mobile=MOBILE, password=OLD)
    (activation,) = sms.wait()
    assert activation.to == MOBILE
    send(client, "/user/activate-account/", 200, mobile=MOBILE, code=activation.code)
    first = send(client, "/user/login", 200, username="ada", password=OLD)

    send(client, "/user/forgot-password", 202, mobile="+880 1712-345678")
    reset = sms.wait(2)[1]
    send(client, "/user/reset-password", 200, mobile=MOBILE, code=reset.code, new_password=NEW)
    assert sms.wait(3)[2].to == MOBILE
    assert client.get("/user", headers=bearer(first["access_token"])).status_code == 401

    send(client, "/user/login/code", 202, username="ada")
    login = sms.wait(4)[3]
    tokens = send(client, "/user/login/code", 200, username="ada", code=login.code)
    assert client.get("/user", headers=bearer(tokens["access_token"])).status_code == 200
    send(client, "/user/forgot-password", 202, username="nobody")
    send(client, "/user/login", 200, username="ada", password=NEW)
    assert (len(sms.messages), mail.messages) == (4, [])
