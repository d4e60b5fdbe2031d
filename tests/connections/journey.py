"""All that one user does, from the first request to the last."""

from flask import Flask

from tests.support.people import People, bearer


def journey(app: Flask, username: str = "jösé") -> None:
    """Register, activate, log in, refresh, change, look, log out, log in again and delete the account."""
    client = app.test_client()
    person = People(client).join(username)
    renewed = client.post("/user/refresh-token/", headers=person.refreshing)
    assert renewed.status_code == 200, renewed.text
    signed = bearer(renewed.json["access_token"])
    changed = client.patch(f"/user/{person.uuid}", json={"email": "José@example.org"}, headers=signed)
    assert changed.status_code == 200, changed.text
    found = client.get(f"/user/{person.uuid}", headers=signed)
    assert (found.status_code, found.json["data"]["username"]) == (200, username)
    assert client.get("/user/sessions", headers=signed).status_code == 200
    assert client.get(f"/user/{person.uuid}/events", headers=signed).status_code == 200
    assert client.get("/user/logout/", headers=signed).status_code == 200
    assert client.get(f"/user/{person.uuid}", headers=signed).status_code == 401
    again = People(client).log_in(person)
    assert client.delete(f"/user/{person.uuid}", headers=again.signed).status_code == 200
    assert client.get("/readyz").status_code == 200
