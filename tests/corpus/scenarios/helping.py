"""The support: users found and seen, suspended, let back in; what it is refused."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, join, log_in, register
from tests.corpus.scenarios.scenario import scenario
from tests.corpus.scenarios.sweep import FORM, NOBODY

USERS, BECAUSE = "/admin/users", {"reason": "has called"}
DEEDS = ("suspend", "unsuspend", "lift-waits", "reset")


@scenario(reauthentication=True)
def helping(at: FrontDoor) -> None:
    root, sue, ada = appoint(at), join(at, "sue", "01700000001"), join(at, "ada", "01700000002")
    register(at, "adam", "01700000003", email="adam@example.org")
    at.type("users", "roles", "sue", "support")
    for q in ("ad", "a_", "(01700) 000-002", "adam@", "ADAM@example.org", "+8801", ada.uuid):
        at.get(USERS + "?q=" + q.replace(" ", "%20").replace("+", "%2B"), headers=sue.signed)
    at.get(f"{USERS}?limit=1", headers=sue.signed)
    for wrong in ("limit=x", "cursor=x", "unknown=1", "q=a&cursor=x"):
        at.get(f"{USERS}?{wrong}", headers=sue.signed)
    at.get(USERS, headers=ada.signed)
    for path in (f"{USERS}/{ada.uuid}", f"{USERS}/{ada.uuid}/messages"):
        for caller in (root, sue, ada):
            at.get(path, headers=caller.signed)
        at.get(path.replace(ada.uuid, NOBODY), headers=root.signed)
    at.get(f"{USERS}/{ada.uuid}/messages?cursor=x", headers=root.signed)
    for deed in DEEDS:
        path = f"{USERS}/{ada.uuid}/{deed}"
        at.send("POST", path, raw=b"{", headers=sue.signed)
        at.send("POST", path, raw=b" " * 65_537, headers=sue.signed)
        at.send("POST", path, raw=b"a=b", headers=sue.signed | FORM)
        for body in ({}, {"reason": " "}, {"reason": "x" * 201}, BECAUSE | {"unknown": 1}):
            at.post(path, body, headers=sue.signed)
        for whom in (root.uuid, sue.uuid, NOBODY):
            at.post(path.replace(ada.uuid, whom), BECAUSE, headers=sue.signed)
        at.post(path, BECAUSE, headers=ada.signed)
    of_ada = f"{USERS}/{ada.uuid}"
    at.post(f"{of_ada}/reset", BECAUSE | {"channel": "email"}, headers=sue.signed)
    at.post(f"{of_ada}/reset", BECAUSE | {"channel": "sms"}, headers=sue.signed)
    at.post(f"{of_ada}/reset", BECAUSE, headers=sue.signed)
    at.messages()
    at.post(f"{of_ada}/lift-waits", BECAUSE, headers=sue.signed)
    for until in ("tomorrow", "2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", None):
        at.post(f"{of_ada}/suspend", BECAUSE | {"until": until}, headers=sue.signed)
        at.get(of_ada, headers=sue.signed)
    at.post(f"{of_ada}/reset", BECAUSE, headers=sue.signed)
    log_in(at, ada)
    at.get(f"/user/{ada.uuid}", headers=ada.signed)
    at.post(f"{of_ada}/unsuspend", BECAUSE, headers=sue.signed)
    ada = log_in(at, ada)
    at.get(f"/user/{ada.uuid}/events", headers=ada.signed)
    at.get(f"/admin/events?user={ada.uuid}&limit=5", headers=root.signed)
    at.wait(600)
    at.post(f"{of_ada}/suspend", BECAUSE, headers=sue.signed)


@scenario()
def helping_by_command(at: FrontDoor) -> None:
    root, ada = appoint(at), join(at, "ada", "01700000002")
    for words in (
        ("find", "ad"),
        ("find", "01700-000002"),
        ("find", "nobody"),
        ("suspend", "root", "--reason", "a mistake"),
        ("suspend", "ada", "--until", "2999-01-01T00:00:00Z", "--reason", "sends advertisements"),
        ("show", "01700-000002"),
        ("unsuspend", ada.uuid, "--reason", "has called"),
        ("lift-waits", "ada", "--reason", "has called"),
        ("lift-waits", "ada", "--reason", " "),
        ("reset", "ada", "--reason", "has called"),
        ("reset", "ada", "--channel", "email", "--reason", "has called"),
        ("messages", "ada"),
        ("suspend", "nobody", "--reason", "has called"),
    ):
        at.type("users", *words)
    at.get("/admin/events?event=account.suspended", headers=root.signed)
    at.post(f"{USERS}/{root.uuid}/suspend", BECAUSE, headers=root.signed)
