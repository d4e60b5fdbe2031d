"""Keys and services are managed in the console as on the command line, with a reason on record."""

import re
from urllib.parse import quote

import pytest
from flask import Flask

from tests.console.visitor import Visitor
from tests.oauth.ask import INTROSPECT
from tests.support.people import Person
from tests.support.time import SetClock

WHY = "a laptop was lost"


def is_taken(visitor: Visitor, client_id: str, secret: str) -> bool:
    answer = visitor.page.client.post(INTROSPECT, data={"token": "x"}, auth=(client_id, secret))
    return answer.status_code == 200


def shown_in(text: str) -> tuple[str, str]:
    found = re.search(
        r"<dd><code>([0-9a-f-]{36})</code></dd><dt>client_secret</dt><dd><code id=\"secret\">(\S{43})<", text
    )
    assert found, text
    return found[1], found[2]


@pytest.mark.every_engine
def test_a_key_that_there_is_not_is_not_revoked(root: Visitor) -> None:
    token = root.token("/keys/rotate")
    for kid in ("x", "\0", "é", "\N{GRINNING FACE}", "x" * 43, "x" * 3000, "Your key is lost, call us at once"):
        path = f"/keys/{quote(kid)}/revoke"
        assert root.get(path).status_code == 404, ascii(kid)
        assert root.send(path, csrf=token, reason=WHY).status_code == 404, ascii(kid)


@pytest.mark.asvs("13.3.4")
def test_a_service_changes_its_secret_while_both_are_taken(root: Visitor, admin: Person) -> None:
    client_id, old = shown_in(root.send("/clients/create", name="billing <b>", reason=WHY).text)
    assert "billing <b>" in root.text("/clients")
    assert old not in root.text("/clients")
    here = f"/clients/{client_id}"
    _, new = shown_in(root.send(f"{here}/new-secret", keep="yes", reason=WHY).text)
    assert [is_taken(root, client_id, each) for each in (old, new, "x")] == [True, True, False]
    third = root.send(f"{here}/new-secret", keep="yes", reason=WHY)
    assert (third.status_code, "This service has two secrets already" in third.text) == (409, True)
    root.do(f"{here}/end-old-secret", reason=WHY)
    assert [is_taken(root, client_id, each) for each in (old, new)] == [False, True]
    _, other = shown_in(root.send(f"{here}/new-secret", reason=WHY).text)
    assert [is_taken(root, client_id, each) for each in (new, other)] == [False, True]
    root.do(f"{here}/remove", reason=WHY)
    assert not is_taken(root, client_id, other)
    assert root.get(f"{here}/remove").status_code == 404
    lines = root.page.client.get(f"/admin/events?user={client_id}", headers=admin.signed).json["data"]
    assert [line["event"] for line in lines] == [
        "client.removed",
        "client.renewed",
        "client.old_secret_ended",
        "client.secret_added",
        "client.added",
    ]
    assert {(line["actor"], line["reason"]) for line in lines} == {(admin.uuid, WHY)}


def test_a_service_without_a_name_or_reason_is_not_registered(root: Visitor) -> None:
    for fields in ({"reason": WHY}, {"name": "billing"}, {"name": "x" * 101, "reason": WHY}):
        assert root.send("/clients/create", **fields).status_code == 422
    assert "None." in root.text("/clients") or "billing" not in root.text("/clients")


def test_keys_follow_one_another_and_one_is_revoked(app: Flask, root: Visitor, admin: Person, time: SetClock) -> None:
    def keys() -> list[str]:
        return re.findall(r'<th scope="row"><code>([\w-]{43})</code>', root.text("/keys"))

    (first,) = keys()
    assert "signs since" in root.text("/keys")
    root.do("/keys/rotate", reason=WHY)
    assert len(keys()) == 2
    assert "signs from" in root.text("/keys")
    root.do("/keys/rotate", at_once="yes", reason=WHY)
    root.page.log_in(admin.username, admin.password)
    root.do(f"/keys/{first}/revoke", reason=WHY)
    assert "revoked" in root.text("/keys")
    again = root.send(f"/keys/{first}/revoke", reason=WHY)
    assert (again.status_code, "There is no key of this name in use." in again.text) == (404, True)
    page = root.text("/events")
    assert (page.count("key.rotated</code></th>"), page.count("key.revoked</code></th>")) == (2, 1)
    assert page.count(WHY) == 3
