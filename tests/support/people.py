"""Users, made through the front door, or in its rows where joining is not what a test is about."""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contacts.address import parse_address
from gatepost.database import db, write
from gatepost.passwords.hashing import hash_password
from gatepost.registration.administrator import create_administrator
from gatepost.registration.insert_user import insert_contacts, insert_user
from gatepost.users.identifiers import username_key
from gatepost.users.models import User

_numbers = count(1)


@dataclass
class Person:
    """A user, what they know, and what they hold."""

    uuid: str
    username: str
    mobile: str
    password: str
    access_token: str = ""
    refresh_token: str = ""

    @property
    def signed(self) -> dict[str, str]:
        """The header of a request of theirs."""
        return bearer(self.access_token)

    @property
    def session_id(self) -> str:
        """The ``sid`` of their access token."""
        payload = self.access_token.split(".")[1]
        return str(json.loads(urlsafe_b64decode(payload + "=="))["sid"])

    @property
    def refreshing(self) -> dict[str, str]:
        return bearer(self.refresh_token)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class People:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def register(self, username: str, *, mobile: str | None = None, password: str = "password", **more: str) -> Person:
        """Register, and no more."""
        mobile = mobile or f"0170{next(_numbers):07}"
        body = {"username": username, "mobile": mobile, "password": password, **more}
        answer = self.client.post("/user", json=body)
        assert answer.status_code == 201, answer.text
        return Person(answer.json["data"]["uuid"], username, mobile, password)

    def settle(self, username: str, *, mobile: str | None = None, password: str = "password", **more: str) -> Person:
        """Register and activate: a user who is there, and does nothing."""
        person = self.register(username, mobile=mobile, password=password, **more)
        answer = self.client.post("/user/activate-account/", json={"mobile": person.mobile})
        assert answer.status_code == 200, answer.text
        return person

    def join(self, username: str, *, mobile: str | None = None, password: str = "password") -> Person:
        """Register, activate and log in."""
        return self.log_in(self.settle(username, mobile=mobile, password=password))

    def bring(self, username: str, *, password: str = "password") -> Person:
        """Log in a user whose account was made in its rows, as ``settle`` leaves them, without its two requests."""
        mobile = f"0170{next(_numbers):07}"
        sent_by = Client(*(self.client.environ_base[name] for name in ("REMOTE_ADDR", "HTTP_USER_AGENT")))
        with self.client.application.app_context():
            account = {"username": username, "username_key": username_key(username), "locale": None}
            user = insert_user(
                event="account.registered", client=sent_by, **account, password_hash=hash_password(password)
            )
            insert_contacts(user, [parse_address("mobile", mobile)])
            write(update(User).where(User.uuid == user.uuid).values(activated_at=clock.now()))
            record("account.activated", user_uuid=user.uuid, client=sent_by)
            db.session.commit()
            uuid = user.uuid
        return self.log_in(Person(uuid, username, mobile, password))

    def log_in(self, person: Person) -> Person:
        """The same user with the tokens of a new session."""
        answer = self.client.post("/user/login", json={"username": person.username, "password": person.password})
        assert answer.status_code == 200, answer.text
        return Person(person.uuid, person.username, person.mobile, person.password, **answer.json)

    def appoint(
        self, app: Flask, username: str, *, password: str = "password of root", mobile: str | None = None
    ) -> Person:
        """Make an administrator as the command line does, and log in."""
        mobile = mobile or f"0180{next(_numbers):07}"
        with app.app_context():
            user = create_administrator(username=username, mobile=mobile, email=None, password=password)
        return self.log_in(Person(user.uuid, username, mobile, password))
