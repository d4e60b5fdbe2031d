"""Changing and resetting passwords, and which new ones are accepted."""

import threading

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, Person, appoint, join, log_in, register
from tests.corpus.scenarios.scenario import scenario

NEW = "another password of hers"
RESET, FORGOT = "/user/reset-password", "/user/forgot-password"


@scenario()
def changing_a_password(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    other, eve, root = log_in(at, ada), join(at, "eve", "01700000002"), appoint(at)
    path = f"/user/change-password/{ada.uuid}"
    body = {"old_password": PASSWORD, "new_password": NEW}
    at.post(path, body, headers=eve.signed)
    at.post(path, body, headers=root.signed)
    at.post(path, body | {"old_password": "wrong"}, headers=ada.signed)
    at.post(path, body | {"new_password": "short"}, headers=ada.signed)
    at.post(path, body | {"new_password": PASSWORD}, headers=ada.signed)
    at.post(f"{path}/", body, headers=ada.signed)
    at.post(path, body, headers=ada.signed | {"Gatepost-Device": ada.device})
    at.messages()
    at.post(path, body, headers=ada.signed)
    at.get("/user/sessions", headers=ada.signed)
    at.get("/user/sessions", headers=other.signed)
    log_in(at, ada)
    log_in(at, Person("ada", ada.mobile, NEW, ada.uuid))


@scenario()
def resetting_a_password(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org", locale="es")
    for named in ({"username": "ada"}, {"mobile": "01700000001"}, {"email": "ada@example.org"}, {"username": "nobody"}):
        at.post(FORGOT, named)
        at.messages()
        at.post(FORGOT, named)
        at.wait(60)
    at.post(FORGOT, {})
    at.post(FORGOT, {"username": "ada", "mobile": "01700000001"})
    at.post(f"{FORGOT}/", {"username": "ada"})
    at.post(FORGOT, {"email": "ada@example.org"})
    sent = at.message("reset")
    by_code = {"email": "ada@example.org", "code": sent["code"], "new_password": NEW}
    at.post(RESET, by_code | {"code": "000000"})
    at.post(RESET, by_code | {"new_password": "short"})
    at.post(RESET, by_code | {"new_password": PASSWORD})
    at.post(RESET, by_code | {"token": "x"})
    at.post(RESET, {"new_password": NEW})
    at.post(RESET, {"code": "123456", "new_password": NEW})
    at.post(RESET, by_code)
    at.post(RESET, by_code)
    at.get("/user/sessions", headers=ada.signed)
    at.messages()
    log_in(at, Person("ada", ada.mobile, NEW))
    at.wait(60)
    at.post(FORGOT, {"email": "ada@example.org"})
    token = at.message("reset")["link"].rpartition(":")[2]
    at.post(RESET, {"token": "no such token", "new_password": PASSWORD})
    at.post(RESET, {"token": token, "new_password": NEW})
    at.post(RESET, {"token": token, "new_password": PASSWORD})
    at.post(RESET, {"token": token, "new_password": PASSWORD})
    at.messages()
    at.wait(60)
    at.post(FORGOT, {"email": "ada@example.org"})
    token = at.message("reset")["link"].rpartition(":")[2]
    at.wait(1801)
    at.post(RESET, {"token": token, "new_password": NEW})
    for _ in range(12):
        at.wait(31)
        at.post(FORGOT, {"username": "ada"})


@scenario(activation="code")
def resetting_where_addresses_are_proven(at: FrontDoor) -> None:
    """A reset is sent only where somebody has proven to read."""
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    at.wait(60)
    at.post(FORGOT, {"username": "ada"})
    at.messages()
    at.wait(60)
    at.post(FORGOT, {"email": "ada@example.org"})
    at.messages()
    register(at, "bob", "01700000002")
    at.wait(60)
    at.post(FORGOT, {"username": "bob"})
    at.messages()
    at.patch(f"/user/{ada.uuid}", {"mobile": "01700000003"}, headers=ada.signed)
    at.wait(60)
    at.post(FORGOT, {"mobile": "01700000003"})
    at.messages()


@scenario(password_blocklist=True, password_min_score=3, password_history=2, password_min_length=10)
def password_policies(at: FrontDoor) -> None:
    weak = (
        "short",
        "password123",
        "passwordpassword",
        "aaaaaaaaaaaa",
        "qwertyuiop",
        "ada01700000001",
        "gatepost2024",
    )
    for number, password in enumerate(weak):
        register(at, f"ada{number}", f"0170000010{number}", email=f"lovelace{number}@example.org", password=password)
    ada = join(at, "ada", "01700000001", email="lovelace@example.org")
    path = f"/user/change-password/{ada.uuid}"
    passwords = [PASSWORD, "a second one of some length", "a third one of some length", "a fourth one of some length"]
    for old, new in zip(passwords, [*passwords[1:], "ada lovelace lovelace"], strict=True):
        at.post(path, {"old_password": old, "new_password": PASSWORD}, headers=ada.signed)
        at.post(path, {"old_password": old, "new_password": new}, headers=ada.signed)
    at.post(FORGOT, {"username": "ada"})
    found = [message for message in at.messages() if message["name"] == "reset"]
    proof = {"username": "ada", "code": found[0]["code"]}
    for new in ("short", "lovelace@example.org", passwords[2], passwords[3], PASSWORD):
        at.post(RESET, proof | {"new_password": new})


@scenario(hash_slots=1, hash_queue=0, argon2_memory=19456, argon2_passes=20)
def too_many_passwords(at: FrontDoor) -> None:
    """While one hash is worked out, the next request for one is refused at once: it is tried until that happens."""
    at.tick = 0
    body = {"username": "nobody", "password": "wrong"}
    while True:
        other = threading.Thread(target=lambda: at.app.test_client().post("/user/login", json=body))
        other.start()
        answers = []
        while other.is_alive() and 503 not in answers:
            answers.append(at.post("/user/login", body, record_if=503).status_code)
        other.join()
        if 503 in answers:
            break
