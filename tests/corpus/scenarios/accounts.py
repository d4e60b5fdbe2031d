"""Looking at accounts, listing, changing and deleting them; what administrators and operators do."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, join, log_in, register
from tests.corpus.scenarios.scenario import scenario


def link_of(answer) -> str:  # type: ignore[no-untyped-def]
    return answer.headers["Link"].partition(">")[0].removeprefix("<")


@scenario()
def listing(at: FrontDoor) -> None:
    ada = join(at, "ada", "+8801712345678", email="ada@example.org")
    for number, name in enumerate(("Bob", "carol", "Ärger", "ärmel", "zoe", "10", "9", "a.b", "a_b", "আদা", "Straße")):
        register(at, name, f"0170000010{number:02}", email=f"user{number}@example.org")
    for sort in ("username", "-username", "created", "-created"):
        answer = at.get(f"/user?limit=5&sort={sort}", headers=ada.signed)
        while "Link" in answer.headers:
            answer = at.get(link_of(answer), headers=ada.signed)
    for q in (
        "a",
        "A",
        "USER1",
        "0100",
        "%2B880",
        "880 171",
        "example.org",
        "_",
        "%25",
        "%5C",
        "strasse",
        "",
        "x%00",
        "nobody",
    ):
        at.get(f"/user?q={q}", headers=ada.signed)
    first = at.get("/user?limit=2&q=user", headers=ada.signed)
    at.get(link_of(first), headers=ada.signed)
    at.get(link_of(first).replace("q=user", "sort=created"), headers=ada.signed)
    for query in (
        "limit=0",
        "limit=201",
        "limit=x",
        "sort=age",
        "cursor=x",
        "page=2",
        "limit=1&limit=2",
        f"q={'x' * 101}",
    ):
        at.get(f"/user?{query}", headers=ada.signed)
    at.get("/user/", headers=ada.signed)
    at.send("HEAD", "/user", headers=ada.signed)


@scenario(user_directory="self")
def listing_oneself(at: FrontDoor) -> None:
    ada, eve, root = join(at, "ada", "01700000001"), join(at, "eve", "01700000002"), appoint(at)
    for caller in (ada, root):
        at.get("/user", headers=caller.signed)
        at.get("/user?q=eve", headers=caller.signed)
        at.get(f"/user/{eve.uuid}", headers=caller.signed)
        at.get(f"/user/{ada.uuid}", headers=caller.signed)
    at.patch(f"/user/{eve.uuid}", {"gender": "male"}, headers=ada.signed)
    at.patch(f"/user/{eve.uuid}", {"gender": "male"}, headers=root.signed)


@scenario()
def changing_an_account(at: FrontDoor) -> None:
    ada, eve = join(at, "ada", "01700000001"), join(at, "eve", "01700000002", email="eve@example.org")
    path = f"/user/{ada.uuid}"
    for body in (
        {},
        {"gender": "FEMALE"},
        {"gender": "other"},
        {"gender": None},
        {"locale": "pt-br"},
        {"locale": "nonsense!"},
        {"locale": None},
        {"username": "Ada"},
        {"username": "EVE"},
        {"username": "not a name"},
        {"username": None},
        {"mobile": "01700000002"},
        {"mobile": "12"},
        {"mobile": None},
        {"email": "EVE@example.org"},
        {"email": "nonsense"},
        {"email": "ada@example.org"},
        {"email": "ada@example.org"},
        {"email": "Ada@example.org"},
        {"mobile": "01700000003"},
        {
            "username": "lovelace",
            "mobile": "0170 0000-003",
            "email": "other@example.org",
            "gender": "male",
            "locale": "bn",
        },
        {"email": None},
        {"role": "admin"},
        {"uuid": eve.uuid},
        {"password": "x"},
    ):
        at.patch(path, body, headers=ada.signed)
    at.messages()
    at.get(path, headers=ada.signed)
    at.get(f"{path}/", headers=ada.signed)
    at.patch(f"/user/{eve.uuid}", {"gender": "male"}, headers=ada.signed)
    at.delete(f"/user/{eve.uuid}", headers=ada.signed)
    at.delete(path, headers=ada.signed)
    at.get(path, headers=ada.signed)
    at.get(path, headers=eve.signed)
    at.delete(path, headers=ada.signed)
    at.post("/user/login", {"username": "lovelace", "password": ada.password})
    register(at, "lovelace", "01700000003")


@scenario()
def operators(at: FrontDoor) -> None:
    root = appoint(at)
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    at.patch(f"/user/{ada.uuid}", {"username": "Countess", "gender": "female"}, headers=root.signed)
    at.patch(f"/user/{ada.uuid}", {"email": "countess@example.org"}, headers=root.signed)
    at.patch(f"/user/{ada.uuid}", {"role": "admin"}, headers=root.signed)
    at.messages()
    at.get(f"/user/{ada.uuid}", headers=root.signed)
    ada.username = "Countess"
    at.type("users", "list")
    at.type("users", "list", "--limit", "1")
    at.type("users", "show", "countess")
    at.type("users", "show", root.uuid)
    at.type("users", "show", "nobody")
    at.type("users", "deactivate", "countess")
    at.get(f"/user/{ada.uuid}", headers=ada.signed)
    at.get(f"/user/{ada.uuid}", headers=root.signed)
    log_in(at, ada)
    at.post("/user/activate-account/", {"mobile": ada.mobile})
    at.post("/user/forgot-password", {"username": "countess"})
    at.messages()
    at.type("users", "reactivate", "Countess")
    at.type("users", "reactivate", "nobody")
    log_in(at, ada)
    at.delete(f"/user/{ada.uuid}", headers=root.signed)
    at.get(f"/user/{ada.uuid}", headers=root.signed)
    at.get(f"/user/{ada.uuid}/events", headers=root.signed)
    at.get(f"/admin/events?user={ada.uuid}", headers=root.signed)
    at.type("users", "list")
