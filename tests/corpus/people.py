"""Users of a scenario, made through the front door."""

from dataclasses import dataclass
from typing import Any

from tests.corpus.front_door import FrontDoor

PASSWORD = "correct horse battery staple"


@dataclass
class Person:
    """A user, what they know, and what they hold."""

    username: str
    mobile: str
    password: str = PASSWORD
    uuid: str = ""
    access: str = ""
    refresh: str = ""
    device: str = ""

    @property
    def signed(self) -> dict[str, str]:
        return bearer(self.access)

    @property
    def refreshing(self) -> dict[str, str]:
        return bearer(self.refresh)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def register(at: FrontDoor, username: str, mobile: str, *, password: str = PASSWORD, **more: str) -> Person:
    answer = at.post("/user", {"username": username, "mobile": mobile, **more, "password": password})
    person = Person(username, mobile, password)
    person.uuid = (answer.json.get("data") or {}).get("uuid", "")
    return person


def log_in(at: FrontDoor, person: Person, **more: Any) -> Person:
    """The same user with the tokens of a new session."""
    answer = at.post("/user/login", {"username": person.username, "password": person.password}, **more)
    return let_in(person, answer)


def let_in(person: Person, answer: Any) -> Person:
    return Person(
        person.username,
        person.mobile,
        person.password,
        person.uuid,
        answer.json.get("access_token", ""),
        answer.json.get("refresh_token", ""),
        answer.headers.get("Gatepost-Device", ""),
    )


def join(at: FrontDoor, username: str, mobile: str, **more: str) -> Person:
    """Register, activate (by the code where one is sent), and log in."""
    person = register(at, username, mobile, **more)
    body = {"mobile": mobile}
    sent = [message for message in at.messages() if message["code"] and message["name"] == "activation"]
    if sent:
        body["code"] = sent[-1]["code"]
    answer = at.post("/user/activate-account/", body)
    person.uuid = answer.json["data"]["uuid"]
    return log_in(at, person)


def appoint(at: FrontDoor, username: str = "root", mobile: str = "+8801800000001") -> Person:
    """Make an administrator by the command line, and log in."""
    at.type(
        "users", "create-admin", "--username", username, "--mobile", mobile, "--password-stdin", said=f"{PASSWORD}\n"
    )
    person = log_in(at, Person(username, mobile))
    person.uuid = at.get(f"/user?q={username}", headers=person.signed).json["data"][0]["uuid"]
    return person
