"""Everything around an answer: limits, CORS, proxies, request ids, hostile input, and a database that is away."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, bearer, join, register
from tests.corpus.scenarios.scenario import scenario

ORIGIN = "https://app.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}


@scenario(cors_origins=(ORIGIN, "http://localhost:3000"))
def cors(at: FrontDoor) -> None:
    for origin in (ORIGIN, "http://localhost:3000", "https://evil.example", "null"):
        for path in ("/user/login", "/user", "/nothing", "/healthz", "/", "/docs"):
            at.send("OPTIONS", path, headers={"Origin": origin} | PREFLIGHT)
            at.send("OPTIONS", path, headers={"Origin": origin})
            at.get(path, headers={"Origin": origin})
    at.send("OPTIONS", "/user/login", headers=PREFLIGHT)
    at.get("/healthz")
    at.post("/user/login", {"username": "ada", "password": "wrong"}, headers={"Origin": ORIGIN})


@scenario()
def no_cors(at: FrontDoor) -> None:
    for path in ("/user/login", "/nothing", "/healthz"):
        at.send("OPTIONS", path, headers={"Origin": ORIGIN} | PREFLIGHT)
        at.get(path, headers={"Origin": ORIGIN})


@scenario(limits=True, cors_origins=(ORIGIN,))
def limits(at: FrontDoor) -> None:
    """The headers that tell what is left, and the refusal of one too many: by address, account, user."""
    ada = join(at, "ada", "01700000001")
    at.get("/user", headers=ada.signed | {"Origin": ORIGIN})
    at.get("/user/sessions", headers=ada.signed)
    at.get("/healthz")
    at.get("/.well-known/jwks.json")
    at.get("/nothing")
    at.get("/forward-auth", headers=ada.signed)
    for _ in range(12):
        at.post("/user/forgot-password", {"username": "ada"})
    at.post("/user/forgot-password", {"username": "ada"}, address="198.51.100.7")
    at.post("/user/forgot-password", {"username": "eve"}, address="198.51.100.7")
    at.wait(60)
    at.post("/user/forgot-password", {"username": "ada"})
    for _ in range(11):
        at.post("/user/reauthenticate", {}, headers=ada.signed)
    for number in range(3):
        at.post("/user/login", {"username": "nobody", "password": "x"}, address=f"2001:db8::{number}")
    for _ in range(12):
        register(at, "bob", "01700000002", password="short")
    for _ in range(2):
        at.send("HEAD", "/user", headers=ada.signed)
        at.post("/oauth/revoke", raw=b"token=x&client_id=gatepost")


@scenario(limits=True, limits_shared=True)
def limits_shared(at: FrontDoor) -> None:
    for _ in range(11):
        at.post("/user/forgot-password", {"username": "ada"})
    for _ in range(31):
        at.post("/user/undo-change", {"token": "x"})
    at.wait(60)
    at.post("/user/undo-change", {"token": "x"})


@scenario(limits=True, trusted_proxies="10.0.0.0/8")
def proxies(at: FrontDoor) -> None:
    """The address that is counted is the client's, as trusted proxies tell it."""
    body = {"token": "x"}
    for forwarded in (
        "198.51.100.1",
        "198.51.100.2",
        "203.0.113.9, 198.51.100.1",
        "198.51.100.1, 10.0.0.9",
        "nonsense",
        "",
    ):
        at.post("/user/undo-change", body, headers={"X-Forwarded-For": forwarded}, address="10.0.0.1")
        at.post("/user/undo-change", body, headers={"X-Forwarded-For": forwarded}, address="192.0.2.9")
    at.post("/user/undo-change", body, headers={"Forwarded": "for=198.51.100.1"}, address="10.0.0.1")
    ada = join(at, "ada", "01700000001")
    at.post("/user/login", {"username": "ada", "password": PASSWORD}, headers={"X-Forwarded-For": "[2001:db8::1]:443"})
    at.get("/user/sessions", headers=ada.signed)


@scenario()
def hostile(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    for identifier in ("corpus-request-1", "short", "x" * 65, "with space"):
        at.get("/healthz", headers={"X-Request-ID": identifier})
    json = {"Content-Type": "application/json"}
    deep = b"[" * 33 + b"]" * 33
    for raw in (
        deep,
        b"[" * 100_000,
        b'{"username":"\\ud800","password":"x"}',
        b'{"username":"a","password":1e999}',
        b"\xef\xbb\xbf{}",
    ):
        at.post("/user/login", raw=raw, headers=json)
    body = b'{"username":"ada","password":"wrong"}'
    for kind in (
        "application/json; charset=utf-8",
        "application/json; charset=latin-1",
        "application/vnd.api+json",
        "text/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
    ):
        at.post("/user/login", raw=body, headers={"Content-Type": kind})
    at.get(
        "/user",
        headers=ada.signed | {"Cookie": "a=b", "Accept": "text/html", "Accept-Encoding": "gzip", "If-None-Match": "*"},
    )
    at.get("/user", raw=body, headers=ada.signed | json)
    at.post("/user/logout/", raw=b"{", headers=ada.signed | json)
    at.get("/user?q=%ff&limit=1", headers=ada.signed)
    at.get("/user?q=' OR 1=1 --", headers=ada.signed)
    for header in ("bearer", "BEARER", "Token", "Bearer "):
        at.get("/user", headers={"Authorization": f"{header} {ada.access}"})
    at.get("/user", headers=bearer(ada.access[:-4] + "AAAA"))
    at.get("/user", headers=bearer(ada.access + "."))
    at.get("/user", headers=bearer("x" * 9000))
    at.post("/user/login", {"username": "ada'; DROP TABLE users; --", "password": "x"})
    at.post("/user", {"username": "<script>", "mobile": "01700000009", "password": PASSWORD})


@scenario()
def faults(at: FrontDoor) -> None:
    """A database without tables, and one that is away."""
    with TemporaryDirectory() as folder:
        at.reopen(sqlalchemy_database_uri=f"sqlite:///{Path(folder) / 'empty.db'}")
        _while_it_is_away(at)
    at.reopen(sqlalchemy_database_uri="postgresql://nobody@127.0.0.1:1/nothing")
    _while_it_is_away(at)


def _while_it_is_away(at: FrontDoor) -> None:
    at.get("/healthz")
    at.get("/readyz")
    at.get("/.well-known/jwks.json")
    at.post("/user/login", {"username": "ada", "password": "password"})
    at.post("/user", {"username": "ada", "mobile": "01700000001", "password": "password"})
    at.post("/oauth/introspect", raw=b"token=x&client_id=a&client_secret=b")
    at.get("/user", headers=bearer("nonsense"))
    at.get("/")
    at.get("/nothing")
