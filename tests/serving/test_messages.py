"""No message is lost, whatever dies; none is sent twice where nothing does; and no request waits for one."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from gatepost.app import create_app
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.messaging.put_message import put_message
from gatepost.migrations import upgrade
from tests.servers import shared
from tests.serving.wire import ask, at_once
from tests.support.live import GATEPOST, Live
from tests.support.mail import MailServer

pytestmark = [pytest.mark.every_engine, pytest.mark.any_server]

SECRET = "a secret of the tests, of more than 32 bytes"
FORGOT = "POST /user/forgot-password"


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def own_database(engine: str, tmp_path: Path) -> Iterator[str]:
    """A database without tables, and without messages of another test."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/gatepost.db"
        return
    name = f"t{secrets.token_hex(6)}"
    yield shared.use(engine).create_database(name)
    shared.use(engine).drop_database(name)


@pytest.fixture
def sending(mail: MailServer, own_database: str) -> dict[str, str]:
    """The settings of services on one database that send by this server."""
    return {
        "SECRET_KEY": SECRET,
        "SQLALCHEMY_DATABASE_URI": own_database,
        "GATEPOST_SMTP_URL": mail.url,
        "GATEPOST_MAIL_FROM": "accounts@example.org",
        "GATEPOST_SENDER_TIMEOUT": "1s",
    }


def join(url: str, username: str) -> str:
    """An active account; its e-mail address."""
    email = f"{username}@example.org"
    body = {"username": username, "email": email, "password": "password"}
    assert ask(url, "POST /user", body).status == 201
    assert ask(url, "POST /user/activate-account/", {"email": email}).status == 200
    return email


@pytest.mark.at_night
@pytest.mark.asvs("16.5.2")
def test_what_was_acknowledged_is_sent_after_a_kill_without_another_request(
    live: Callable[..., Live], sending: dict[str, str], mail: MailServer
) -> None:
    """Killed before it was looked at, and killed while a mail server that hangs is being talked to."""
    idle = live("--workers", "4", GATEPOST_DELIVER="off", **sending)
    first, second = (join(idle.url, name) for name in ("ada", "eve"))
    assert ask(idle.url, FORGOT, {"email": first}).status == 202
    idle.kill()

    mail.behave("hang")
    busy = live("--workers", "4", **sending)
    busy.wait_until(lambda: mail.connections > 0)
    assert ask(busy.url, FORGOT, {"email": second}).status == 202
    busy.kill()

    mail.behave("deliver")
    live("--workers", "4", **sending)
    mail.wait(2, within=100)  # after the lease; on a busy machine after a failure that was noted, and its pause
    assert Counter(address for each in mail.messages for address in each.recipients) == {first: 1, second: 1}


def test_several_services_send_each_message_once(
    live: Callable[..., Live], sending: dict[str, str], mail: MailServer, tmp_path: Path
) -> None:
    chosen = {"sqlalchemy_database_uri": sending["SQLALCHEMY_DATABASE_URI"], "secret_key": SECRET}
    app = create_app(load_settings({}, instance=tmp_path / "writer", **chosen))
    addresses = [f"number{number}@example.org" for number in range(100)]
    with app.app_context():
        upgrade()
        for address in addresses:
            values = {"username": "ada", "at": "now"}
            kind = {"channel": "email", "locale": "en", "user_uuid": None, "lifetime": timedelta(hours=1)}
            put_message("password_changed", to=address, values=values, **kind)  # type: ignore[arg-type]
        db.session.commit()
        for engine in db.engines.values():
            engine.dispose()
    patient = sending | {"GATEPOST_SENDER_TIMEOUT": "10s"}  # a lease is longer than a busy machine takes
    services = [live("--workers", "4", **patient) for _ in range(2)]
    services[0].wait_until(lambda: len(mail.messages) >= len(addresses), within=60)
    assert Counter(address for each in mail.messages for address in each.recipients) == dict.fromkeys(addresses, 1)


def test_no_request_waits_for_a_mail_server_that_hangs(
    live: Callable[..., Live], sending: dict[str, str], mail: MailServer
) -> None:
    """As many are asked at once as there are request threads, and more: none of them is in the hands of the server."""
    service = live(**sending | {"GATEPOST_SENDER_TIMEOUT": "30s"})
    addresses = [join(service.url, f"waiting{number}") for number in range(8)]
    mail.behave("hang")
    answers = at_once([partial(ask, service.url, FORGOT, {"email": address}, timeout=15) for address in addresses])
    assert {answer.status for answer in answers} == {202}
    service.wait_until(lambda: mail.connections > 0)
    assert ask(service.url, "GET /readyz", timeout=5).status == 200
    assert mail.messages == []


def test_a_worker_sends_where_the_service_does_not(
    live: Callable[..., Live], sending: dict[str, str], mail: MailServer, tmp_path: Path
) -> None:
    service = live(GATEPOST_DELIVER="off", **sending)
    address = join(service.url, "afar")
    assert ask(service.url, FORGOT, {"username": "afar"}).status == 202
    assert mail.messages == []
    worker = Live(tmp_path / "worker", command=[*GATEPOST, "worker"], **sending)
    worker.launch()
    try:
        mail.wait(within=20)
        assert [each.recipients for each in mail.messages] == [[address]]
        assert worker.stop() == 0
        assert "Gatepost has stopped.\n" in worker.log
        assert "Traceback" not in worker.log
    finally:
        worker.kill()
