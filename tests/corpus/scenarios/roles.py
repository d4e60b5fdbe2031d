"""Roles: defined, given, used, taken and deleted; what the support may; the last administrator."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, join, log_in
from tests.corpus.scenarios.oauth import INTROSPECT, basic, form
from tests.corpus.scenarios.scenario import scenario
from tests.corpus.scenarios.sweep import FORM, NOBODY

ROLES, AUDITOR = "/admin/roles", {"description": "reads the record", "permissions": ["audit:read"]}
WRONG = ({}, {"description": "", "permissions": []}, {"description": "x", "permissions": ["audit:write"]})


@scenario(reauthentication=True)
def roles(at: FrontDoor) -> None:
    root, ada = appoint(at), join(at, "ada", "01700000001")
    auditor, of_ada, of_root = f"{ROLES}/auditor", f"/admin/users/{ada.uuid}/roles", f"/admin/users/{root.uuid}/roles"
    for path in (auditor, of_ada):
        at.send("PUT", path, raw=b"{", headers=root.signed)
        at.send("PUT", path, raw=b" " * 65_537, headers=root.signed)
        at.send("PUT", path, raw=b"a=b", headers=root.signed | FORM)
    for body in WRONG:
        at.put(auditor, body, headers=root.signed)
    for name in ("Auditor", "administrator", "user"):
        at.put(f"{ROLES}/{name}", AUDITOR, headers=root.signed)
    at.put(auditor, AUDITOR, headers=root.signed)
    at.get(ROLES, headers=root.signed)
    for named in ([], ["Auditor"], ["nothing"], ["user"], ["auditor", "user"], ["auditor"]):
        at.put(of_ada, {"roles": named}, headers=root.signed)
    at.get(of_ada, headers=root.signed)
    at.get("/admin/events", headers=ada.signed)
    at.get("/forward-auth", headers=ada.signed)
    at.post(INTROSPECT, raw=form(token=ada.access), headers=basic() | FORM)
    at.get(ROLES, headers=ada.signed)
    for name in ("auditor", "support", "nothing"):
        at.delete(f"{ROLES}/{name}", headers=root.signed)
    at.get(f"/admin/users/{NOBODY}/roles", headers=root.signed)
    at.put(f"/admin/users/{NOBODY}/roles", {"roles": []}, headers=root.signed)
    at.put(of_root, {"roles": ["support"]}, headers=root.signed)
    at.delete(f"/user/{root.uuid}", headers=root.signed)
    at.wait(600)
    at.put(of_ada, {"roles": []}, headers=root.signed)
    root = log_in(at, root)
    at.put(of_ada, {"roles": []}, headers=root.signed)
    at.delete(auditor, headers=root.signed)
    at.get(f"/user/{ada.uuid}/events", headers=root.signed)


@scenario()
def support(at: FrontDoor) -> None:
    """The refusals to a member of it, and to one who gives roles."""
    root, sue, boss = appoint(at), join(at, "sue", "01700000001"), join(at, "boss", "01700000002")
    for words in (
        ("users", "roles", "sue", "support"),
        ("roles", "set", "giver", "--description", "gives", "--permission", "roles:write"),
        ("roles", "set", "giver", "--description", "gives", "--permission", "anything"),
        ("roles", "list"),
        ("users", "roles", "boss", "giver"),
        ("users", "roles", "boss"),
        ("users", "roles", "root", "--none"),
        ("users", "deactivate", "root"),
        ("roles", "delete", "giver"),
        ("roles", "delete", "support"),
        ("users", "list"),
    ):
        at.type(*words)
    for method, path in (
        ("GET", f"/user/{root.uuid}/sessions"),
        ("DELETE", f"/user/{root.uuid}/sessions"),
        ("DELETE", f"/user/{root.uuid}/factors"),
        ("DELETE", f"/user/{boss.uuid}"),
        ("DELETE", f"/user/{boss.uuid}/sessions"),
    ):
        at.send(method, path, headers=sue.signed)
    at.put(f"/admin/users/{sue.uuid}/roles", {"roles": ["administrator"]}, headers=sue.signed)
    for named in (["administrator"], ["support"], ["giver"], []):
        at.put(f"/admin/users/{boss.uuid}/roles", {"roles": named}, headers=boss.signed)
        at.put(f"/admin/users/{sue.uuid}/roles", {"roles": named}, headers=boss.signed)
    at.put(f"{ROLES}/strong", AUDITOR, headers=boss.signed)
    at.delete(f"{ROLES}/giver", headers=root.signed)
