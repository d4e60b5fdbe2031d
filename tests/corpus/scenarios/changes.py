"""A changed mobile number or e-mail address that has to be proven: pending, proven, withdrawn, undone."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, Person, appoint, join, let_in, log_in, register
from tests.corpus.scenarios.scenario import scenario

STRICT = {"activation": "code", "change_proof": True}


def token_of(message: dict[str, str]) -> str:
    return message["link"].rpartition(":")[2]


def prove(at: FrontDoor, person: Person, **address: str) -> Person:
    """The same user, who has logged in by a code at this address."""
    at.post("/user/login/code", address)
    return let_in(person, at.post("/user/login/code", {**address, "code": at.message("login")["code"]}))


@scenario(**STRICT)
def change_proven_by_code(at: FrontDoor) -> None:
    ada, eve = join(at, "ada", "01700000001", email="ada@example.org"), join(at, "eve", "01700000002")
    path = f"/user/{ada.uuid}"
    at.post(f"{path}/prove-change", {"mobile": "123456"}, headers=ada.signed)
    at.patch(path, {"mobile": "01700000003"}, headers=ada.signed)
    mobile = at.message("change")
    at.patch(path, {"mobile": "01700000003"}, headers=ada.signed)
    at.patch(path, {"mobile": "01700000002"}, headers=ada.signed)
    at.get(path, headers=ada.signed)
    at.patch(path, {"gender": "female"}, headers=ada.signed)
    at.post(f"{path}/prove-change", {}, headers=ada.signed)
    at.post(f"{path}/prove-change", {"mobile": "123456", "email": "123456"}, headers=ada.signed)
    at.post(f"{path}/prove-change", {"email": mobile["code"]}, headers=ada.signed)
    at.post(f"{path}/prove-change", {"mobile": "000000"}, headers=ada.signed)
    at.post(f"{path}/prove-change", {"mobile": mobile["code"]}, headers=eve.signed)
    at.post(f"{path}/prove-change", {"mobile": mobile["code"]}, headers=ada.signed)
    at.post(f"{path}/prove-change", {"mobile": mobile["code"]}, headers=ada.signed)
    at.messages()
    at.wait(60)
    at.patch(path, {"email": "new@example.org"}, headers=ada.signed | {"Accept-Language": "de"})
    email = at.message("change")
    at.post(f"{path}/prove-change", {"email": email["code"]}, headers=ada.signed)
    at.messages()
    at.get(f"{path}/events", headers=ada.signed)
    at.patch(path, {"email": None}, headers=ada.signed)
    at.messages()
    for guess in range(7):
        at.wait(31)
        at.patch(path, {"mobile": f"0170000001{guess}"}, headers=ada.signed)
        at.post(f"{path}/prove-change", {"mobile": "000000"}, headers=ada.signed)


@scenario(**STRICT)
def change_proven_by_link(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    path = f"/user/{ada.uuid}"
    at.post("/user/prove-change", {"token": "no such token"})
    at.patch(path, {"email": "ada@example.org", "mobile": "01700000004"}, headers=ada.signed)
    found = {message["channel"]: message for message in at.messages()}
    at.post("/user/prove-change", {"token": token_of(found["email"])})
    at.post("/user/prove-change", {"token": token_of(found["email"])})
    at.get(path, headers=ada.signed)
    at.messages()
    at.delete(f"{path}/pending/email", headers=ada.signed)
    at.delete(f"{path}/pending/mobile", headers=ada.signed)
    at.delete(f"{path}/pending/mobile", headers=ada.signed)
    at.delete(f"{path}/pending/mobile/", headers=ada.signed)
    at.post(f"{path}/prove-change", {"mobile": found["sms"]["code"]}, headers=ada.signed)
    at.wait(60)
    at.patch(path, {"email": "late@example.org"}, headers=ada.signed)
    late = at.message("change")
    root = appoint(at)
    at.delete(f"{path}/pending/email", headers=root.signed)
    at.post("/user/prove-change", {"token": token_of(late)})
    at.wait(60)
    at.patch(path, {"email": "later@example.org"}, headers=ada.signed)
    later = at.message("change")
    at.wait(86_400)
    at.post("/user/prove-change", {"token": token_of(later)})
    ada = log_in(at, ada)
    at.get(f"{path}/events", headers=ada.signed)


@scenario(**STRICT)
def a_changed_address_is_taken_meanwhile(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    path = f"/user/{ada.uuid}"
    at.patch(path, {"email": "both@example.org", "mobile": "01700000005"}, headers=ada.signed)
    found = {message["channel"]: message for message in at.messages()}
    at.wait(60)
    at.post("/user", {"username": "eve", "email": "both@example.org", "password": PASSWORD})
    sent = at.message("activation")
    at.post("/user/activate-account/", {"email": "both@example.org", "code": sent["code"]})
    join(at, "bob", "01700000005")
    at.post("/user/prove-change", {"token": token_of(found["email"])})
    at.post(f"{path}/prove-change", {"email": found["email"]["code"]}, headers=ada.signed)
    at.post(f"{path}/prove-change", {"mobile": found["sms"]["code"]}, headers=ada.signed)
    at.get(path, headers=ada.signed)
    at.messages()


@scenario(**STRICT)
def undoing_a_change(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    path = f"/user/{ada.uuid}"
    at.post("/user/undo-change", {"token": "no such token"})
    at.post("/user/login/code", {"email": "ada@example.org"})
    at.messages()
    at.patch(path, {"mobile": "01700000006"}, headers=ada.signed)
    code = at.message("change")["code"]
    at.post(f"{path}/prove-change", {"mobile": code}, headers=ada.signed)
    told = at.message("address_changed")
    at.wait(60)
    at.post("/user/undo-change", {"token": token_of(told)})
    at.post("/user/undo-change", {"token": token_of(told)})
    at.get(path, headers=ada.signed)
    log_in(at, ada)
    sent = at.message("change_undone")
    new = "another password of hers"
    at.post("/user/reset-password", {"mobile": "01700000001", "code": sent["code"], "new_password": new})
    ada = log_in(at, Person("ada", ada.mobile, new, ada.uuid))
    at.get(path, headers=ada.signed)
    at.get(f"{path}/events", headers=ada.signed)
    at.messages()


@scenario()
def undoing_a_change_at_once(at: FrontDoor) -> None:
    """Without CHANGE_PROOF; and the address is somebody else's by now, or the time is over."""
    ada = prove(at, join(at, "ada", "01700000001", email="ada@example.org"), email="ada@example.org")
    path = f"/user/{ada.uuid}"
    at.patch(path, {"mobile": "01700000002", "email": "new@example.org"}, headers=ada.signed)
    told = {message["channel"]: message for message in at.messages() if message["name"] == "address_changed"}
    at.patch(path, {"email": None}, headers=ada.signed)
    at.messages()
    at.get(path, headers=ada.signed)
    eve = prove(at, join(at, "eve", "01700000001"), mobile="01700000001")
    for message in told.values():
        at.post("/user/undo-change", {"token": token_of(message)})
        at.messages()
    at.get(f"/user/{eve.uuid}", headers=eve.signed)
    at.get(path, headers=eve.signed)
    at.patch(f"/user/{eve.uuid}", {"mobile": "01700000009"}, headers=eve.signed)
    late = [message for message in at.messages() if message["name"] == "address_changed"]
    at.wait(8 * 86_400)
    for message in late:
        at.post("/user/undo-change", {"token": token_of(message)})
    register(at, "bob", "01700000001")


@scenario(**STRICT)
def undoing_a_change_of_what_is_taken_by_now(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    path = f"/user/{ada.uuid}"
    at.patch(path, {"mobile": "01700000002"}, headers=ada.signed)
    at.post(f"{path}/prove-change", {"mobile": at.message("change")["code"]}, headers=ada.signed)
    told = at.message("address_changed")
    at.wait(60)
    join(at, "bob", "01700000001")
    at.post("/user/undo-change", {"token": token_of(told)})
    at.get(path, headers=ada.signed)
