"""The ten requests of the founding document, sent as printed, get the printed answers."""

import re

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.every_engine

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def test_every_documented_request_gets_its_printed_answer(client: FlaskClient) -> None:
    ada = {"mobile": "01XXXXXXXXX", "status": False, "username": "fatematzuhora"}

    answer = client.post("/user", data='{"username": "fatematzuhora", "mobile": "01XXXXXXXXX", "password": "password"}')
    assert answer.status_code == 201
    uuid = answer.json["data"]["uuid"]
    assert re.fullmatch(UUID, uuid)
    ada["uuid"] = uuid
    assert answer.json == {"data": ada, "message": "Account created successfully!", "status": 201}

    ada["status"] = True
    success = {"data": ada, "message": "Success!", "status": 200}
    answer = client.post("/user/activate-account/", data='{"mobile": "01XXXXXXXXX"}')
    assert (answer.status_code, answer.json) == (200, success)

    answer = client.post("/user/login", data='{"username": "fatematzuhora", "password": "password"}')
    assert answer.status_code == 200
    assert answer.json.keys() == {"access_token", "refresh_token"}
    assert all(token.startswith("eyJ0eXAiOi") for token in answer.json.values())
    access = {"Authorization": f"Bearer {answer.json['access_token']}"}
    refresh = {"Authorization": f"Bearer {answer.json['refresh_token']}"}

    answer = client.get("/user/refresh-token/", headers=refresh)
    assert (answer.status_code, answer.json.keys()) == (200, {"access_token"})
    assert answer.json["access_token"].startswith("eyJ0eXAiOi")

    answer = client.get(f"/user/{uuid}", headers=access)
    assert (answer.status_code, answer.json) == (200, success)

    answer = client.get("/user", headers=access)
    assert (answer.status_code, answer.json) == (200, {"data": [ada], "message": "Success!", "status": 200})

    changes = {"username": "fatema", "email": "fatema@example.org", "mobile": "01YYYYYYYYY", "gender": "Female"}
    answer = client.patch(f"/user/{uuid}", json=changes, headers=access)
    assert (answer.status_code, answer.json) == (200, {"data": ada | changes, "message": "Success!", "status": 200})

    answer = client.post(
        f"/user/change-password/{uuid}",
        data='{"old_password": "password", "new_password": "password01"}',
        headers=access,
    )
    assert (answer.status_code, answer.json) == (200, {"message": "Success!"})

    answer = client.get("/user/logout/", headers=access)
    assert (answer.status_code, answer.json) == (200, {"message": "User fatema successfully logged out."})

    answer = client.post("/user/login", json={"username": "fatema", "password": "password01"})
    access = {"Authorization": f"Bearer {answer.json['access_token']}"}
    answer = client.delete(f"/user/{uuid}", headers=access)
    assert (answer.status_code, answer.json) == (200, {"message": "User deleted.", "status": 200})
