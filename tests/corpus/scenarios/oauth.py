"""Questions of services: introspection, revocation, forward-auth, keys; and the command line for clients and keys."""

from base64 import b64encode
from urllib.parse import urlencode

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import Person, bearer, join, log_in
from tests.corpus.scenarios.scenario import scenario
from tests.corpus.scenarios.sweep import FORGED, FORM
from tests.support.apps import SERVICE_ID, SERVICE_SECRET

APP = "http://app.localhost:9000"
INTROSPECT, REVOKE = "/oauth/introspect", "/oauth/revoke"


def basic(client_id: str = SERVICE_ID, secret: str = SERVICE_SECRET) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


@scenario()
def introspection(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    for token in (ada.access, ada.refresh, FORGED, "x", f"{ada.access}x"):
        at.post(INTROSPECT, raw=form(token=token), headers=basic() | FORM)
    at.post(INTROSPECT, raw=form(token=ada.access, token_type_hint="refresh_token", more="x"), headers=basic() | FORM)
    at.post(INTROSPECT, raw=form(token=ada.access, client_id=SERVICE_ID, client_secret=SERVICE_SECRET), headers=FORM)
    _refusals(at, INTROSPECT, ada)
    at.get("/user/logout/", headers=ada.signed)
    at.post(INTROSPECT, raw=form(token=ada.access), headers=basic() | FORM)


@scenario()
def revocation(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    other, third = log_in(at, ada), log_in(at, ada)
    _refusals(at, REVOKE, ada)
    at.post(REVOKE, raw=form(token="x"), headers=basic() | FORM)
    at.post(REVOKE, raw=form(token=other.refresh), headers=basic() | FORM)
    at.get("/user/sessions", headers=other.signed)
    at.post(REVOKE, raw=form(token=other.refresh), headers=basic() | FORM)
    at.post(REVOKE, raw=form(token=third.access, client_id="gatepost"), headers=FORM)
    at.get("/user/sessions", headers=third.signed)
    at.post(INTROSPECT, raw=form(token=ada.access, client_id="gatepost"), headers=FORM)
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)


def _refusals(at: FrontDoor, path: str, ada: Person) -> None:
    sent = form(token=ada.access)
    at.post(path, raw=sent, headers=FORM)
    at.post(path, raw=sent, headers=basic(secret="wrong") | FORM)
    at.post(path, raw=sent, headers=basic(client_id="nobody") | FORM)
    at.post(path, raw=sent, headers={"Authorization": "Basic !"} | FORM)
    at.post(path, raw=sent, headers={"Authorization": "Basic"} | FORM)
    at.post(path, raw=sent, headers=ada.signed | FORM)
    at.post(path, raw=form(token="x", client_id=SERVICE_ID, client_secret="wrong"), headers=FORM)
    at.post(path, raw=form(token="x", client_id=SERVICE_ID, client_secret="x"), headers=basic() | FORM)
    at.post(path, raw=form(token="x", client_id="other"), headers=basic() | FORM)
    at.post(path, raw=b"", headers=basic() | FORM)
    at.post(path, raw=b"token=", headers=basic() | FORM)
    at.post(path, raw=b"token=a&token=b", headers=basic() | FORM)
    at.post(path, raw=b"token=%ff", headers=basic() | FORM)
    at.post(path, raw=b"token=a%00", headers=basic() | FORM)
    at.post(path, raw=b"&".join(b"a%d=b" % number for number in range(51)), headers=basic() | FORM)
    at.post(path, {"token": "x"}, headers=basic())
    at.post(path, raw=b"x" * 65_537, headers=basic() | FORM)
    at.post(f"{path}/", raw=sent, headers=basic() | FORM)


@scenario()
def forward_auth(at: FrontDoor) -> None:
    ada = join(at, "Ädä", "01700000001")
    path = "/forward-auth"
    for headers in (ada.signed, ada.refreshing, {}, bearer(""), bearer("a b"), bearer(FORGED), basic()):
        at.get(path, headers=headers)
    at.get(path, headers=ada.signed | {"X-Forwarded-Method": "POST", "X-Forwarded-Uri": "/x"})
    at.get(f"{path}/", headers=ada.signed)
    at.send("HEAD", path, headers=ada.signed)
    at.wait(901)
    at.get(path, headers=ada.signed)


@scenario(protected_origins=(APP,))
def protected_applications(at: FrontDoor) -> None:
    """A browser that opens a page of one is sent to sign in; everything else is refused."""
    page = {
        "X-Forwarded-Host": "app.localhost:9000",
        "X-Forwarded-Method": "GET",
        "X-Forwarded-Uri": "/notes?a=b",
        "Accept": "text/html",
        "Cookie": f"gatepost-forward-state={'a' * 43}",
    }
    of_host = page | {"Cookie": f"{page['Cookie']}; gatepost-forward={'b' * 43}"}
    for sent in (
        {},
        {"X-Forwarded-Uri": "//evil.example/"},
        {"X-Forwarded-Host": "evil.example"},
        {"X-Forwarded-Method": "POST"},
        {"Accept": "application/json"},
        {"Sec-Fetch-Mode": "cors"},
        bearer("a b"),
    ):
        at.get("/forward-auth", headers=page | sent)
    for sent in ({"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "same-site"}, bearer(FORGED)):
        at.get("/forward-auth", headers=of_host | sent)


@scenario()
def clients_and_keys(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    made = at.type("clients", "create", "a service", learn=r"shown this once: (\S+)").split()
    client_id, secret = made[1], made[-1]
    at.post(INTROSPECT, raw=form(token=ada.access), headers=basic(client_id, secret) | FORM)
    at.type("clients", "list")
    renewed = at.type("clients", "new-secret", client_id, learn=r"shown this once: (\S+)").split("\n")[0].split()[-1]
    at.post(INTROSPECT, raw=form(token=ada.access), headers=basic(client_id, renewed) | FORM)
    at.type("clients", "remove", client_id)
    at.type("clients", "remove", client_id)
    at.type("clients", "create", "")
    at.type("keys", "list")
    at.get("/.well-known/jwks.json")
    at.type("keys", "rotate")
    at.get("/.well-known/jwks.json")
    at.type("keys", "list")
    at.wait(3601)
    newer = log_in(at, ada)
    at.get("/user/sessions", headers=newer.signed)
    at.type("keys", "revoke", "nothing", "--yes")


@scenario(signing_algorithm="ES256")
def keys_es256(at: FrontDoor) -> None:
    at.type("keys", "rotate", "--now")
    _signed_by_another(at)


@scenario(signing_algorithm="RS256", audience="https://api.example.org", public_url="https://id.example.org/auth")
def keys_rs256(at: FrontDoor) -> None:
    at.type("keys", "rotate", "--now")
    _signed_by_another(at)


def _signed_by_another(at: FrontDoor) -> None:
    at.get("/.well-known/jwks.json")
    at.get("/.well-known/oauth-authorization-server")
    ada = join(at, "ada", "01700000001")
    at.get(f"/user/{ada.uuid}", headers=ada.signed)
    at.post("/user/refresh-token/", headers=ada.refreshing)
    at.post(INTROSPECT, raw=form(token=ada.access), headers=basic() | FORM)
