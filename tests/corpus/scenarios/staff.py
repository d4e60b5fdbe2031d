"""Staff create accounts, replace addresses, take away, export and act as users; what they are refused."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, bearer, join, register
from tests.corpus.scenarios.factors import enrol
from tests.corpus.scenarios.scenario import scenario
from tests.corpus.scenarios.sweep import FORM, NOBODY

USERS, BECAUSE = "/admin/users", {"reason": "has called"}
DEEDS = ("activate", "replace-address", "remove-factor", "end-sessions", "impersonate", "export", "delete")
MORE = {"replace-address": {"email": "ada@example.net"}, "remove-factor": {"factor": "all"}}


@scenario(reauthentication=True)
def staff_deeds(at: FrontDoor) -> None:
    root, sue, ada = appoint(at), join(at, "sue", "01700000001"), join(at, "ada", "01700000002")
    at.type("users", "roles", "sue", "support")
    for deed in DEEDS:
        path, body = f"{USERS}/{ada.uuid}/{deed}", BECAUSE | MORE.get(deed, {})
        at.send("POST", path, raw=b"{", headers=root.signed)
        at.send("POST", path, raw=b" " * 65_537, headers=root.signed)
        at.send("POST", path, raw=b"a=b", headers=root.signed | FORM)
        for wrong in ({}, body | {"reason": " "}, body | {"unknown": 1}):
            at.post(path, wrong, headers=root.signed)
        at.post(path, body)
        at.post(path, body, headers=ada.signed)
        at.post(path.replace(ada.uuid, root.uuid), body, headers=root.signed)
        at.post(path.replace(ada.uuid, NOBODY), body, headers=root.signed)
        at.post(path.replace(ada.uuid, root.uuid), body, headers=sue.signed)
    late = register(at, "late", "01700000003")
    at.post(f"{USERS}/{late.uuid}/replace-address", BECAUSE | {"email": "late@example.org"}, headers=sue.signed)
    at.post(f"{USERS}/{late.uuid}/impersonate", BECAUSE, headers=root.signed)
    for _ in range(2):
        at.post(f"{USERS}/{late.uuid}/activate", BECAUSE, headers=sue.signed)
    at.post(f"{USERS}/{ada.uuid}/end-sessions", BECAUSE | {"session": "0" * 32}, headers=sue.signed)
    at.post(f"{USERS}/{ada.uuid}/end-sessions", BECAUSE, headers=sue.signed)
    at.wait(600)
    at.post(f"{USERS}/{late.uuid}/activate", BECAUSE, headers=sue.signed)


@scenario()
def staff_creates(at: FrontDoor) -> None:
    root, sue, ada = appoint(at), join(at, "sue", "01700000001"), join(at, "ada", "01700000002")
    at.type("users", "roles", "sue", "support")
    grace = BECAUSE | {"username": "grace", "mobile": "01712345678", "email": "grace@example.org", "locale": "de"}
    for wrong in ({}, BECAUSE, grace | {"password": "x"}, grace | {"reason": ""}, grace | {"email": "x"}):
        at.post(USERS, wrong, headers=sue.signed)
    at.send("POST", USERS, raw=b"{", headers=sue.signed)
    at.send("POST", USERS, raw=b" " * 65_537, headers=sue.signed)
    at.send("POST", USERS, raw=b"a=b", headers=sue.signed | FORM)
    at.post(USERS, grace)
    at.post(USERS, grace, headers=ada.signed)
    for _ in range(2):
        at.post(USERS, grace, headers=sue.signed)
    for taken in ({"mobile": "01712345678"}, {"email": "grace@example.org"}):
        at.post(USERS, BECAUSE | {"username": "other"} | taken, headers=sue.signed)
    code = at.message("account_created")["code"]
    at.post("/user/login/code", {"username": "grace"})
    at.messages()
    new = {"new_password": "correct horse battery staple"}
    for _ in range(2):
        at.post("/user/reset-password", {"username": "grace", "code": code, **new})
    at.messages()
    at.post("/user/login", {"username": "grace", "password": new["new_password"]})
    at.get(f"{USERS}?q=grace", headers=sue.signed)
    at.get("/admin/events?event=account.created", headers=root.signed)


@scenario(change_proof=True)
def staff_replaces_and_takes_away(at: FrontDoor) -> None:
    root, ada, eve = appoint(at), join(at, "ada", "01700000001"), join(at, "eve", "01700000002")
    path, number = f"{USERS}/{ada.uuid}/replace-address", {"mobile": "01911111111"}
    for wrong in ({}, number | {"email": "x@example.org"}, {"mobile": ada.mobile}, {"email": "x"}):
        at.post(path, BECAUSE | wrong, headers=root.signed)
    at.post(path, BECAUSE | number, headers=root.signed)
    code = at.message("change")["code"]
    for body in ({"code": code}, {"username": "ada", "token": "x"}, {"username": "ada", "code": "000000"}):
        at.post("/user/prove-change", body)
    at.post("/user/prove-change", {"username": "nobody", "code": code})
    for _ in range(2):
        at.post("/user/prove-change", {"username": "ada", "code": code})
    at.messages()
    at.post(f"{USERS}/{eve.uuid}/replace-address", BECAUSE | number, headers=root.signed)
    app = enrol(at, eve)
    at.post(f"{USERS}/{eve.uuid}/remove-factor", BECAUSE | {"factor": app.id}, headers=root.signed)
    at.messages()
    at.post(f"{USERS}/{eve.uuid}/remove-factor", BECAUSE | {"factor": "x"}, headers=root.signed)
    at.post(f"{USERS}/{eve.uuid}/delete", BECAUSE, headers=root.signed)
    at.get(f"/admin/events?user={eve.uuid}&limit=1", headers=root.signed)


@scenario()
def staff_acts_and_exports(at: FrontDoor) -> None:
    root, ada = appoint(at), join(at, "ada", "01700000001")
    at.messages()
    answer = at.post(f"{USERS}/{ada.uuid}/impersonate", BECAUSE, headers=root.signed)
    acting = bearer(answer.json["access_token"])
    at.messages()
    at.get(f"/user/{ada.uuid}", headers=acting)
    at.get("/user/sessions", headers=ada.signed)
    at.get("/forward-auth", headers=acting)
    at.patch(f"/user/{ada.uuid}", {"gender": "Female"}, headers=acting)
    at.get(f"/user/{ada.uuid}/export", headers=acting)
    at.post("/user/logout/", headers=acting)
    at.get(f"/user/{ada.uuid}", headers=acting)
    at.get(f"/user/{ada.uuid}/export", headers=ada.signed)
    at.post(f"{USERS}/{ada.uuid}/export", BECAUSE, headers=root.signed)
    at.get(f"/user/{root.uuid}/export", headers=ada.signed)
    at.get(f"/user/{NOBODY}/export", headers=ada.signed)
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)
    at.get(f"/admin/events?user={ada.uuid}&limit=5", headers=root.signed)


@scenario()
def staff_by_command(at: FrontDoor) -> None:
    appoint(at)
    join(at, "ada", "01700000002")
    because = ("--reason", "has called")
    for words in (
        ("create", "grace", "--mobile", "01712345678"),
        ("create", "grace", "--mobile", "01712345678", *because),
        ("create", "grace", "--email", "grace@example.org", *because),
        ("activate", "grace", *because),
        ("replace-address", "ada", *because),
        ("replace-address", "ada", "--email", "ada@example.net", *because),
        ("remove-factor", "ada", "all", *because),
        ("end-sessions", "ada", *because),
        ("deactivate", "ada", *because),
        ("delete", "ada", "--yes", *because),
        ("delete", "root", "--yes", *because),
    ):
        at.type("users", *words)
