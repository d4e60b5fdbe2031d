"""Registering by invitation, where nobody registers, and which addresses may."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, appoint, log_in
from tests.corpus.scenarios.scenario import scenario

PATH = "/admin/invitations"
GUEST = {"username": "grace", "password": PASSWORD}


@scenario(sign_up="invited", activation="code", reauthentication=True, phone_region="international")
def invitations(at: FrontDoor) -> None:
    root = appoint(at)
    at.post("/user", GUEST | {"email": "grace@example.org"})
    at.post("/user", GUEST | {"invitation": "no such token"})
    for guest in ({}, {"email": "no address"}, {"email": "grace@example.org", "locale": "de"}):
        at.post(PATH, guest, headers=root.signed)
    at.send("POST", PATH, raw=b" " * 65_537, headers=root.signed)
    at.send("POST", PATH, raw=b"a=b", headers=root.signed | {"Content-Type": "application/x-www-form-urlencoded"})
    token = at.message("invitation")["link"].rpartition(":")[2]
    at.post(PATH, {"email": "grace@example.org"}, headers=root.signed)
    at.get(PATH, headers=root.signed)
    at.post("/user", GUEST | {"invitation": token, "email": "grace@example.org"})
    at.post("/user", GUEST | {"invitation": token, "username": "root"})
    grace = at.post("/user", GUEST | {"invitation": token})
    at.post("/user", GUEST | {"invitation": token})
    answer = at.post("/user/login", {"email": "grace@example.org", "password": PASSWORD})
    signed = {"Authorization": f"Bearer {answer.json['access_token']}"}
    at.get(f"/user/{grace.json['data']['uuid']}/events", headers=signed)
    at.post(PATH, {"email": "x@example.org"}, headers=signed)
    at.get(PATH, headers=signed)
    at.delete(f"{PATH}/{'0' * 32}", headers=signed)
    at.wait(60)
    at.post(PATH, {"email": "grace@example.org"}, headers=root.signed)
    other = at.post(PATH, {"mobile": "+8801700000001"}, headers=root.signed)
    at.messages()
    at.wait(600)
    at.post(PATH, {"mobile": "+8801700000002"}, headers=root.signed)
    address = f"{PATH}/{other.json['data']['id']}"
    at.delete(address, headers=root.signed)
    root = log_in(at, root)
    at.delete(address, headers=root.signed)
    at.delete(address, headers=root.signed)
    for roles in (["nothing"], ["No"], "support", ["support", "user"]):
        at.post(PATH, {"email": "hedy@example.org", "roles": roles}, headers=root.signed)
    token = at.message("invitation")["link"].rpartition(":")[2]
    at.get(PATH, headers=root.signed)
    hedy = at.post("/user", GUEST | {"username": "hedy", "invitation": token}).json["data"]
    at.get(f"/admin/users/{hedy['uuid']}/roles", headers=root.signed)
    at.get("/admin/events?limit=5", headers=root.signed)


@scenario(sign_up="closed")
def signing_up_is_closed(at: FrontDoor) -> None:
    root = appoint(at)
    at.post("/user", GUEST | {"email": "grace@example.org"})
    at.post("/user", GUEST | {"invitation": "no such token"})
    at.post(PATH, {"email": "grace@example.org"}, headers=root.signed)


@scenario(email_domains=("example.org", "*.example.org"), email_disposable="refused", sms_countries=("BD",))
def addresses_that_are_not_taken(at: FrontDoor) -> None:
    for place, domain in enumerate(("example.org", "mail.example.org", "example.com", "mailinator.com")):
        at.post("/user", {"username": f"u{place}", "email": f"a@{domain}", "password": PASSWORD})
