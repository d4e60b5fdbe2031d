"""No secret gets into a log, whatever the place a client puts it in, at the finest level, in both formats."""

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.support.live import Live
from tests.web.endpoints import BODIES, ENDPOINTS, FORMS, basic

DATABASE_PASSWORD = "canary-of-the-database"
SECRET_KEY = "canary-of-the-secret-key-of-32-bytes-or-more"
PASSWORD = "canary-of-a-password"
MOBILE = "+8801712987654"
EMAIL = "canary.of.an.email@example.org"
SENDERS = {  # nobody listens there
    "GATEPOST_SMTP_URL": "smtp://canary:canary-of-the-mail-server@127.0.0.1:1?starttls=off",
    "GATEPOST_MAIL_FROM": "accounts@example.org",
    "GATEPOST_SMS_GATEWAY_URL": "http://127.0.0.1:1/canary-of-the-gateway?key=canary-of-the-gateway",
    "GATEPOST_SMS_GATEWAY_SECRET": "canary-of-the-signature",
}
FORGED = [
    "forged-line\r\n2026-11-22 [info] forged-line",
    "forged-line\x1b[2J\x1b]0;forged-line\x07",
    "forged-line\u2028forged-line",
    "forged-line\x85",
]


@dataclass
class Told:
    """What a service was told, and what it answered."""

    live: Live
    secrets: set[str] = field(default_factory=set)
    request_ids: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def ask(self, client: httpx.Client, method: str, path: str, **more: object) -> httpx.Response:
        answer = client.request(method, path, **more)  # type: ignore[arg-type]
        self.request_ids.append(answer.headers["X-Request-ID"])
        self.statuses.add(answer.status_code)
        return answer


def tell_secrets(told: Told) -> None:
    """Sign in, then put every secret into every field, header, path and query of every endpoint."""
    with told.live.client() as client:
        account = {"username": "canary", "mobile": MOBILE, "password": PASSWORD}
        uuid = told.ask(client, "POST", "/user", json=account).json()["data"]["uuid"]
        told.ask(client, "POST", "/user", json=account)
        told.ask(client, "POST", "/user/activate-account/", json={"mobile": MOBILE})
        log_in = {"username": "canary", "password": PASSWORD}
        tokens = told.ask(client, "POST", "/user/login", json=log_in).json()
        signed = {"Authorization": f"Bearer {tokens['access_token']}"}
        told.ask(client, "PATCH", f"/user/{uuid}", json={"email": EMAIL}, headers=signed)
        told.secrets |= {PASSWORD, MOBILE, MOBILE[1:], EMAIL, *tokens.values()}
        body = {"name": "canary", "scope": ["account:read"]}
        made = told.ask(client, "POST", "/user/personal-tokens", json=body, headers=signed).json()
        told.secrets.add(made["data"]["token"])
        told.secrets |= {token.rpartition(".")[2] for token in tokens.values()}
        page = {"Origin": told.live.url, "Sec-Fetch-Site": "same-origin"}
        known = told.ask(client, "POST", "/user/login", json=log_in | {"session": "cookie"}, headers=page)
        cookie = known.cookies["gatepost-session"]
        told.secrets |= {cookie, cookie.partition(".")[2], known.json()["data"]["csrf_token"]}
        secrets = cycle(sorted(told.secrets))  # 14 of them: over all endpoints, each is in each kind of place
        for name, endpoint in ENDPOINTS.items():
            if "logout" in name or "remove_user" in name:
                continue
            path = endpoint.path.replace("<uuid:uuid>", uuid).replace("<id:session_id>", "0" * 32)
            secret = next(secrets)
            headers = {
                "Authorization": f"Bearer {secret}",
                "User-Agent": secret,
                "X-Request-ID": f"{secret} x",
                "X-Forwarded-For": secret,
                "Referer": f"http://example.org/?token={secret}",
                "Cookie": f"token={secret}; gatepost-session={secret}",
                "Content-Type": f"application/json; x={secret}",
            }
            told.ask(client, endpoint.method, path, params={"token": secret, secret: "x"}, headers=headers)
            for place in BODIES.get(name, {}):
                secret = next(secrets)
                body = BODIES[name] | {place: f"{secret}\0"}
                told.ask(client, endpoint.method, path, json=body, headers=signed)
                told.ask(client, endpoint.method, path, json={secret: secret, place: [secret]}, headers=signed)
            for place in FORMS.get(name, {}):
                for secret in sorted(told.secrets):
                    for form in ({place: secret}, {place: f"{secret}\0"}, {secret: secret, "client_secret": secret}):
                        told.ask(client, endpoint.method, path, data={"client_id": secret, **form})
                        told.ask(client, endpoint.method, path, data=form, headers=basic(secret, secret))
            told.ask(client, endpoint.method, path, content=f'{{"{next(secrets)}'.encode(), headers=signed)
        for secret in sorted(told.secrets):
            told.ask(client, "GET", f"/{quote(secret, safe='')}", headers=signed)
            told.ask(client, "GET", f"/user/{quote(secret, safe='')}", headers=signed)
            told.ask(client, "GET", f"/docs/{quote(secret, safe='')}")
            told.ask(client, "GET", "/user", params={"cursor": secret, "q": secret}, headers=signed)
            told.ask(client, re.sub("[^a-zA-Z]", "", secret)[:30] or "LINK", "/user", headers=signed)
        for text in FORGED:
            told.ask(client, "GET", f"/{quote(text)}", params={"q": text}, headers=signed)
        told.ask(client, "GET", "/user/logout/", headers=signed)


def tell_raw(told: Told) -> None:
    """What no well-behaved client sends."""
    host, port = told.live.url.removeprefix("http://").split(":")
    for text in FORGED:
        for header in ("User-Agent", "X-Request-ID", "X-Forwarded-For"):
            with socket.create_connection((host, int(port)), timeout=10) as raw:
                plain = text.replace("\r\n", "\r")
                raw.sendall(
                    f"GET /healthz HTTP/1.1\r\nHost: x\r\n{header}: {plain}\r\nConnection: close\r\n\r\n".encode()
                )
                while raw.recv(4096):
                    pass


@pytest.fixture(scope="module", params=["json", "readable"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A service that has been told all secrets, and has stopped."""
    instance: Path = tmp_path_factory.mktemp("canaries")
    settings = {"SECRET_KEY": SECRET_KEY, "SALT_KEY": "canary-of-the-salt", "GATEPOST_LOG_LEVEL": "debug", **SENDERS}
    with Live(instance, GATEPOST_LOG_FORMAT=request.param, **settings) as live:
        told = Told(live, {SECRET_KEY, "canary-of-the-salt"})
        tell_secrets(told)
        tell_raw(told)
        live.stop()
        yield told


def lines(told: Told) -> list[str]:
    """The lines of the log, without what the command itself says."""
    said = told.live.log.split("\n")
    return [
        line
        for line in said
        if line and not line.startswith(("Gatepost ", "  every", "  messages", "  data", "  warning", "  in a browser"))
    ]


@pytest.mark.long
@pytest.mark.asvs("16.2.5")
def test_no_secret_is_in_the_log(told: Told) -> None:
    log = told.live.log
    assert told.statuses >= {200, 201, 400, 401, 404, 405, 409, 415, 422}
    assert 500 not in told.statuses
    assert len(told.request_ids) > 200
    for secret in told.secrets:
        assert secret not in log
        assert quote(secret, safe="") not in log
    assert "canary" not in log


@pytest.mark.asvs("16.4.1")
def test_no_client_can_write_a_line_of_the_log(told: Told) -> None:
    log = told.live.log
    assert "forged-line" not in log
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", log)
    requests = [line for line in lines(told) if " request " in line or '"request"' in line]
    probes = sum('"/healthz"' in line or "route=/healthz" in line for line in requests)
    assert probes >= 2
    assert len(set(told.request_ids)) == len(told.request_ids)


@pytest.mark.asvs("16.2.1")
@pytest.mark.asvs("16.2.2")
@pytest.mark.asvs("16.2.4")
def test_every_request_has_one_line_with_the_id_of_its_answer(told: Told) -> None:
    said = lines(told)
    for request_id in told.request_ids:
        mine = [line for line in said if request_id in line]
        assert len([line for line in mine if "request" in line]) == 1, mine


@pytest.mark.asvs("16.2.1")
@pytest.mark.asvs("16.2.2")
def test_each_line_of_json_says_when_where_who_and_what(told: Told) -> None:
    if not lines(told)[0].startswith("{"):
        assert all(re.match(r"\d\d:\d\d:\d\d\.\d{3} (info|warning|error|debug)", line) for line in lines(told))
        return
    for line in lines(told):
        event = json.loads(line)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", event["timestamp"])
        assert event["level"] in ("debug", "info", "warning", "error")
        assert event["event"]
        assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}|-", event["request_id"])
        if event["event"] == "request":
            assert event.keys() >= {"method", "route", "status", "ms", "user"}
            assert isinstance(event["status"], int)
            assert event["ms"] >= 0


@pytest.mark.asvs("16.2.5")
def test_a_database_that_refuses_us_does_not_make_us_tell_its_password(tmp_path: Path) -> None:
    url = f"postgresql://canary:{DATABASE_PASSWORD}@127.0.0.1:1/canary"
    logs = {"GATEPOST_LOG_LEVEL": "debug", "GATEPOST_LOG_FORMAT": "json"}
    settings = {"SQLALCHEMY_DATABASE_URI": url, "GATEPOST_DATABASE_WAIT": "0s", **logs}
    with pytest.raises(AssertionError, match="did not start") as refusal:
        Live(tmp_path, **settings).start()
    assert DATABASE_PASSWORD not in str(refusal.value)
    assert "the database cannot be used" in str(refusal.value)
    assert "Traceback" not in str(refusal.value)
