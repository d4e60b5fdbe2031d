"""A cursor is handed back as it was got; any other is refused and does no harm."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import People, Person

pytestmark = pytest.mark.every_engine

SORTS = ["username", "-username", "created", "-created"]
UUID = "00000000-0000-4000-8000-000000000000"


def get(client: FlaskClient, reader: Person, **query: str) -> TestResponse:
    return client.get("/user", query_string=query, headers=reader.signed)


def cursor_of(client: FlaskClient, reader: Person, sort: str) -> str:
    link = get(client, reader, limit="1", sort=sort).headers["Link"]
    return parse_qs(urlsplit(link[1 : link.index(">")]).query)["cursor"][0]


def written(place: Any) -> str:
    return urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


NOT_OURS = [
    "",
    "x",
    "!!!!",
    "ää",
    "AAAA",
    "A" * 3000,
    written(None),
    written({}),
    written([]),
    written(["username"]),
    written(["username", 1]),
    written(["username", None]),
    written(["username", ["ada"]]),
    written(["username", "ada", "more"]),
    written(["username", "a\0"]),
    written(["password_hash", "a"]),
    written(["created", "2026-01-01T00:00:00+00:00", UUID]),
]
NO_MOMENTS = [
    ["created", "yesterday", UUID],
    ["created", "2026-01-01T00:00:00", UUID],
    ["created", "0001-01-01T00:00:00+00:00", UUID],
    ["created", "9999-12-31T23:59:59-23:59", UUID],
    ["created", "2026-01-01T00:00:00+00:00", "nobody"],
    ["created", "2026-01-01T00:00:00+00:00"],
    ["created", "2026-01-01T00:00:00+00:00", UUID, "more"],
]


def test_a_cursor_serves_its_own_order_only(
    client: FlaskClient, ada: Person, eve: Person, subtests: pytest.Subtests
) -> None:
    for sort, other in product(SORTS, SORTS):
        with subtests.test(sort=sort, other=other):
            answer = get(client, ada, cursor=cursor_of(client, ada, sort), sort=other)
            if sort == other:
                assert (answer.status_code, len(answer.json["data"])) == (200, 1)
            else:
                assert (answer.status_code, list(answer.json["errors"])) == (422, ["cursor"])


@pytest.mark.asvs("2.2.1")
def test_a_cursor_that_is_not_ours_is_refused(client: FlaskClient, ada: Person, subtests: pytest.Subtests) -> None:
    for cursor in NOT_OURS:
        with subtests.test(cursor[:40]):
            answer = get(client, ada, cursor=cursor)
            assert (answer.status_code, list(answer.json["errors"])) == (422, ["cursor"])


@pytest.mark.asvs("2.2.1")
def test_a_cursor_of_no_moment_is_refused(client: FlaskClient, ada: Person, subtests: pytest.Subtests) -> None:
    for place in NO_MOMENTS:
        with subtests.test(str(place)):
            answer = get(client, ada, cursor=written(place), sort="created")
            assert (answer.status_code, list(answer.json["errors"])) == (422, ["cursor"])


@pytest.mark.asvs("1.2.4")
@pytest.mark.parametrize(
    "key", ["' OR 1=1 --", '"', "\\", "%", "a' UNION SELECT password_hash FROM users --", "\u2028"]
)
def test_what_stands_in_a_cursor_is_never_read_as_sql(client: FlaskClient, ada: Person, eve: Person, key: str) -> None:
    answer = get(client, ada, cursor=written(["username", key]))
    assert answer.status_code == 200
    assert [user["username"] for user in answer.json["data"]] == [name for name in ("ada", "eve") if name > key]


@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_still_serves_when_its_user_is_gone(client: FlaskClient, people: People, sort: str) -> None:
    zoe = people.join("mm")
    found = {people.register(name).username for name in ("aa", "zz")}
    cursor = cursor_of(client, zoe, sort)
    first = get(client, zoe, limit="1", sort=sort).json["data"][0]
    other = people.join("nn") if first["uuid"] == zoe.uuid else zoe
    people.client.delete(f"/user/{zoe.uuid}", headers=zoe.signed)
    reader = people.join("reader") if other is zoe else other
    listed = {user["username"] for user in get(client, reader, sort=sort, cursor=cursor).json["data"]}
    assert listed >= found - {first["username"]}
    assert "mm" not in listed


def test_a_cursor_says_nothing_that_the_page_did_not(client: FlaskClient, people: People) -> None:
    ada = people.join("ada", mobile="01712345678")
    people.join("eve")
    cursor = cursor_of(client, ada, "username")
    assert orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))) == ["username", "ada"]
