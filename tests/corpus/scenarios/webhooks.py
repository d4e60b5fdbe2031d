"""Webhooks: registered, changed, their secrets and their deliveries."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, log_in
from tests.corpus.scenarios.scenario import scenario

PATH = "/admin/webhooks"
HOOK = {"url": "https://app.example/hook", "events": ["account.*", "logout"], "description": "the shop"}


@scenario(reauthentication=True)
def webhooks(at: FrontDoor) -> None:
    root = appoint(at)
    for wrong in ({}, {"url": "http://app.example/"}, {"events": ["nothing"]}, {"events": []}, {"enabled": True}):
        at.post(PATH, HOOK | wrong, headers=root.signed)
    at.send("POST", PATH, raw=b" " * 65_537, headers=root.signed)
    at.send("POST", PATH, raw=b"a=b", headers=root.signed | {"Content-Type": "application/x-www-form-urlencoded"})
    at.get(PATH, headers=root.signed)
    made = at.get(PATH, headers=root.signed).json["data"][0]
    path = f"{PATH}/{made['id']}"
    at.get(path, headers=root.signed)
    at.patch(path, {"events": ["*"], "enabled": False}, headers=root.signed)
    at.post(f"{path}/replay", {}, headers=root.signed)
    at.patch(path, {"enabled": True}, headers=root.signed)
    at.post(f"{path}/rotate-secret", {}, headers=root.signed)
    at.post(f"{path}/rotate-secret", {}, headers=root.signed)
    at.post(f"{path}/rotate-secret", {"end_old": True}, headers=root.signed)
    root = log_in(at, root)
    listed = at.get(f"{path}/deliveries?limit=1", headers=root.signed).json["data"]
    at.get(f"{path}/deliveries?cursor=x", headers=root.signed)
    at.post(f"{path}/replay", {"message_id": listed[0]["id"]}, headers=root.signed)
    at.post(f"{path}/replay", {"message_id": f"msg_{'0' * 32}"}, headers=root.signed)
    at.post(f"{path}/replay", {"message_id": "1"}, headers=root.signed)
    at.post(f"{path}/replay", {}, headers=root.signed)
    form = root.signed | {"Content-Type": "application/x-www-form-urlencoded"}
    for method, below in (("PATCH", ""), ("POST", "/rotate-secret"), ("POST", "/replay")):
        at.send(method, f"{path}{below}", raw=b" " * 65_537, headers=root.signed)
        at.send(method, f"{path}{below}", raw=b"a=b", headers=form)
        at.send(method, f"{path}{below}", {"unknown": 1}, headers=root.signed)
    at.wait(600)
    at.delete(path, headers=root.signed)
    root = log_in(at, root)
    at.delete(path, headers=root.signed)
    at.delete(path, headers=root.signed)
    at.get(path, headers=root.signed)
    at.get(f"{path}/deliveries", headers=root.signed)
    at.patch(path, {"description": "x"}, headers=root.signed)
    at.post(f"{path}/rotate-secret", {}, headers=root.signed)
    at.post(f"{path}/replay", {}, headers=root.signed)
