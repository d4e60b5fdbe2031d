"""/dev/inbox shows those who develop what users were written, and is not there in production."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.inbox.announce import announce_inbox
from gatepost.messaging.put_message import put_message
from gatepost.messaging.templates.catalogue import samples
from gatepost.outbox.models import Outbox
from gatepost.outbox.put import put
from tests.support.apps import SECRET
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

PATHS = ("/dev/inbox", "/dev/inbox/", "/dev/inbox.js", "/dev/inbox.css")


def write(app: Flask, name: str = "reset", *, to: str = "ada@example.org", channel: Any = "email", **more: Any) -> None:
    """Put a message into the outbox."""
    locale = more.pop("locale", "en")
    values = samples(name, channel) | more if name != "from the future" else more
    with app.app_context():
        put_message(
            name, channel=channel, to=to, locale=locale, values=values, user_uuid=None, lifetime=timedelta(minutes=10)
        )
        db.session.commit()


def read(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/dev/inbox{query}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    return answer.json["data"]


def test_a_message_is_shown_with_all_that_it_says(app: Flask, client: FlaskClient, time: SetClock) -> None:
    assert read(client) == []
    write(app, code="654321", locale="de")
    [mail] = read(client)
    assert mail.keys() == {
        *("id", "channel", "to", "name", "subject", "text", "html", "code", "link", "created_at", "sent_at")
    }
    assert (mail["channel"], mail["to"], mail["name"]) == ("email", "ada@example.org", "reset")
    assert (mail["code"], mail["link"]) == ("654321", samples("reset", "email")["link"])
    assert mail["subject"] == "Wählen Sie ein neues Passwort für Gatepost"
    assert "\n654321\n" in mail["text"]
    assert "<html" in mail["html"]
    assert mail["created_at"] == time.now().isoformat().replace("+00:00", "Z")
    assert mail["sent_at"] is None


def test_the_newest_message_is_first_and_requests_are_none(app: Flask, client: FlaskClient, time: SetClock) -> None:
    write(app, to="first@example.org")
    time.pass_(seconds=1)
    write(app, to="+8801712345678", channel="sms")
    with app.app_context():
        put("request", "reset", content={"kind": "email", "key": "x"}, lifetime=timedelta(minutes=1))
        db.session.commit()
    assert [message["to"] for message in read(client)] == ["+8801712345678", "first@example.org"]
    [sms, _] = read(client)
    assert (sms["subject"], sms["html"], sms["link"]) == ("", None, None)


def test_those_to_one_address_can_be_asked_for(app: Flask, client: FlaskClient) -> None:
    for to in ("ada@example.org", "+8801712345678", "bob@example.org"):
        write(app, to=to, channel="sms" if to[0] == "+" else "email")
    assert [message["to"] for message in read(client, "?to=ADA@example.org")] == ["ada@example.org"]
    assert [message["to"] for message in read(client, "?to=%2B8801712345678")] == ["+8801712345678"]
    assert [message["to"] for message in read(client, "?to=+8801712345678")] == ["+8801712345678"]
    assert read(client, "?to=ada") == read(client, "?to=") == read(client, "?to=%00%ff") == []


def test_at_most_a_hundred_are_shown_and_an_older_one_is_found_by_its_address(
    app: Flask, client: FlaskClient, time: SetClock
) -> None:
    write(app, to="old@example.org")
    time.pass_(seconds=1)
    with app.app_context():
        for _ in range(101):
            put_message(
                "test", channel="email", to="x@y.zz", locale="en", values={}, user_uuid=None, lifetime=timedelta(1)
            )
        db.session.commit()
    assert [message["to"] for message in read(client)] == ["x@y.zz"] * 100
    assert len(read(client, "?to=x@y.zz")) == 100
    assert len(read(client, "?to=old@example.org")) == 1


def test_what_cannot_be_read_is_passed_over_and_what_cannot_be_written_says_so(
    make_app: Callable[..., Flask], app: Flask, client: FlaskClient, time: SetClock
) -> None:
    write(app, to="erased@example.org")
    with app.app_context():
        db.session.execute(update(Outbox).values(sealed=None))
        db.session.commit()
    write(make_app(secret_key=f"another than {SECRET}"), to="foreign@example.org")
    write(app, "from the future", to="odd@example.org")
    assert {message["to"]: message["text"] for message in read(client)} == {
        "odd@example.org": "This message cannot be written: KeyError"
    }


def test_a_browser_gets_a_page_that_holds_no_message_itself(app: Flask, client: FlaskClient) -> None:
    write(app, username="<script>alert(1)</script>")
    for path in ("/dev/inbox", "/dev/inbox/"):
        answer = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
        assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"].split("; ")
        assert "alert" not in answer.text
        assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("no-store", "Accept")
    for name in ("inbox.js", "inbox.css"):
        assert client.get(f"/dev/{name}").status_code == 200
    assert client.get("/dev/inbox").content_type == "application/json"  # as curl asks


@pytest.mark.asvs("15.2.3")
@pytest.mark.asvs("13.4.2")
def test_where_it_is_off_there_is_nothing(make_app: Callable[..., Flask]) -> None:
    client = make_app(dev_inbox=False).test_client()
    for path in PATHS:
        for accept in ("text/html", "application/json"):
            assert_refused(client.get(path, headers={"Accept": accept}), (404, "not_found"))


def test_the_console_says_where_it_is_and_who_else_can_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = list(announce_inbox(load_settings({}, port=8087)))
    assert here == ["messages appear at http://127.0.0.1:8087/dev/inbox"]
    [_, warning] = announce_inbox(load_settings({}, host="0.0.0.0"))
    assert "anyone who reaches 0.0.0.0 can read them" in warning
    assert list(announce_inbox(load_settings({}, dev_inbox=False))) == []
