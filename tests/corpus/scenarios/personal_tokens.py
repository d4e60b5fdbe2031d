"""Personal access tokens: made, used within their scope, told to services, listed and revoked."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import appoint, bearer, join, log_in
from tests.corpus.scenarios.oauth import INTROSPECT, REVOKE, basic, form
from tests.corpus.scenarios.scenario import scenario
from tests.corpus.scenarios.sweep import FORM, endpoints

PATH = "/user/personal-tokens"
BACKUP = {"name": "nightly backup", "scope": ["account:read", "services"]}
WRONG = (
    {"name": " ", "scope": ["account:read"]},
    {"name": "x", "scope": []},
    {"name": "x", "scope": ["users:read"]},
    {"name": "x", "scope": ["Users"]},
    {"name": "x", "scope": ["account:read"], "expires_in_days": 367},
    {"name": "x", "scope": ["account:read"], "expires_in_days": 0},
)


@scenario(reauthentication=True, personal_tokens_per_user=2)
def personal_tokens(at: FrontDoor) -> None:
    root, ada, eve = appoint(at), join(at, "ada", "01700000001"), join(at, "eve", "01700000002")
    for body in WRONG:
        at.post(PATH, body, headers=ada.signed)
    first = at.post(PATH, BACKUP, headers=ada.signed).json["data"]
    second = at.post(PATH, {"name": "pipeline", "scope": ["account:write"]}, headers=ada.signed).json["data"]
    at.post(PATH, BACKUP, headers=ada.signed)
    at.messages()
    token, own = bearer(first["token"]), f"/user/{ada.uuid}"
    for path in (
        own,
        "/user",
        "/user/sessions",
        f"{own}/events",
        "/forward-auth",
        f"/user/{eve.uuid}",
        "/admin/events",
    ):
        at.get(path, headers=token)
    at.patch(own, {"gender": "Female"}, headers=token)
    for change in ({"gender": "Female"}, {"email": "ada@example.org"}):
        at.patch(own, change, headers=bearer(second["token"]))
    at.post(PATH, BACKUP, headers=token)
    at.delete(own, headers=token)
    at.post(INTROSPECT, raw=form(token=first["token"]), headers=basic() | FORM)
    at.post(INTROSPECT, raw=form(token=second["token"]), headers=basic() | FORM)
    at.get(PATH, headers=ada.signed)
    for caller in (eve, root):
        at.get(f"{own}/personal-tokens", headers=caller.signed)
        at.delete(f"{own}/personal-tokens/{first['id']}", headers=caller.signed)
        at.delete(f"{own}/personal-tokens", headers=caller.signed)
    at.get(own, headers=token)
    made = at.post(PATH, {"name": "x", "scope": ["account:write"]}, headers=ada.signed).json["data"]
    for endpoint in endpoints(at, ada):
        if endpoint.access == "access":
            at.send(endpoint.method, endpoint.path, headers=bearer(made["token"]))
    at.delete(f"{PATH}/{made['id']}", headers=ada.signed)
    for _ in range(2):
        made = at.post(PATH, BACKUP, headers=ada.signed).json["data"]
        at.post(REVOKE, raw=form(token=made["token"]), headers=basic() | FORM)
        at.delete(f"{PATH}/{made['id']}", headers=ada.signed)
    made = at.post(PATH, BACKUP, headers=ada.signed).json["data"]
    at.type("users", "tokens", "ada")
    at.type("users", "tokens", "ada", "--revoke", made["id"])
    at.type("users", "tokens", "ada", "--revoke", made["id"])
    at.type("users", "tokens", "ada", "--revoke-all")
    at.delete(PATH, headers=ada.signed)
    at.wait(600)
    at.post(PATH, BACKUP, headers=ada.signed)
    ada = log_in(at, ada)
    made = at.post(PATH, BACKUP, headers=ada.signed).json["data"]
    at.wait(90 * 86_400)
    at.get(own, headers=bearer(made["token"]))
    at.get(f"{own}/events", headers=log_in(at, root).signed)


@scenario(personal_tokens_per_user=0)
def personal_tokens_switched_off(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001")
    at.post(PATH, BACKUP, headers=ada.signed)
    at.get(PATH, headers=ada.signed)
