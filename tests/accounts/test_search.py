"""The parameter q of GET /user: part of a username, an e-mail address or a mobile number."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.people import People, Person

pytestmark = pytest.mark.every_engine

PEOPLE = {
    "Ada_L": ("01711111111", "ada@example.org"),
    "adaxl": ("01722222222", None),
    "100%": ("01733333333", None),
    "straße7": ("01744444444", "Strasse@mail.example"),
    "eve!": ("01755-555555", None),
    "রহিম": ("01XXXXXXXXX", None),
}
NAMES = [name.replace("%", "percent").replace("!", "bang") for name in PEOPLE]

FOUND: list[tuple[str, list[str]]] = [
    ("ada", ["Ada_L", "adaxl"]),
    (".*", []),
    ("!", []),
    ("!_", []),
    ("[a-z]", []),
    ("ADA", ["Ada_L", "adaxl"]),
    ("ＡＤＡ", ["Ada_L", "adaxl"]),
    ("ada_", ["Ada_L"]),
    ("_", ["Ada_L"]),
    ("%", []),
    ("a%l", []),
    ("\\", []),
    ("'", []),
    ("@example.ORG", ["Ada_L"]),
    ("mail.example", ["straße7"]),
    ("STRASSE", ["straße7"]),
    ("রহি", ["রহিম"]),
    ("017", ["100percent", "Ada_L", "adaxl", "evebang", "straße7"]),
    ("0171", ["Ada_L"]),
    ("01755 55", ["evebang"]),
    ("01755-555555", ["evebang"]),
    ("9999999", ["রহিম"]),
    ("01XXXXXXXXX", ["রহিম"]),
    ("100percent", ["100percent"]),
    ("straße7", ["straße7"]),
    ("ada 7", []),
    ("৯৯৯৯", ["রহিম"]),
    ("nobody0", []),
    ("nobody", []),
    ("", ["100percent", "Ada_L", "adaxl", "evebang", "straße7", "zz", "রহিম"]),
]


@pytest.fixture
def reader(people: People) -> Person:
    for name, (mobile, email) in zip(NAMES, PEOPLE.values(), strict=True):
        people.settle(name, mobile=mobile, **({"email": email} if email else {}))
    return people.join("zz", mobile="01800000000")


def search(people: People, reader: Person, q: str) -> list[str]:
    answer = people.client.get("/user", query_string={"q": q}, headers=reader.signed)
    assert answer.status_code == 200, answer.text
    return [user["username"] for user in answer.json["data"]]


@pytest.mark.asvs("1.2.9")
def test_it_finds_parts_of_names_addresses_and_numbers(
    people: People, reader: Person, subtests: pytest.Subtests
) -> None:
    for q, found in FOUND:
        with subtests.test(q):
            assert search(people, reader, q) == found


@pytest.mark.parametrize("written", ["01712345678", "1712345678", "+880 1712-345678", "017123", "8801712"])
def test_in_a_country_a_number_is_found_in_its_own_writing(make_app: Callable[..., Flask], written: str) -> None:
    people = People(make_app(phone_region="BD").test_client())
    people.register("ada", mobile="01712345678")
    assert search(people, people.join("zz", mobile="01800000000"), written) == ["ada"]


def test_in_a_country_a_number_is_found_without_its_country_code(make_app: Callable[..., Flask]) -> None:
    people = People(make_app(phone_region="DE").test_client())
    people.register("ada", mobile="+49 171 2345678")
    assert search(people, people.join("zz", mobile="0160 1234567"), "0171/2345678") == ["ada"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("a", True),
        ("ADA_l", True),
        ("0175 5", True),
        ("01755-55", True),
        ("@EXAMPLE", True),
        ("eve", False),
        ("ada_l7", False),
        ("0176", False),
    ],
)
def test_with_the_directory_self_the_same_search_finds_oneself(
    make_app: Callable[..., Flask], q: str, found: bool
) -> None:
    people = People(make_app(user_directory="self").test_client())
    ada = people.join("Ada_L", mobile="01755 555555")
    people.client.patch(f"/user/{ada.uuid}", json={"email": "ada@example.org"}, headers=ada.signed)
    people.join("eve")
    assert search(people, ada, q) == (["Ada_L"] if found else [])
