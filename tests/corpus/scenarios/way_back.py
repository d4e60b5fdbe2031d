"""The way back from a lost second factor, and changes of the ways in that are undone."""

from tests.corpus.front_door import FrontDoor
from tests.corpus.people import PASSWORD, Person, join, log_in
from tests.corpus.scenarios.changes import prove
from tests.corpus.scenarios.factors import FACTORS, due, enrol
from tests.corpus.scenarios.scenario import scenario

LOST, STOP, UNDO = "/user/lost-factor", "/user/lost-factor/stop", "/user/undo-way-in"


def link_in(at: FrontDoor, name: str) -> str:
    """The token of the link in the only e-mail of this name."""
    (found,) = [each for each in at.messages() if (each["name"], each["channel"]) == (name, "email")]
    return str(found["link"]).rpartition(":")[2]


@scenario()
def losing_a_second_factor(at: FrontDoor) -> None:
    ada = join(at, "ada", "01700000001", email="ada@example.org")
    at.messages(record=False)
    enrol(at, ada)
    at.messages()
    at.post(LOST, {"token": "of nobody"})
    at.post(LOST, {"token": due(at)})
    stop = link_in(at, "factors_end_soon")
    at.post(STOP, {"token": "of nobody"})
    at.post(STOP, {"token": stop})
    at.messages()
    at.post(LOST, {"username": "nobody"})
    at.post(LOST, {"username": "ada"})
    at.messages()
    at.get(FACTORS, headers=ada.signed)
    at.post(LOST, {"token": due(at)})
    at.wait(72 * 3600)
    at.post("/user/login", {"username": "ada", "password": ada.password})
    at.messages()


@scenario()
def undoing_a_second_factor(at: FrontDoor) -> None:
    ada = prove(at, join(at, "ada", "01700000001", email="ada@example.org"), email="ada@example.org")
    at.messages(record=False)
    enrol(at, ada)
    undo = link_in(at, "factor_added")
    at.post(UNDO, {"token": "of nobody"})
    at.post(UNDO, {"token": undo})
    at.post(UNDO, {"token": undo})
    at.messages()


@scenario(second_factor="administrators")
def removing_all_second_factors(at: FrontDoor) -> None:
    made = ("users", "create-admin", "--username", "root", "--mobile", "+8801800000001", "--password-stdin")
    at.type(*made, said=f"{PASSWORD}\n")
    root = log_in(at, Person("root", ""))
    ada = join(at, "ada", "01700000001")
    enrol(at, ada)
    at.delete(f"/user/{ada.uuid}/factors", headers=ada.signed)
    enrol(at, root)
    root.uuid = at.get("/user?q=root", headers=root.signed, record=False).json["data"][0]["uuid"]
    at.delete(f"/user/{root.uuid}/factors", headers=root.signed)
    at.delete(f"/user/{ada.uuid}/factors", headers=root.signed)
    at.messages()
