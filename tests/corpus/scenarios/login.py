"""Logging in by password and by code, devices, and failures that make one wait."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, Person, appoint, join, log_in, register
from tests.corpus.scenarios.scenario import scenario

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
WRONG = {"username": "ada", "password": "wrong"}
RIGHT = {"username": "ada", "password": PASSWORD}


@scenario()
def login(at: FrontDoor) -> None:
    register(at, "Ada.Lovelace", "01700000001", email="ada@example.org")
    ada = {"username": "ada.lovelace", "password": PASSWORD}
    at.post("/user/login", ada)
    at.post("/user/activate-account/", {"mobile": "01700000001"})
    first = at.post("/user/login", ada, headers={"User-Agent": FIREFOX})
    at.post("/user/login", ada | {"password": "wrong"})
    at.post("/user/login", ada | {"username": "nobody"})
    at.post("/user/login", ada | {"username": "01700000001"})
    at.post("/user/login", ada | {"username": "ada@example.org"})
    at.post("/user/login", ada | {"username": "ＡＤＡ.lovelace"})
    at.post("/user/login", ada | {"new_password": "not now, thanks"})
    device = first.headers["Gatepost-Device"]
    at.post("/user/login", ada, headers={"Gatepost-Device": device, "User-Agent": FIREFOX})
    at.post("/user/login", ada, headers={"Cookie": f"a=b; Gatepost-Device={device}", "User-Agent": FIREFOX})
    at.post("/user/login", ada, headers={"Gatepost-Device": "1.forged"})
    at.post("/user/login", ada, headers={"User-Agent": IPHONE, "Accept-Language": "de"}, address="198.51.100.7")
    at.messages()
    at.post("/user/login/", ada)
    at.get("/user/login")


@scenario()
def login_by_any_name(at: FrontDoor) -> None:
    join(at, "ada", "01700000001", email="ada@example.org")
    join(at, "01700000001", "01700000002")
    right = {"password": PASSWORD}
    for named in ({"mobile": "01700000001"}, {"email": "ADA@example.org"}, {"mobile": "01700000003"}):
        at.post("/user/login", right | named)
        at.post("/user/login", named | {"password": "wrong"})
    at.post("/user/login", right | {"username": "ada", "mobile": "01700000001"})
    at.post("/user/login", right | {"mobile": "1"})
    at.post("/user/login", right | {"email": "no address"})
    at.post("/user/login", right)
    at.post("/user/login", {})


@scenario()
def login_by_code(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    path = "/user/login/code"
    for named in ({"username": "ada"}, {"mobile": "01700000001"}, {"email": "ADA@example.org"}, {"username": "nobody"}):
        at.post(path, named)
        at.messages()
        at.post(path, named)
        at.wait(60)
    at.post(path, {"username": "ada", "email": "ada@example.org"})
    at.post(path, {})
    at.post(path, {"code": "123456"})
    at.post(path, {"token": "no such token"})
    at.post(path, {"email": "ada@example.org"})
    sent = at.message("login")
    at.post(path, {"email": "ada@example.org", "code": "000000"})
    at.post(path, {"mobile": "01700000001", "code": sent["code"]})
    answer = at.post(path, {"email": "ada@example.org", "code": sent["code"]})
    at.post(path, {"email": "ada@example.org", "code": sent["code"]})
    at.get("/user/sessions", headers={"Authorization": f"Bearer {answer.json['access_token']}"})
    at.wait(60)
    at.post(path, {"email": "ada@example.org"})
    token = at.message("login")["link"].rpartition(":")[2]
    at.post(path, {"token": token, "email": "ada@example.org"})
    at.post(path, {"token": token})
    at.post(path, {"token": token})
    at.wait(60)
    at.post(path, {"username": "ada"})
    sent = at.message("login")
    at.wait(601)
    at.post(path, {"username": "ada", "code": sent["code"]})
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)


@scenario(login_by_code=False)
def login_by_code_is_not_offered(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    at.post("/user/login/code", {"username": "ada"})
    at.post("/user/login/code", {"username": "ada", "code": "123456"})
    at.post("/user/login/code", {"token": "a"})
    at.post("/user/reauthenticate", {"code": "123456"}, headers=ada.signed)


@scenario(limits=True)
def throttling(at: FrontDoor) -> None:
    """Five free failures; then each device waits for itself, twice as long each time."""
    ada = join(at, "ada", "01700000001")
    for _ in range(7):
        at.post("/user/login", WRONG)
    at.post("/user/login", RIGHT)
    known = {"Gatepost-Device": ada.device}
    at.post("/user/login", RIGHT, headers=known)
    at.wait(31)
    at.tick = 0
    at.post("/user/login", WRONG)
    at.post("/user/login", RIGHT)
    at.tick = 1
    at.wait(3)
    at.post("/user/login", RIGHT)
    at.wait(90)
    at.post("/user/login", RIGHT)
    for _ in range(6):
        at.post("/user/login", WRONG, headers=known)
    at.post("/user/reauthenticate", {"password": PASSWORD}, headers=ada.signed)
    for _ in range(6):
        at.post("/user/reauthenticate", {"password": "wrong"}, headers=ada.signed)
    for _ in range(7):
        at.post("/user/login", {"username": "nobody", "password": "wrong"})
    at.messages()
    at.get(f"/user/{ada.uuid}/events?limit=10", headers=ada.signed)


@scenario()
def a_password_is_disabled(at: FrontDoor) -> None:
    """After a hundred wrong ones in a row, until it is reset."""
    join(at, "ada", "01700000001", email="ada@example.org")
    for _ in range(98):
        at.post("/user/login", WRONG, record=False)
    for _ in range(3):
        at.post("/user/login", WRONG)
    at.messages()
    at.post("/user/login", RIGHT)
    at.type("users", "show", "ada")
    at.post("/user/forgot-password", {"username": "ada"})
    sent = at.message("reset")
    at.post("/user/reset-password", {"username": "ada", "code": sent["code"], "new_password": PASSWORD})
    at.post("/user/reset-password", {"username": "ada", "code": sent["code"], "new_password": "a new password of hers"})
    at.post("/user/login", RIGHT | {"password": "a new password of hers"})
    at.messages()


@scenario()
def an_expired_password(at: FrontDoor) -> None:
    ada, eve = join(at, "ada", "01700000001"), join(at, "eve", "01700000002")
    at.type("users", "expire-password", "ada")
    at.type("users", "expire-password", "ada", "eve", "--end-sessions")
    at.type("users", "expire-password", "nobody")
    at.type("users", "expire-password")
    at.post("/user/login", RIGHT)
    at.post("/user/login", WRONG | {"new_password": "another one of hers"})
    at.post("/user/login", RIGHT | {"new_password": "short"})
    at.post("/user/login", RIGHT | {"new_password": PASSWORD})
    at.get("/user/sessions", headers=ada.signed)
    ada = Person("ada", ada.mobile, "another one of hers", ada.uuid)
    answer = at.post("/user/login", RIGHT | {"new_password": ada.password})
    at.post("/user/login", RIGHT)
    ada = log_in(at, ada)
    at.get("/user/sessions", headers=ada.signed)
    at.type("users", "expire-password", "--all", "--yes")
    at.post("/user/reauthenticate", {"password": ada.password}, headers=ada.signed)
    at.get("/user/sessions", headers=eve.signed)
    at.get("/user/sessions", headers={"Authorization": f"Bearer {answer.json['access_token']}"})
    shown = r"Administrator root \((\S+)\)\nPassword for .*: (\S+)\n"
    at.type("users", "create-admin", "--username", "root", "--mobile", "01800000001", learn=shown)
    at.type("users", "create-admin", "--username", "ROOT", "--mobile", "01800000002")
    at.messages()


@scenario(reauthentication=True)
def reauthentication(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    other = log_in(at, ada)
    at.wait(301)
    requests = (
        ("PATCH", f"/user/{ada.uuid}", {"mobile": "01700000009"}),
        ("PATCH", f"/user/{ada.uuid}", {"email": None}),
        ("PATCH", f"/user/{ada.uuid}", {"gender": "male", "email": "ada@example.org"}),
        ("DELETE", "/user/sessions", None),
        ("DELETE", f"/user/{ada.uuid}/sessions", None),
        ("DELETE", f"/user/{ada.uuid}", None),
    )
    for method, path, body in requests:
        at.send(method, path, body, headers=ada.signed)
    listed = at.get("/user/sessions", headers=ada.signed).json["data"]
    for session in listed:
        at.delete(f"/user/sessions/{session['session_id' if 'session_id' in session else 'id']}", headers=other.signed)
    path = "/user/reauthenticate"
    at.post(path, {"password": "wrong"}, headers=ada.signed)
    at.post(path, {}, headers=ada.signed)
    at.post(path, {"password": PASSWORD, "code": "123456"}, headers=ada.signed)
    at.post(path, {"code": "123456"}, headers=ada.signed)
    at.post(path, {"password": PASSWORD}, headers=ada.signed)
    at.wait(301)
    at.post("/user/login/code", {"username": "ada"})
    code = at.message("login")["code"]
    at.post(path, {"code": code}, headers=ada.signed)
    at.post(path, {"code": code}, headers=ada.signed)
    for method, path, body in requests:
        at.send(method, path, body, headers=ada.signed)
    at.messages()
    root = appoint(at)
    at.wait(301)
    at.delete(f"/user/{ada.uuid}/sessions", headers=root.signed)
