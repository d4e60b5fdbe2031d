"""Users with second factors: their passkeys and codes, and the loads of their log-ins.

All share one secret for codes, as all users share one password. An authenticator in software signs the answers before a
run, because signing is not what is measured.
"""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pyotp
from cryptography.hazmat.primitives.asymmetric import ec

from bench.client import Client, Request, Steps, subject_of
from bench.environment import CannotMeasure
from bench.load import Load
from bench.scripts import FACTOR, PASSKEY
from bench.subjects import IN_TURN, PASSWORD
from tests.support.software_key import ES256, Authenticator, Key, encoded

# The users who take turns with a code: each code is good once in 30 s, so this is enough for 200 log-ins a second.
_CODES_IN_TURN = 4_000
_MOST_CODES = 200  # log-ins a second, at most
_MOST_PASSKEYS = 700  # the same with passkeys: so many answers are signed in advance
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_RP_ID = "localhost"
_JSON = {"Content-Type": "application/json"}
_OPTIONS, _ANSWER = "/user/login/passkey/options", "/user/login/passkey"


def enrolment(users: int) -> dict[str, Any]:
    """Which of so many *users* get an app for codes, with its secret; the first 200 of them get a passkey, too."""
    people = [{"username": name} for name in _names(users)]
    for person, key in zip(people, _keys(), strict=False):
        stored = {"credential_id": encoded(key.id), "public_key": encoded(key.public()), "handle": key.handle}
        person.update(stored)
    return {"secret": _SECRET, "people": people}


def loads(client: Client, users: int) -> dict[str, Load]:
    """The loads N, T and S. Takes some seconds, because it logs in."""
    names = _names(users)
    codes, passkeys = _Codes(names[IN_TURN:]), _Passkeys(client)
    entered = client.walk_each([codes.log_in(name) for name in names[:IN_TURN]])
    tokens = [str(answer.body["access_token"]) for answer in entered]
    mine = [Request("GET", f"/user/{subject_of(token)}", {"Authorization": f"Bearer {token}"}) for token in tokens]
    return {
        "N": Load(mine, lambda body: bool(body["data"]["username"] == names[0])),
        "T": Load([passkeys.ask], _is_pair, flow=PASSKEY, renew=passkeys.prepare, steps=passkeys.log_in),
        "S": Load([_first_step(names[0])], _is_pair, flow=FACTOR, renew=codes.prepare, steps=codes.log_in),
    }


class _Codes:
    """Log-ins by password and code of these users in turn."""

    def __init__(self, names: list[str]) -> None:
        self._names, self._place = names, 0

    def log_in(self, name: str = "") -> Steps:
        """Log in one user, the next in turn if no *name* is given."""
        answer = yield _first_step(name or self._next(1)[0])
        if answer.status != 403:
            raise CannotMeasure(f"no second factor was asked for: {answer.status} {answer.body}")
        return (yield _second_step(answer.body["second_factor"]["token"]))

    def prepare(self, seconds: float) -> list[Request]:
        """The second step, whose token is yet to come, and the first steps. The code is good for half a minute."""
        return [_second_step("{token}"), *map(_first_step, self._next(int(seconds * _MOST_CODES)))]

    def _next(self, count: int) -> list[str]:
        """All users from the present place on, of whom so many will log in at most."""
        place = self._place % len(self._names)
        self._place += count
        return self._names[place:] + self._names[:place]


class _Passkeys:
    """Log-ins by passkey, of 200 users in turn, all on one device."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._keys = itertools.cycle(_keys())
        self._authenticator = Authenticator(f"http://{_RP_ID}:{client.port}")
        device = client.send("POST", _OPTIONS).headers.get("gatepost-device", "")
        self._headers = {"Gatepost-Device": device}
        self.ask = Request("POST", _OPTIONS, self._headers)

    def log_in(self) -> Steps:
        """Log in the next user. Signing is among what this takes."""
        asked = yield self.ask
        return (yield self._answer(asked.body))

    def prepare(self, seconds: float) -> list[Request]:
        """The request for options, and signed answers to options that were asked for just now."""
        asked = self._client.walk_each([self._options() for _ in range(int(seconds * _MOST_PASSKEYS))])
        return [self.ask, *(self._answer(each.body) for each in asked)]

    def _options(self) -> Steps:
        return (yield self.ask)

    def _answer(self, options: dict[str, Any]) -> Request:
        signed = self._authenticator.get(options, key=next(self._keys))
        return Request("POST", _ANSWER, self._headers | _JSON, json.dumps(signed))


def _first_step(name: str) -> Request:
    return Request("POST", "/user/login", _JSON, json.dumps({"username": name, "password": PASSWORD}))


def _second_step(token: str) -> Request:
    body = {"token": token, "code": pyotp.TOTP(_SECRET).now()}
    return Request("POST", "/user/login/factor", _JSON, json.dumps(body))


def _is_pair(body: Any) -> bool:
    return "access_token" in body and "refresh_token" in body


def _names(users: int) -> list[str]:
    """Users all over the table, but none of those whose tokens and log-ins the other operations use."""
    step = users // (2 * IN_TURN)
    free = (place for place in range(users) if place % step)
    names = [f"user{place:05}" for place in itertools.islice(free, IN_TURN + _CODES_IN_TURN)]
    if len(names) < IN_TURN + _CODES_IN_TURN:
        raise CannotMeasure(f"{users} users are too few for operations with second factors")
    return names


def _keys() -> Iterator[Key]:
    """The same keys in each run. P-256 is what most phones make."""
    for place in range(IN_TURN):
        private = ec.derive_private_key(place + 1, ec.SECP256R1())
        yield Key(private, place.to_bytes(32, "big"), _RP_ID, encoded(place.to_bytes(64, "big")), ES256)
