"""Sessions: refreshing, rotating, reuse, logging out, listing and ending them."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, bearer, join, log_in
from tests.corpus.scenarios.login import FIREFOX, IPHONE
from tests.corpus.scenarios.scenario import scenario

REFRESH = "/user/refresh-token/"


@scenario()
def refreshing(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    at.get(REFRESH, headers=ada.refreshing)
    at.get(REFRESH[:-1], headers=ada.refreshing)
    at.wait(900)
    at.get(f"/user/{ada.uuid}", headers=ada.signed)
    rotated = at.post(REFRESH, headers=ada.refreshing).json
    at.post(REFRESH, headers=ada.refreshing)
    at.get(REFRESH, headers=ada.refreshing)
    at.get(f"/user/{ada.uuid}", headers=bearer(rotated["access_token"]))
    at.wait(3600)
    at.post(REFRESH, headers=ada.refreshing)
    at.post(REFRESH, headers=bearer(rotated["refresh_token"]))
    at.wait(10)
    at.post(REFRESH, headers=ada.refreshing)
    at.wait(1)
    at.post(REFRESH, headers=ada.refreshing)
    at.post(REFRESH, headers=bearer(rotated["refresh_token"]))
    at.get(f"/user/{ada.uuid}", headers=bearer(rotated["access_token"]))
    at.messages()
    ada = log_in(at, ada)
    rotated = at.post(REFRESH, {}, headers=ada.refreshing).json
    at.post(REFRESH, headers=bearer(rotated["refresh_token"]))
    at.wait(15 * 86_400)
    at.post(REFRESH, headers=bearer(rotated["refresh_token"]))


@scenario(session_lifetime="2h", session_idle="1h", access_token_lifetime="5m", refresh_grace="0s", sessions_per_user=2)
def sessions_with_other_lifetimes(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    second = log_in(at, ada)
    third = log_in(at, ada)
    at.get("/user/sessions", headers=ada.signed)
    at.get("/user/sessions", headers=third.signed)
    at.wait(300)
    at.get("/user/sessions", headers=third.signed)
    tokens = at.post(REFRESH, headers=third.refreshing).json
    at.post(REFRESH, headers=third.refreshing)
    at.post(REFRESH, headers=bearer(tokens["refresh_token"]))
    for _ in range(4):
        at.wait(2400)
        answer = at.post(REFRESH, headers=second.refreshing)
        second.refresh = answer.json.get("refresh_token", "")
    at.messages()


@scenario()
def logging_out(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    other = log_in(at, ada)
    for path in ("/user/logout/", "/user/logout"):
        at.get(path, headers=other.signed)
        at.get(path, headers=other.signed)
        at.post(path, headers=ada.signed)
        at.post(path, {}, headers=ada.signed)
    at.get(REFRESH, headers=other.refreshing)
    at.post(REFRESH, headers=ada.refreshing)


@scenario()
def sessions(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    eve = join(at, "eve", "01700000002")
    fox = log_in(at, ada, headers={"User-Agent": FIREFOX}, address="2001:db8::7")
    phone = log_in(at, ada, headers={"User-Agent": IPHONE, "Gatepost-Device": ada.device}, address="198.51.100.7")
    log_in(at, ada, headers={"User-Agent": "curl/8.0"})
    at.messages()
    at.wait(400)
    at.post(REFRESH, headers=ada.refreshing)
    listed = at.get("/user/sessions", headers=ada.signed).json["data"]
    at.get("/user/sessions/", headers=ada.signed)
    at.get("/user/sessions?limit=1", headers=ada.signed)
    ids = [session.get("id") or session["session_id"] for session in listed]
    at.delete(f"/user/sessions/{ids[-1]}", headers=eve.signed)
    at.delete(f"/user/sessions/{ids[-1]}", headers=ada.signed)
    at.delete(f"/user/sessions/{ids[-1]}", headers=ada.signed)
    at.get("/user/sessions", headers=phone.signed)
    at.get("/user/sessions", headers=fox.signed)
    root = appoint(at)
    at.get(f"/user/{ada.uuid}/sessions", headers=root.signed)
    at.get(f"/user/{ada.uuid}/sessions", headers=ada.signed)
    at.delete(f"/user/{ada.uuid}/sessions/{ids[1]}", headers=root.signed)
    at.delete(f"/user/{ada.uuid}/sessions/{ids[1]}", headers=root.signed)
    at.delete("/user/sessions", headers=ada.signed)
    at.delete("/user/sessions", headers=ada.signed)
    log_in(at, ada)
    log_in(at, ada)
    at.delete(f"/user/{ada.uuid}/sessions", headers=root.signed)
    at.get("/user/sessions", headers=ada.signed)
    at.delete(f"/user/{root.uuid}/sessions", headers=root.signed)
    at.get("/admin/events", headers=root.signed)
