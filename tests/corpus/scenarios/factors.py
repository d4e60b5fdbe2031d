"""Second factors: enrolled, asked for at a log-in, lost and recovered; and who has to have one."""

from typing import Any

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, Person, join, let_in
from tests.corpus.scenarios.scenario import scenario
from tests.corpus.scenarios.sweep import NO_SESSION, endpoints
from tests.support.authenticator import Authenticator

TOTP, VERIFY, FACTORS = "/user/factors/totp", "/user/factors/totp/verify", "/user/factors"
RECOVERY, SECOND, PROVE = "/user/factors/recovery-codes", "/user/login/factor", "/user/reauthenticate"
LOG_IN = {"username": "ada", "password": PASSWORD}


def shown(at: FrontDoor, app: Authenticator, *, steps: int = 0) -> str:
    """The code that the app shows, which the recording hides."""
    code = app.code(steps=steps)
    at.hide.learn("code", code)
    return code


def enrol(at: FrontDoor, person: Person, *, record: bool = True) -> Authenticator:
    begun = at.post(TOTP, headers=person.signed, record=record).json
    app = Authenticator(begun["secret"], begun["id"])
    body = {"id": app.id, "code": shown(at, app)}
    done = at.post(VERIFY, body, headers=person.signed, record=record).json
    person.access, app.recovery_codes = done["access_token"], done.get("recovery_codes", [])
    return app


def due(at: FrontDoor, *, record: bool = True) -> str:
    return str(at.post("/user/login", LOG_IN, record=record).json["second_factor"]["token"])


@scenario()
def enrolling_an_app(at: FrontDoor) -> None:
    ada, eve = join(at, "ada", "01700000001", email="ada@example.org"), join(at, "eve", "01700000002")
    at.get(FACTORS, headers=ada.signed)
    begun = at.post(TOTP, headers=ada.signed).json
    app = Authenticator(begun["secret"], begun["id"])
    at.post(VERIFY, {"id": app.id, "code": app.wrong()}, headers=ada.signed)
    at.post(VERIFY, {"id": app.id, "code": shown(at, app)}, headers=eve.signed)
    at.post(RECOVERY, headers=ada.signed)
    app = enrol(at, ada)
    at.messages()
    at.post(VERIFY, {"id": app.id, "code": shown(at, app, steps=1)}, headers=ada.signed)
    at.get(FACTORS, headers=ada.signed)
    at.patch(f"{FACTORS}/{app.id}", {"name": "my phone"}, headers=ada.signed)
    at.patch(f"{FACTORS}/{app.id}", {"name": "mine"}, headers=eve.signed)
    at.delete(f"{FACTORS}/{app.id}", headers=eve.signed)
    at.get("/user/sessions", headers=ada.signed)
    enrol(at, eve)
    at.delete(f"{FACTORS}/{app.id}", headers=eve.signed)
    at.post(RECOVERY, headers=ada.signed)
    at.delete(f"{FACTORS}/{app.id}", headers=ada.signed)
    at.messages()
    at.get(FACTORS, headers=ada.signed)
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)
    for _ in range(10):
        at.wait(30)
        enrol(at, ada, record=False)
    at.post(TOTP, headers=ada.signed)


@scenario(reauthentication=True, trusted_device="7d", access_token_lifetime="2h")
def logging_in_with_two_factors(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    app = enrol(at, ada)
    at.wait(30)
    token = due(at)
    at.post(SECOND, {"token": token, "code": app.wrong()})
    at.post(SECOND, {"token": token, "code": shown(at, app)}, headers={"User-Agent": "another program"})
    at.post(SECOND, {"token": "of nobody", "code": shown(at, app)})
    at.post(SECOND, {"token": token})
    at.post(SECOND, {"token": token, "code": shown(at, app), "recovery_code": app.recovery_codes[0]})
    answer = at.post(SECOND, {"token": token, "code": shown(at, app)})
    at.post(SECOND, {"token": token, "code": shown(at, app, steps=1)})
    at.post(SECOND, {"token": due(at), "code": shown(at, app)})
    ada = let_in(ada, answer)
    at.get("/forward-auth", headers=ada.signed)
    at.get("/user/sessions", headers=ada.signed)
    at.post(SECOND, {"token": due(at), "recovery_code": app.recovery_codes[0].lower()})
    at.post(SECOND, {"token": due(at), "recovery_code": app.recovery_codes[0]})
    at.messages()
    at.wait(3600)
    at.post(RECOVERY, headers=ada.signed)
    at.post(PROVE, {"password": PASSWORD}, headers=ada.signed)
    at.post(RECOVERY, headers=ada.signed)
    at.post(PROVE, {"factor_code": app.wrong()}, headers=ada.signed)
    at.post(PROVE, {"factor_code": shown(at, app)}, headers=ada.signed)
    at.post(RECOVERY, headers=ada.signed)
    at.post("/user/login/code", {"username": "ada"})
    code = at.message("login")["code"]
    waits = at.post("/user/login/code", {"username": "ada", "code": code}).json["second_factor"]["token"]
    at.wait(30)
    trusted = at.post(SECOND, {"token": waits, "code": shown(at, app), "trust_device": True})
    device = {"Gatepost-Device": trusted.headers["Gatepost-Device"]}
    at.post("/user/login", LOG_IN, headers=device)
    at.wait(7 * 86_400)
    at.post("/user/login", LOG_IN, headers=device)


@scenario()
def guessing_a_second_factor(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    app = enrol(at, ada)
    at.messages(record=False)
    for hour in range(20):
        token = due(at, record=not hour)
        for _ in range(5):
            at.post(SECOND, {"token": token, "code": app.wrong()}, record=not hour)
        if not hour:
            at.post(SECOND, {"token": due(at), "code": shown(at, app)})
            at.messages()
        at.wait(3600)
    at.post(SECOND, {"token": due(at), "code": shown(at, app)})
    refreshed: Any = at.get("/user/refresh-token/", headers=ada.refreshing, record=False).json
    ada.access = refreshed["access_token"]
    at.post(PROVE, {"factor_code": shown(at, app)}, headers=ada.signed)
    at.post(VERIFY, {"id": NO_SESSION, "code": shown(at, app)}, headers=ada.signed)
    at.post(SECOND, {"token": due(at), "recovery_code": app.recovery_codes[0]})
    at.post(SECOND, {"token": due(at), "code": shown(at, app)})


@scenario(second_factor="required")
def enrolling_because_it_is_required(at: FrontDoor) -> None:
    """Each endpoint that takes an access token, before there is a second factor and after."""
    ada = join(at, "ada", "01700000001")
    for endpoint in endpoints(at, ada):
        if endpoint.access == "access" and not endpoint.path.startswith((TOTP, "/user/logout")):
            at.send(endpoint.method, endpoint.path, headers=ada.signed)
    app = enrol(at, ada)
    at.get(f"/user/{ada.uuid}", headers=ada.signed)
    at.delete(f"{FACTORS}/{app.id}", headers=ada.signed)
    at.get("/user/refresh-token/", headers=ada.refreshing)


@scenario(second_factor="administrators")
def enrolling_as_an_administrator(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    at.get("/user", headers=ada.signed)
    at.type(
        "users", "create-admin", "--username", "root", "--mobile", "+8801800000001", "--password-stdin",
        said=f"{PASSWORD}\n",
    )  # fmt: skip
    root = let_in(Person("root", ""), at.post("/user/login", {"username": "root", "password": PASSWORD}))
    at.get("/user", headers=root.signed)
    enrol(at, root)
    at.get("/user", headers=root.signed)
