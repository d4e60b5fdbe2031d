"""Passkeys: added, listed, renamed and removed; log-ins with one, as a first and as a second factor."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, Person, bearer, join
from tests.corpus.scenarios.factors import enrol
from tests.corpus.scenarios.scenario import scenario
from tests.support.software_key import EDDSA, Authenticator

PASSKEYS, OPTIONS = "/user/passkeys", "/user/passkeys/options"
LOG_IN, LOG_IN_OPTIONS = "/user/login/passkey", "/user/login/passkey/options"


def hidden(at: FrontDoor, sent: dict[str, Any]) -> dict[str, Any]:
    """The answer as it was sent; the recording hides its parts that a challenge makes random."""
    for member in ("clientDataJSON", "signature"):
        if member in sent["response"]:
            at.hide.learn(member, sent["response"][member])
    return sent


def made(at: FrontDoor, person: Person, key: Authenticator, number: int, *, record: bool = True) -> dict[str, Any]:
    """An answer with the passkey of this *number*, which is the same in each recording."""
    options = at.post(OPTIONS, headers=person.signed, record=record).json
    private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return hidden(at, key.create(options, private=private, id=f"passkey {number}".encode()))


def used(
    at: FrontDoor, key: Authenticator, *, record: bool = True, **lies: Any
) -> tuple[dict[str, Any], dict[str, str]]:
    """An answer to a new challenge, and the header of the device that may send it."""
    options = at.post(LOG_IN_OPTIONS, record=record)
    return hidden(at, key.get(options.json, **lies)), {"Gatepost-Device": options.headers["Gatepost-Device"]}


@scenario()
def adding_and_removing_passkeys(at: FrontDoor) -> None:
    ada, eve = join(at, "ada", "01700000001", email="ada@example.org"), join(at, "eve", "01700000002")
    at.get(PASSKEYS, headers=ada.signed)
    key = Authenticator(algorithm=EDDSA)
    sent = made(at, ada, key, 1)
    at.post(PASSKEYS, sent, headers=eve.signed)
    passkey = at.post(PASSKEYS, sent, headers=ada.signed).json["data"]
    at.post(PASSKEYS, sent, headers=ada.signed)
    at.post(PASSKEYS, made(at, eve, key, 1), headers=eve.signed)
    at.messages()
    at.patch(f"{PASSKEYS}/{passkey['id']}", {"name": "Blue key"}, headers=ada.signed)
    at.patch(f"{PASSKEYS}/{passkey['id']}", {"name": "\n"}, headers=ada.signed)
    at.patch(f"{PASSKEYS}/{passkey['id']}", {"name": "mine"}, headers=eve.signed)
    at.delete(f"{PASSKEYS}/{passkey['id']}", headers=eve.signed)
    at.get(PASSKEYS, headers=ada.signed)
    at.post(f"{OPTIONS}?mediation=conditional", headers=ada.signed)
    at.post(f"{OPTIONS}?mediation=silent", headers=ada.signed)
    at.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed)
    at.messages()
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)
    at.get("/.well-known/webauthn")
    for number in range(2, 52):
        at.post(PASSKEYS, made(at, ada, key, number, record=False), headers=ada.signed, record=False)
    at.post(PASSKEYS, made(at, ada, key, 52, record=False), headers=ada.signed)


@scenario()
def logging_in_with_a_passkey(at: FrontDoor) -> None:
    ada, key = join(at, "ada", "01700000001", email="ada@example.org"), Authenticator(algorithm=EDDSA)
    passkey = at.post(PASSKEYS, made(at, ada, key, 1), headers=ada.signed).json["data"]
    sent, device = used(at, key)
    at.post(LOG_IN, sent)
    tokens = at.post(LOG_IN, sent, headers=device).json
    at.post(LOG_IN, sent, headers=device)
    at.get("/user/sessions", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    at.messages()
    for lie in ({"origin": "https://evil.example"}, {"handle": ""}, {"flags": 1}, {"count": 7}, {"count": 7}):
        sent, device = used(at, key, record=False, **lie)
        at.post(LOG_IN, sent, headers=device)
    at.messages()
    enrol(at, ada, record=False)
    due = at.post("/user/login", {"username": "ada", "password": PASSWORD}).json["second_factor"]["token"]
    sent, device = used(at, key, count=8)
    at.post("/user/login/factor", {"token": due, "passkey": sent}, headers=device)
    sent, device = used(at, key, count=9)
    at.post("/user/reauthenticate", {"passkey": sent}, headers=ada.signed | device)
    at.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed)
    sent, device = used(at, key, count=10)
    at.post(LOG_IN, sent, headers=device)
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)
    at.reopen(passkeys=False)
    at.post(LOG_IN_OPTIONS)
    at.post(OPTIONS, headers=ada.signed)


@scenario(second_factor="required")
def a_passkey_before_a_factor_is_enrolled(at: FrontDoor) -> None:
    ada, key = join(at, "ada", "01700000001"), Authenticator(algorithm=EDDSA)
    at.get(PASSKEYS, headers=ada.signed)
    at.post(f"{OPTIONS}?mediation=conditional", headers=ada.signed)
    enrolled = at.post(PASSKEYS, made(at, ada, key, 1), headers=ada.signed).json
    signed = bearer(enrolled["access_token"])
    at.get(PASSKEYS, headers=signed)
    at.delete(f"{PASSKEYS}/{enrolled['data']['id']}", headers=signed)
    due = at.post("/user/login", {"username": "ada", "password": PASSWORD}).json["second_factor"]["token"]
    sent, device = used(at, key)
    at.post("/user/login/factor", {"token": due, "passkey": sent}, headers=device)


@scenario(activation="code", reauthentication=True)
def living_by_a_passkey_alone(at: FrontDoor) -> None:
    ada, eve = join(at, "ada", "+8801700000001"), join(at, "eve", "+8801700000002")
    key = Authenticator(algorithm=EDDSA)
    path, change = f"/user/{ada.uuid}/password", f"/user/change-password/{ada.uuid}"
    at.delete(path)
    at.delete(path, headers=ada.signed)
    passkey = at.post(PASSKEYS, made(at, ada, key, 1), headers=ada.signed).json["data"]
    at.post(PASSKEYS, made(at, eve, Authenticator(algorithm=EDDSA), 2), headers=eve.signed)
    at.delete(path, headers=eve.signed)
    at.delete(f"/user/{eve.uuid}/password", headers=ada.signed)
    at.messages()
    at.delete(path, headers=ada.signed)
    at.messages()
    at.delete(path, headers=ada.signed)
    at.delete(f"{path}/", headers=ada.signed)
    at.post("/user/login", {"username": "ada", "password": PASSWORD})
    at.post("/user/reauthenticate", {"password": PASSWORD}, headers=ada.signed)
    at.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed)
    at.wait(360)
    at.post(change, {"new_password": "another password of hers"}, headers=ada.signed)
    sent, device = used(at, key)
    at.post("/user/reauthenticate", {"passkey": sent}, headers=ada.signed | device)
    at.post(change, {"new_password": "short"}, headers=ada.signed)
    at.post(change, {"new_password": "another password of hers"}, headers=ada.signed | device)
    at.post(change, {"new_password": "yet another of them"}, headers=ada.signed)
    at.messages()
    at.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed)
    at.delete(path, headers=ada.signed)
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)


@scenario()
def a_password_without_a_way_back(at: FrontDoor) -> None:
    """Where numbers are not verified, one first logs in by a code."""
    ada = join(at, "ada", "01700000001")
    at.post(PASSKEYS, made(at, ada, Authenticator(algorithm=EDDSA), 1), headers=ada.signed)
    at.delete(f"/user/{ada.uuid}/password", headers=ada.signed)


@scenario(reauthentication=True)
def passkeys_with_a_recent_log_in(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    passkey = at.post(PASSKEYS, made(at, ada, Authenticator(algorithm=EDDSA), 1), headers=ada.signed).json["data"]
    at.wait(360)
    at.post(OPTIONS, headers=ada.signed)
    at.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed)
