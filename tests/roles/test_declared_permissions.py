"""The permission that an endpoint declares is the one that it takes, and the only one."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.app import PAGES
from gatepost.permissions import BUILT_IN, PERMISSIONS
from tests.roles.staff import Staff
from tests.support.people import Person
from tests.web.endpoints import BODIES, ENDPOINTS, path_of, send_proofs

pytestmark = pytest.mark.walks_again

DECLARED = {
    name: each.access.permission or each.access.others
    for name, each in ENDPOINTS.items()
    if each.access.permission or each.access.others
}
# With roles:write alone nothing can be given or taken: these take what is in the role, too.
BESIDES = {
    "roles.put_role.put": {"audit:read"},
    "roles.remove_role.delete": {"audit:read"},
    "roles.put_roles_of_user.put": {"audit:read"},
}
OWN_BODIES = {"roles.put_roles_of_user.put": {"roles": ["auditor"]}}


def ask(app: Flask, name: str, caller: Person, about: Person) -> tuple[int, str]:
    send_proofs(app, about)
    endpoint, body = ENDPOINTS[name], OWN_BODIES.get(name, BODIES.get(name))
    answer = app.test_client().open(path_of(endpoint, about), method=endpoint.method, json=body, headers=caller.signed)
    return answer.status_code, (answer.json or {}).get("code", "")


@pytest.mark.asvs("8.2.1")
@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("name", DECLARED)
def test_a_role_with_the_declared_permission_alone_is_enough(make_app: Callable[..., Flask], name: str) -> None:
    app = make_app(user_directory="self")
    staff = Staff(app)
    ada = staff.people.join("ada")
    caller = staff.with_permissions("caller", DECLARED[name], *BESIDES.get(name, ()))
    if name == "accounts.get_users.get":
        listed = app.test_client().get("/user", headers=caller.signed).json["data"]
        assert {each["username"] for each in listed} == {"ada", "caller"}
    else:
        status, code = ask(app, name, caller, ada)
        assert 200 <= status < 300, code


@pytest.mark.asvs("8.2.1")
@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("directory", ["everyone", "self"])
@pytest.mark.parametrize("name", DECLARED)
def test_all_other_permissions_together_are_not_enough(
    make_app: Callable[..., Flask], name: str, directory: str
) -> None:
    app = make_app(user_directory=directory)
    staff = Staff(app)
    ada = staff.people.join("ada")
    caller = staff.with_permissions("caller", *(each for each in PERMISSIONS if each != DECLARED[name]))
    if name == "accounts.get_users.get":
        listed = app.test_client().get("/user", headers=caller.signed).json["data"]
        assert {each["username"] for each in listed} == ({"ada", "caller"} if directory == "everyone" else {"caller"})
    elif name == "accounts.get_user.get":
        assert ask(app, name, caller, ada) == ((200, "") if directory == "everyone" else (404, "user_not_found"))
    else:
        refused = "insufficient_scope" if ENDPOINTS[name].access.permission else "forbidden"
        assert ask(app, name, caller, ada) == (403, refused)


@pytest.mark.parametrize("name", DECLARED)
def test_support_may_what_its_permissions_say_and_nothing_else(staff: Staff, sue: Person, name: str) -> None:
    may = DECLARED[name] in BUILT_IN["support"]
    status, _ = ask(staff.app, name, sue, staff.people.join("ada"))
    assert status < 300 if may or name.startswith("accounts.get") else status == 403


def test_each_permission_is_one_that_an_endpoint_or_page_takes_or_one_that_protects() -> None:
    of_pages = {page.access.permission for room in PAGES for page in room.pages}
    unused = set(PERMISSIONS) - set(DECLARED.values()) - of_pages
    assert unused == {"staff:protected"}


def test_a_permission_has_the_form_of_a_scope_token() -> None:
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz:") for name in PERMISSIONS)
