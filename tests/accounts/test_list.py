"""GET /user: pages, orders and searches."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import People, Person
from tests.support.time import SetClock

ORDERED = [
    "1st",
    "_x",
    "ada",
    "Bob",
    "eva",
    "ß",
    "ss_",
    "Zoe",
    "zz",
    "ähm",
    "Éva",
    "Ωmega",
    "анна",
    "রহিম",
    "花子",
    "𐐷x",
]


def get(client: FlaskClient, reader: Person, query: str = "") -> TestResponse:
    return client.get(f"/user?{query}", headers=reader.signed)


def names(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [user["username"] for user in answer.json["data"]]


def following(answer: TestResponse) -> str | None:
    """The address of the next page."""
    if "Link" not in answer.headers:
        return None
    link = re.fullmatch(r'<(/user\?[!-;=?-~]+)>; rel="next"', answer.headers["Link"])
    assert link, answer.headers["Link"]
    return link[1]


def walk(client: FlaskClient, reader: Person, query: str, between: Callable[[], object] = lambda: None) -> list[str]:
    """The usernames of all pages."""
    answer = get(client, reader, query)
    found = names(answer)
    while (address := following(answer)) is not None:
        between()
        answer = client.get(address, headers=reader.signed)
        found += names(answer)
    return found


@pytest.fixture
def zz(people: People) -> Person:
    """A reader, after whom all the others come, in an order that is not theirs."""
    reader = people.join("zz")
    for name in sorted(set(ORDERED) - {"zz"}, key=lambda name: name[::-1]):
        people.register(name)
    return reader


@pytest.mark.parametrize("sort", ["username", "-username", "created", "-created"])
@pytest.mark.parametrize("limit", [1, 5, 15, 16, 200])
def test_every_order_is_the_same_on_every_engine_and_page_size(
    client: FlaskClient, zz: Person, sort: str, limit: int
) -> None:
    created = ["zz", *sorted(set(ORDERED) - {"zz"}, key=lambda name: name[::-1])]
    expected = ORDERED if sort.endswith("username") else created
    assert walk(client, zz, f"limit={limit}&sort={sort}") == (expected[::-1] if sort.startswith("-") else expected)


@pytest.mark.parametrize("sort", ["created", "-created"])
@pytest.mark.parametrize("limit", [1, 3, 200])
def test_users_of_one_moment_have_an_order_too(
    time: SetClock, client: FlaskClient, people: People, sort: str, limit: int
) -> None:
    everyone = [people.join("ada"), *(people.register(f"user{number}") for number in range(7))]
    expected = [person.username for person in sorted(everyone, key=lambda person: person.uuid)]
    found = walk(client, everyone[0], f"limit={limit}&sort={sort}")
    assert found == (expected[::-1] if sort.startswith("-") else expected)


def test_the_order_is_by_username_unless_asked_otherwise(client: FlaskClient, zz: Person) -> None:
    assert names(get(client, zz)) == ORDERED


@pytest.mark.parametrize("sort", ["username", "-username", "created", "-created"])
def test_while_users_are_added_everyone_else_is_found_exactly_once(
    client: FlaskClient, people: People, zz: Person, sort: str
) -> None:
    news = iter([f"{letter}-new-{number}" for number in range(20) for letter in "az"])

    def add() -> None:
        people.register(next(news))

    found = walk(client, zz, f"limit=4&sort={sort}", between=add)
    assert len(found) == len(set(found))
    assert sorted(name for name in found if "-new-" not in name) == sorted(ORDERED)


def test_a_page_has_fifty_users_and_tells_where_the_next_is(client: FlaskClient, people: People) -> None:
    ada = people.join("ada")
    for number in range(50):
        people.register(f"user{number:02}")
    first = get(client, ada)
    assert len(names(first)) == 50
    address = following(first)
    assert address is not None
    last = client.get(address, headers=ada.signed)
    assert (names(last), following(last)) == (["user49"], None)
    assert first.json.keys() == last.json.keys() == {"data", "message", "status"}


@pytest.mark.parametrize(
    ("public_url", "begin"),
    [
        (None, "</user?"),
        ("https://accounts.example.org", "</user?"),
        ("https://example.org/accounts", "</accounts/user?"),
        ("https://example.org/a/b/", "</a/b/user?"),
    ],
)
def test_the_next_page_is_where_clients_reach_the_service(
    make_app: Callable[..., Flask], public_url: str | None, begin: str
) -> None:
    client = make_app(public_url=public_url).test_client()
    ada, _ = (People(client).join(name) for name in ("ada", "eve"))
    elsewhere = {"Host": "evil.example", "X-Forwarded-Prefix": "/evil", "X-Forwarded-Host": "evil.example"}
    answer = client.get("/user?limit=1", headers=ada.signed | elsewhere)
    assert answer.headers["Link"].startswith(begin)


def test_a_last_page_that_is_full_has_no_next(client: FlaskClient, zz: Person) -> None:
    assert following(get(client, zz, "limit=16")) is None
    assert following(get(client, zz, "limit=15")) is not None


@pytest.mark.parametrize("query", ["sort=-created&limit=3", "q=e&limit=1", f"q={quote('_')}&limit=1&sort=-username"])
def test_the_next_page_is_of_the_same_listing(client: FlaskClient, zz: Person, query: str) -> None:
    whole = names(get(client, zz, re.sub(r"&?limit=\d+", "", query)))
    assert len(whole) > 1
    assert walk(client, zz, query) == whole


@pytest.mark.parametrize("limit", ["1", "200"])
def test_a_page_has_one_to_two_hundred_users(client: FlaskClient, ada: Person, limit: str) -> None:
    assert names(get(client, ada, f"limit={limit}")) == ["ada"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=1", "limit"),
        ("sort=mobile", "sort"),
        ("sort=password_hash", "sort"),
        ("sort=username&sort=username", "sort"),
        ("page=2", "page"),
        ("role=admin", "role"),
        ("q=a&q=b", "q"),
    ],
)
def test_a_parameter_that_is_unknown_bad_or_given_twice_is_named(
    client: FlaskClient, ada: Person, query: str, field: str
) -> None:
    answer = get(client, ada, query)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("query", ["", "limit=1", "sort=-created", "q=ada"])
def test_with_the_directory_self_a_user_lists_only_themselves(make_app: Callable[..., Flask], query: str) -> None:
    app = make_app(user_directory="self")
    people = People(app.test_client())
    ada, _, root = people.join("ada"), people.join("ada2"), people.appoint(app, "root")
    answer = get(people.client, ada, query)
    assert (names(answer), following(answer)) == (["ada"], None)
    assert names(get(people.client, ada, "q=ada2")) == []
    assert names(get(people.client, root)) == ["ada", "ada2", "root"]
