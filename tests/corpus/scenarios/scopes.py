"""Log-ins that ask for less: their tokens here, at other services, refreshed and narrowed."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, bearer, join
from tests.corpus.scenarios.oauth import INTROSPECT, basic, form
from tests.corpus.scenarios.scenario import scenario
from tests.corpus.scenarios.sweep import FORM, endpoints

SHOP = "https://shop.example"
WRONG = (
    {"scope": "account:read everything"},
    {"scope": ""},
    {"scope": None},
    {"scope": ["account:read"]},
    {"audience": "https://other.example"},
    {"audience": SHOP, "scope": "account:read"},
    {"audience": SHOP, "session": "cookie"},
)
REFRESH = "/user/refresh-token/"


@scenario(audiences=[SHOP])
def scopes(at: FrontDoor) -> None:
    root, ada = appoint(at), join(at, "ada", "01700000001")
    known = {"username": "ada", "password": ada.password}
    page = {"Sec-Fetch-Site": "same-origin"}
    for asked in WRONG:
        at.post("/user/login", known | asked, headers=page)
    less = at.post("/user/login", known | {"scope": "services account:read users:read"}).json
    signed, own = bearer(less["access_token"]), f"/user/{ada.uuid}"
    for path in (own, "/user/session", "/user/sessions", f"/user/{root.uuid}", "/forward-auth", "/admin/users"):
        at.get(path, headers=signed)
    at.patch(own, {"gender": "Female"}, headers=signed)
    at.post("/user/reauthenticate", {"password": ada.password}, headers=signed)
    at.post(INTROSPECT, raw=form(token=less["access_token"]), headers=basic() | FORM)
    for endpoint in endpoints(at, ada):
        if endpoint.access == "access" and "logout" not in endpoint.path:
            at.send(endpoint.method, endpoint.path, headers=signed)
    refreshing = bearer(less["refresh_token"])
    at.get(REFRESH, headers=refreshing)
    at.post(f"{REFRESH}?scope=account:write", headers=refreshing)
    narrowed = at.post(f"{REFRESH}?scope=account:read&x=y", headers=refreshing).json
    at.post(f"{REFRESH}?scope=services", headers=refreshing)
    for path in (own, "/forward-auth"):
        at.get(path, headers=bearer(narrowed["access_token"]))
    at.post(INTROSPECT, raw=form(token=narrowed["access_token"]), headers=basic() | FORM)
    elsewhere = at.post("/user/login", known | {"audience": SHOP}).json
    for path in (own, "/forward-auth", "/user/logout/"):
        at.get(path, headers=bearer(elsewhere["access_token"]))
    at.post(INTROSPECT, raw=form(token=elsewhere["access_token"]), headers=basic() | FORM)
    at.get("/user/sessions", headers=ada.signed)
    at.get("/user/logout/", headers=signed)
