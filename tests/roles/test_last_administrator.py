"""The last active administrator stays one, whatever is tried, and also if two try at once."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from gatepost.accounts.deactivate import deactivate_user
from gatepost.errors import LastAdministrator
from gatepost.users.models import find_user
from tests.roles.staff import Staff
from tests.serving.wire import at_once
from tests.support.people import Person

pytestmark = pytest.mark.every_engine

LAST = (409, "last_administrator")
Deed = Callable[[Flask, Person, Person], tuple[int, str]]


def demote(app: Flask, caller: Person, whom: Person) -> tuple[int, str]:
    path = f"/admin/users/{whom.uuid}/roles"
    answer = app.test_client().put(path, json={"roles": ["support"]}, headers=caller.signed)
    return answer.status_code, answer.json.get("code", "")


def delete(app: Flask, caller: Person, whom: Person) -> tuple[int, str]:
    answer = app.test_client().delete(f"/user/{whom.uuid}", headers=caller.signed)
    return answer.status_code, answer.json.get("code", "")


def deactivate(app: Flask, _caller: Person, whom: Person) -> tuple[int, str]:
    """As ``gatepost users deactivate`` does."""
    with app.app_context():
        try:
            deactivate_user(whom.uuid)
        except LastAdministrator as refused:
            return refused.status, refused.code
    return 200, ""


DEEDS = [demote, delete, deactivate]


def active_administrators(app: Flask, *people: Person) -> int:
    with app.app_context():
        users = [find_user(person.uuid) for person in people]
    return sum(1 for user in users if user is not None and user.is_admin and user.is_active)


@pytest.mark.parametrize("deed", DEEDS)
def test_the_last_administrator_is_neither_demoted_nor_deleted_nor_deactivated(
    app: Flask, admin: Person, deed: Deed
) -> None:
    assert deed(app, admin, admin) == LAST
    assert active_administrators(app, admin) == 1
    assert app.test_client().get("/admin/events", headers=admin.signed).status_code == 200


@pytest.mark.parametrize("deed", DEEDS)
def test_another_one_who_is_not_active_does_not_count(staff: Staff, admin: Person, deed: Deed) -> None:
    second = staff.people.appoint(staff.app, "second")
    with staff.app.app_context():
        deactivate_user(second.uuid)
    assert deed(staff.app, admin, admin) == LAST
    assert delete(staff.app, admin, second) == (200, "")


@pytest.mark.parametrize("deed", DEEDS)
def test_with_another_one_an_administrator_may_go(staff: Staff, admin: Person, deed: Deed) -> None:
    second = staff.people.appoint(staff.app, "second")
    assert deed(staff.app, admin, admin) == (200, "")
    assert active_administrators(staff.app, admin, second) == 1
    assert deed(staff.app, second, second) == LAST


@pytest.mark.parametrize("second_deed", DEEDS)
@pytest.mark.parametrize("deed", DEEDS)
def test_of_two_that_go_at_once_one_stays(staff: Staff, admin: Person, deed: Deed, second_deed: Deed) -> None:
    app, other = staff.app, staff.people.appoint(staff.app, "second")
    told = at_once([partial(deed, app, admin, admin), partial(second_deed, app, other, other)])
    assert sorted(told) == [(200, ""), LAST]
    assert active_administrators(app, admin, other) == 1


def test_of_two_who_demote_each_other_at_once_one_stays(staff: Staff, admin: Person) -> None:
    app, other = staff.app, staff.people.appoint(staff.app, "second")
    told = at_once([partial(demote, app, admin, other), partial(demote, app, other, admin)])
    assert (200, "") in told
    assert active_administrators(app, admin, other) == 1


def test_of_five_that_go_at_once_one_stays(staff: Staff, admin: Person) -> None:
    app = staff.app
    them = [admin, *(staff.people.appoint(app, f"admin{number}") for number in range(4))]
    told = at_once([partial(DEEDS[place % 3], app, each, each) for place, each in enumerate(them)])
    assert sorted(told) == [*[(200, "")] * 4, LAST]
    assert active_administrators(app, *them) == 1
