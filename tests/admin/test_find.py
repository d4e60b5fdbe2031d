"""GET /admin/users: users are found by what staff are told on the phone, a page at a time."""

from itertools import chain

import pytest

from gatepost.permissions import PERMISSIONS
from tests.admin.desk import Desk
from tests.roles.staff import Staff
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

PEOPLE = {
    "Ada_L": ("01711111111", "ada@example.org"),
    "adaxl": ("01722222222", "adam@example.org"),
    "straße7": ("01744444444", "ada@mail.example"),
    "রহিম": ("01XXXXXXXXX", None),
    "a\U0001e922": ("01755555555", None),
}


@pytest.fixture
def desk(staff: Staff) -> Desk:
    for name, (mobile, email) in PEOPLE.items():
        staff.people.settle(name, mobile=mobile, **({"email": email} if email else {}))
    return Desk(staff, staff.give(staff.people.join("sue", mobile="01800000000"), "support"))


@pytest.mark.asvs("1.2.9")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ada", ["Ada_L", "adaxl"]),
        ("ＡＤＡ", ["Ada_L", "adaxl"]),
        (" adaxl ", ["adaxl"]),
        ("a", ["Ada_L", "adaxl", "a\U0001e922"]),
        ("ada_", ["Ada_L"]),
        ("a%", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'", []),
        ("STRASSE", ["straße7"]),
        ("রহি", ["রহিম"]),
        ("xl", []),
        ("+01711-111 111", []),
        ("(01711) 111-111", ["Ada_L"]),
        ("০১৭১১১১১১১১", ["Ada_L"]),
        ("01999999999", ["রহিম"]),
        ("0171111111", []),
        ("ADA@Example.ORG", ["Ada_L"]),
        ("ada@", ["Ada_L", "straße7"]),
        ("ada@mail", ["straße7"]),
        ("ad%@", []),
        ("ad_@", []),
        ("@example.org", []),
        ("00000000-0000-0000-0000-000000000000", []),
    ],
)
def test_a_user_is_found_by_the_beginning_of_a_name_a_whole_number_or_an_address(
    desk: Desk, q: str, found: list[str]
) -> None:
    assert desk.find(q) == found


def test_a_user_is_found_by_their_uuid(desk: Desk) -> None:
    assert desk.find(desk.by.uuid.upper()) == ["sue"]


def test_a_user_whose_name_is_the_number_of_another_is_found_once_and_after_them(desk: Desk) -> None:
    desk.staff.people.settle("01711111111", mobile="01666666666")
    desk.staff.people.settle("01666666666", mobile="01777777777")
    assert desk.find("01711111111") == ["Ada_L", "01711111111"]
    assert desk.find("01666666666") == ["01711111111", "01666666666"]
    assert desk.pages("01666666666", limit=1) == [["01711111111", "01666666666"]]


@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize("q", ["a", "ada@", "s"])
def test_pages_give_each_user_once_and_in_order(desk: Desk, q: str, limit: int) -> None:
    pages = desk.pages(q, limit=limit)
    assert [*chain(*pages)] == desk.find(q)
    assert all(len(page) == limit for page in pages[:-1])
    assert len(pages[-1]) <= limit


@pytest.mark.parametrize("limit", [1, 2, 200])
def test_without_a_question_the_newest_come_first(staff: Staff, time: SetClock, limit: int) -> None:
    for name in ("one", "two", "three", "same", "same2"):
        staff.people.settle(name)
        if not name.startswith("same"):
            time.pass_(seconds=1)
    desk = Desk(staff, staff.give(staff.people.log_in(staff.people.settle("zoe")), "support"))
    pages = desk.pages(limit=limit)
    found = [*chain(*pages)]
    assert sorted(found[:3]) == ["same", "same2", "zoe"]
    assert found[3:] == ["three", "two", "one"]
    assert all(len(page) == limit for page in pages[:-1])


def test_an_entry_says_all_that_tells_users_apart(desk: Desk) -> None:
    answer = desk.get("/admin/users", q="sue")
    (sue,) = answer.json["data"]
    assert sue["uuid"] == desk.by.uuid
    assert (sue["status"], sue["suspended_until"], sue["roles"]) == ("active", None, ["support"])
    assert (sue["mobile"], sue["email"]) == ("01800000000", None)
    assert sue["created_at"] <= sue["last_login_at"]


def test_a_user_who_waits_for_a_number_is_found_by_it(make_app: object) -> None:
    staff = Staff(make_app(activation="code"))  # type: ignore[operator]
    desk = Desk(staff, staff.people.appoint(staff.app, "root"))
    staff.people.register("late", mobile="01911111111", email="late@example.org")
    assert desk.find("01911-111111") == ["late"]
    assert desk.find("late@example.org") == ["late"]
    assert desk.get("/admin/users", q="late").json["data"][0]["status"] == "not_activated"


@pytest.mark.parametrize("cursor", ["x", "WyJ4Il0", "WyItY3JlYXRlZCIsICJ4IiwgIngiXQ"])
@pytest.mark.parametrize("q", [{}, {"q": "a"}])
def test_a_cursor_of_another_listing_is_refused(desk: Desk, q: dict[str, str], cursor: str) -> None:
    answer = desk.get("/admin/users", cursor=cursor, **q)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")


@pytest.mark.asvs("8.2.1")
def test_users_without_the_permission_find_nobody(desk: Desk, staff: Staff) -> None:
    others = [each for each in PERMISSIONS if each != "users:read"]
    for person in (staff.people.join("other"), staff.with_permissions("almost", *others)):
        answer = staff.app.test_client().get("/admin/users", headers=person.signed)
        assert (answer.status_code, answer.json["code"]) == (403, "insufficient_scope")
