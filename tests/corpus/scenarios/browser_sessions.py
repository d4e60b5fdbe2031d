"""Sessions in cookies: begun, used by pages of several origins, stepped up, ended."""

from typing import Any

from werkzeug.http import parse_cookie

from gatepost.app import ROOMS
from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, join, register
from tests.corpus.scenarios.scenario import scenario

APP, EVIL = "http://app.localhost:3000", "https://evil.example"
OWN = {"Origin": "http://127.0.0.1:8087", "Sec-Fetch-Site": "same-origin"}
BODY = {"username": "ada", "password": PASSWORD, "session": "cookie"}


def page_of(at: FrontDoor, answer: Any, name: str = "gatepost-session") -> dict[str, str]:
    """The headers of a page that got this answer."""
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(name)]
    csrf = answer.json["data"]["csrf_token"]
    at.hide.learn("csrf", csrf)
    return {"Cookie": f"{name}={parse_cookie(cookie)[name]}", "Gatepost-CSRF": csrf}


def settle(at: FrontDoor) -> str:
    """The uuid of ada, who has an active account."""
    register(at, "ada", "01700000001")
    return str(at.post("/user/activate-account/", {"mobile": "01700000001"}).json["data"]["uuid"])


@scenario(browser_origins=(APP,))
def browser_sessions(at: FrontDoor) -> None:
    uuid = settle(at)
    page = page_of(at, at.post("/user/login", BODY, headers=OWN))
    csrf = {"Gatepost-CSRF": page["Gatepost-CSRF"]}
    cookie = {"Cookie": page["Cookie"]}
    at.get("/user/session", headers=cookie)
    at.get("/user/session/", headers=cookie | OWN)
    at.get(f"/user/{uuid}", headers=cookie)
    at.get("/user/sessions", headers=cookie)
    at.send("PATCH", f"/user/{uuid}", {"gender": "Female"}, headers=page | OWN)
    at.send("PATCH", f"/user/{uuid}", {"gender": "Female"}, headers=cookie | OWN)
    at.send("PATCH", f"/user/{uuid}", {"gender": "Female"}, headers=page | {"Origin": EVIL})
    at.send(
        "PATCH", f"/user/{uuid}", {"gender": "Female"}, headers=page | {"Origin": APP, "Sec-Fetch-Site": "same-site"}
    )
    for path in ("/user/logout/", "/user/refresh-token/", "/forward-auth"):
        at.get(path, headers=cookie)
    at.post("/user/reauthenticate", {"password": "wrong"}, headers=page | OWN)
    stepped = page_of(at, at.post("/user/reauthenticate", {"password": PASSWORD}, headers=page | OWN))
    at.get("/user/session", headers=cookie)
    at.get("/user/session", headers={"Cookie": stepped["Cookie"]})
    at.post("/user/logout/", headers=stepped | OWN | csrf)
    later = page_of(at, at.post("/user/login", BODY, headers=stepped | OWN))
    at.get("/user/session", headers=stepped)
    at.get(f"/user/{uuid}/events", headers=later)
    at.post("/user/logout/", headers=later | OWN)
    at.get("/user/session", headers=later)
    at.get("/user/session", headers={"Cookie": "gatepost-session=x"})
    at.get("/user/session")


@scenario(browser_origins=(APP,), cors_origins=("https://tokens.example",))
def browser_sessions_of_other_origins(at: FrontDoor) -> None:
    settle(at)
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "gatepost-csrf"}
    for origin, site in ((APP, "same-site"), ("https://tokens.example", "cross-site"), (EVIL, "cross-site")):
        sent = {"Origin": origin, "Sec-Fetch-Site": site}
        at.send("OPTIONS", "/user/login", headers={"Origin": origin} | asks)
        answer = at.post("/user/login", BODY, headers=sent)
        at.get("/user/session", headers=(page_of(at, answer) if answer.status_code == 200 else {}) | sent)
    at.post("/user/login", BODY)
    at.post("/user/login", BODY, headers={"Sec-Fetch-Site": "none"})
    at.post("/user/login", BODY | {"session": "both"}, headers=OWN)


@scenario()
def browser_sessions_and_tokens(at: FrontDoor) -> None:
    """Both in one request; and a sweep of all changes without a CSRF token."""
    ada = join(at, "ada", "01700000001")
    page = page_of(at, at.post("/user/login", BODY, headers=OWN))
    cookie = {"Cookie": page["Cookie"]}
    at.get("/user/session", headers=ada.signed)
    at.get("/user/session", headers=ada.signed | cookie)
    for known in (ada.signed, cookie):
        at.get("/user/session", headers=known | {"Sec-Fetch-Site": "cross-site", "Origin": EVIL})
    for endpoint in (endpoint for room in ROOMS for endpoint in room.endpoints):
        if endpoint.access.token == "access" and endpoint.access.by_cookie and endpoint.method != "GET":
            path = endpoint.path.replace("<uuid:uuid>", ada.uuid).replace("<name:provider>", "example")
            for name in ("session_id", "factor_id", "passkey_id", "invitation_id", "webhook_id", "provider"):
                path = path.replace(f"<id:{name}>", "0" * 32)
            at.send(endpoint.method, path, headers=cookie | OWN)
    at.delete(f"/user/{ada.uuid}", headers=page | OWN)


@scenario(public_url="https://accounts.example")
def browser_sessions_over_https(at: FrontDoor) -> None:
    settle(at)
    own = {"Origin": "https://accounts.example", "Sec-Fetch-Site": "same-origin"}
    page = page_of(at, at.post("/user/login", BODY, headers=own), "__Host-gatepost-session")
    at.get("/user/session", headers=page)
    at.post("/user/logout/", headers=page | own)


@scenario(public_url="http://accounts.example")
def browser_sessions_without_https(at: FrontDoor) -> None:
    settle(at)
    at.post("/user/login", BODY, headers=OWN)
