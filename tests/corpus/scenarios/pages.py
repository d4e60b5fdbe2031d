"""Pages for people, their assets, and addresses at which there is nothing."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.scenarios.scenario import scenario

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PATHS = (
    "/",
    "/docs",
    "/docs/docs.css",
    "/docs/page.js",
    "/docs/swagger-ui.css",
    "/docs/swagger-ui-bundle.js",
    "/assets/design.css",
    "/assets/mark.svg",
    "/link",
    "/link/link.css",
    "/link/link.js",
    "/link/link-words.js",
    "/dev/inbox",
    "/dev/inbox.css",
    "/dev/inbox.js",
    "/healthz",
    "/readyz",
    "/.well-known/jwks.json",
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration",
)
NOTHING = (
    "/nothing",
    "/docs/nothing.js",
    "/docs/../settings.py",
    "/docs/%2e%2e/page.py",
    "/docs/start.html",
    "/docs/link.css",
    "/link/link.html",
    "/link/page.css",
    "/assets/nothing.css",
    "/assets/../link.js",
    "/link/nothing",
    "/dev",
    "/dev/inbox.html",
    "/.well-known/",
    "/.well-known/nothing",
    "/oauth",
    "/oauth/token",
    "/user/",
    "/User",
    "/user//sessions",
    "//user",
    "/user/not-a-uuid",
    "/user/00000000-0000-4000-8000-00000000000G",
    "/user/sessions/not-an-id",
    "/user/sessions/ABCDEF00000000000000000000000000",
    "/user/%00",
    "/%ff",
    "/favicon.ico",
    "/robots.txt",
    "/static/x",
)


@scenario()
def pages(at: FrontDoor) -> None:
    for path in PATHS:
        at.get(path, headers=HTML)
        at.get(path + "/", headers=HTML)
        at.send("HEAD", path)
        at.send("OPTIONS", path)
        at.post(path, {})
    at.get("/dev/inbox")
    at.get("/dev/inbox?to=nobody@example.org")
    at.get("/?q=<script>", headers={"Host": "<script>.example"})


@scenario()
def nothing(at: FrontDoor) -> None:
    for path in NOTHING:
        at.get(path)
        at.post(path, {})
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "get"):
        at.send(method, "/user")
        at.send(method, "/")
    at.get("/user?limit=1#x")


@scenario()
def openapi(at: FrontDoor) -> None:
    at.get("/openapi.json")
    at.get("/openapi.json/")
    at.send("HEAD", "/openapi.json")
    at.send("OPTIONS", "/openapi.json")
    at.post("/openapi.json", {})


@scenario(docs=False, dev_inbox=False)
def pages_switched_off(at: FrontDoor) -> None:
    for path in PATHS:
        at.get(path, headers=HTML)


@scenario(
    public_url="https://accounts.example.org/a'b",
    link_url="https://app.example/link",
    service_name="A & B",
    locale="de",
)
def pages_of_a_public_address(at: FrontDoor) -> None:
    for path in (
        "/",
        "/docs",
        "/assets/design.css",
        "/assets/mark.svg",
        "/link",
        "/dev/inbox",
        "/.well-known/oauth-authorization-server",
        "/healthz",
        "/nothing",
    ):
        at.get(path, headers=HTML)
    assert at.get("/openapi.json", record=False).json["servers"] == [{"url": "https://accounts.example.org/a'b"}]
