"""A proof is good for one purpose, one address and one user, and not longer than what it rests on."""

import re

import pytest

from tests.support.people import bearer
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, INVALID, MOBILE, Waiting
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine

PATHS = {"activation": "/user/activate-account/", "login": "/user/login/code", "reset": "/user/reset-password"}


def send_back(waiting: Waiting, purpose: str, **proof: str) -> int:
    body = proof | ({"new_password": "a password of many words"} if purpose == "reset" else {})
    return waiting.client.post(PATHS[purpose], json=body).status_code


@pytest.fixture
def proofs(waiting: Waiting, time: SetClock) -> dict[str, dict[str, str]]:
    """One of each purpose that is out to the same address: eve's activation, ada's log-in and reset."""
    waiting.prove(token=waiting.letter("ada", email="ada@mail.example").token)
    activation = waiting.letter("eve", email=EMAIL)
    found = {"activation": {"token": activation.token, "email": EMAIL, "code": activation.code}}
    for purpose, path in (("login", PATHS["login"]), ("reset", "/user/forgot-password")):
        time.pass_(seconds=30)
        assert waiting.client.post(path, json={"username": "ada"}).status_code == 202
        letter = waiting.letters.one(purpose)
        found[purpose] = {"token": letter.token, "email": "ada@mail.example", "code": letter.code}
    return found


@pytest.mark.asvs("6.6.2")
@pytest.mark.parametrize("purpose", PATHS)
def test_a_proof_is_refused_for_every_other_purpose(
    waiting: Waiting, proofs: dict[str, dict[str, str]], purpose: str
) -> None:
    given = proofs[purpose]
    for other in PATHS.keys() - {purpose}:
        assert send_back(waiting, other, token=given["token"]) == 403
        assert send_back(waiting, other, email=given["email"], code=given["code"]) == 403
    assert send_back(waiting, purpose, email=given["email"], code=given["code"]) == 200


@pytest.mark.asvs("6.6.2")
def test_a_code_is_refused_for_every_other_address(waiting: Waiting) -> None:
    ada = waiting.letter("ada", mobile=MOBILE, email=EMAIL)
    eve = waiting.letter("eve", mobile="01787654321")
    for wrong in ({"mobile": "01787654321", "code": ada.code}, {"email": EMAIL, "code": ada.code}):
        if ada.code != eve.code:
            assert waiting.prove(**wrong) == INVALID
    assert waiting.prove(mobile=MOBILE, code=ada.code) == (200, "")


def test_a_change_of_password_ends_all_that_are_out(
    waiting: Waiting, proofs: dict[str, dict[str, str]], time: SetClock
) -> None:
    answer = waiting.log_in("ada").json
    (uuid,) = {
        user["uuid"]
        for user in waiting.client.get("/user", headers=bearer(answer["access_token"])).json["data"]
        if user["username"] == "ada"
    }
    body = {"old_password": "password", "new_password": "another password"}
    path = f"/user/change-password/{uuid}"
    assert waiting.client.post(path, json=body, headers=bearer(answer["access_token"])).status_code == 200
    for purpose in ("login", "reset"):
        assert send_back(waiting, purpose, token=proofs[purpose]["token"]) == 403
    assert send_back(waiting, "activation", token=proofs["activation"]["token"]) == 200  # eve's


def test_a_deleted_user_leaves_no_proof(waiting: Waiting, proofs: dict[str, dict[str, str]]) -> None:
    signed = bearer(waiting.log_in("ada").json["access_token"])
    users = {user["username"]: user["uuid"] for user in waiting.client.get("/user", headers=signed).json["data"]}
    assert waiting.client.delete(f"/user/{users['ada']}", headers=signed).status_code == 200
    assert row_counts(waiting.app)["one_time_proofs"] == 1
    assert send_back(waiting, "login", token=proofs["login"]["token"]) == 403


@pytest.mark.asvs("6.5.4")
def test_a_code_has_six_digits_and_a_link_256_bits(proofs: dict[str, dict[str, str]]) -> None:
    for proof in proofs.values():
        assert re.fullmatch("[0-9]{6}", proof["code"])
        assert re.fullmatch("[A-Za-z0-9_-]{43}", proof["token"])
