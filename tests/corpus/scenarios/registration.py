"""Registering, and becoming active: by the mobile number alone, by a code, by a link."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, bearer, join, register
from tests.corpus.scenarios.scenario import scenario

PATH = "/user/activate-account/"


@scenario()
def registration(at: FrontDoor) -> None:
    body = {
        "username": "ada",
        "mobile": "01700000001",
        "email": "Ada@Example.org",
        "locale": "bn",
        "password": "password",
    }
    at.post("/user", body)
    at.messages()
    at.post("/user", {"username": "Ada", "mobile": "01700000003", "password": "password"})
    at.post("/user", body | {"username": "eve", "mobile": "01700000002"})
    at.post("/user", body | {"username": "eve", "mobile": "01700000002", "email": "ADA@EXAMPLE.ORG"})
    at.post("/user", {"username": "mail", "email": "mail@example.org", "password": "password"})
    at.post("/user", {"username": "neither", "password": "password"})
    at.post("/user", body | {"username": "x", "password": "short"})
    at.post("/user/login", {"username": "ada", "password": "password"})
    at.post("/user/login", {"username": "ada", "password": "wrong"})
    at.post(PATH, {"mobile": "01700000009"})
    at.post(PATH, {"mobile": "01700000001", "username": "eve"})
    at.post(PATH, {"mobile": "01700000001", "code": "123456"})
    at.post(PATH, {"mobile": "01700000001", "username": "Ada"})
    at.post(PATH, {"mobile": "01700000001"})
    at.post(PATH[:-1], {"email": "mail@example.org"})
    at.post(PATH, {"email": "nobody@example.org"})
    at.post(PATH, {})
    at.post(PATH, {"mobile": "01700000001", "email": "mail@example.org"})
    at.post(PATH, {"token": "a", "mobile": "01700000001"})
    at.post(PATH, {"token": "no such token"})
    at.post("/user/login", {"username": "ada", "password": "password"})
    at.messages()


@scenario(activation="code")
def registration_of_what_is_all_taken(at: FrontDoor) -> None:
    """Not with ACTIVATION=mobile: there the database tells any of the conflicts, a random one."""
    body = {"username": "ada", "mobile": "01700000001", "email": "Ada@Example.org", "password": "password"}
    at.post("/user", body)
    body |= {"password": "another password"}  # the same one would continue the registration
    at.post("/user", body)
    at.post("/user", body | {"username": "eve"})
    at.post("/user", body | {"mobile": "01700000002"})
    at.post("/user", {"username": "ADA", "mobile": "01700000001", "password": "another password"})


@scenario(activation="code")
def registration_by_code(at: FrontDoor) -> None:
    register(at, "ada", "01700000001", email="ada@example.org", locale="de")
    code = at.message("activation")["code"]
    at.post("/user/login", {"username": "ada", "password": PASSWORD})
    at.post(PATH, {"mobile": "01700000001", "code": "000000"})
    at.post(PATH, {"mobile": "01700000002", "code": code})
    at.post(PATH, {"mobile": "01700000001", "code": code, "username": "eve"})
    at.post(PATH, {"mobile": "01700000001", "code": code})
    at.post(PATH, {"mobile": "01700000001", "code": code})
    at.post("/user/login", {"username": "ada", "password": PASSWORD})
    at.post("/user/login", {"username": "ada", "password": PASSWORD}, headers={"Accept-Language": "es"})
    at.messages()
    register(at, "bob", "01700000002")
    old = at.message("activation")["code"]
    at.post(PATH, {"mobile": "01700000002"})
    at.messages()
    at.wait(30)
    at.post(PATH, {"mobile": "01700000002"}, headers={"Accept-Language": "fr"})
    new = at.message("activation")["code"]
    at.post(PATH, {"mobile": "01700000002", "code": old})
    at.wait(600)
    at.post(PATH, {"mobile": "01700000002", "code": new})
    at.post(PATH, {"mobile": "01799999999"})
    at.post(PATH, {"mobile": "01700000001"})
    at.messages()
    register(at, "bob", "01700000003")
    register(at, "bobby", "01700000001")
    register(at, "rival", "01700000002")
    at.messages()


@scenario(activation="code")
def registration_by_link(at: FrontDoor) -> None:
    at.post("/user", {"username": "ada", "email": "ada@example.org", "password": PASSWORD})
    message = at.message("activation")
    token = message["link"].rpartition(":")[2]
    at.post(PATH, {"token": token, "email": "ada@example.org"})
    at.post(PATH, {"token": token})
    at.post(PATH, {"token": token})
    at.post(PATH, {"email": "ada@example.org", "code": message["code"]})
    at.post("/user", {"username": "bob", "email": "bob@example.org", "mobile": "01700000005", "password": PASSWORD})
    at.messages()
    at.wait(60)
    at.post(PATH, {"email": "bob@example.org"})
    by_mail = at.message("activation")
    at.wait(86_400)
    at.post(PATH, {"token": by_mail["link"].rpartition(":")[2]})
    at.post(PATH, {"email": "bob@example.org"})
    code = at.message("activation")["code"]
    for guess in range(7):
        at.post(PATH, {"email": "bob@example.org", "code": f"00000{guess}"})
    at.post(PATH, {"email": "bob@example.org", "code": code})


@scenario(activation="code", change_proof=True, user_directory="self", registration_answer="private")
def registration_in_private(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    register(at, "ADA", "01700000002")
    register(at, "bob", "01700000001")
    register(at, "carol", "01700000003", email="ada@example.org")
    register(at, "d a v e", "01700000004")
    register(at, "erin", "01700000005", password="short")
    at.messages()
    at.post("/user/login", {"username": "bob", "password": PASSWORD})
    at.post("/user/login", {"username": "carol", "password": PASSWORD})
    at.get("/user", headers=ada.signed)
    at.get("/user?q=bob", headers=ada.signed)
    at.get("/user", headers=bearer("nonsense"))


@scenario(activation="mobile", registration_answer="private")
def registration_in_private_by_mobile(at: FrontDoor) -> None:
    register(at, "ada", "01700000001")
    register(at, "eve", "01700000001")
    register(at, "ada", "01700000002")
    at.post(PATH, {"mobile": "01700000001"})
    at.post("/user/login", {"username": "eve", "password": PASSWORD})
    at.post("/user/login", {"username": "ada", "password": PASSWORD})
    at.messages()
