"""A role with ``staff:protected`` is a right in other services, on whose holders the support does not act."""

import pytest

from gatepost.permissions import BUILT_IN
from tests.roles.staff import Staff
from tests.roles.test_define_and_give import ask
from tests.roles.test_power import DEEDS, DONE, act
from tests.support.people import Person
from tests.tokens.forge import opened
from tests.web.endpoints import ENDPOINTS, contents, send_proofs

OF_SUPPORT = [name for name in DEEDS if ENDPOINTS[name].access.permission in BUILT_IN["support"]]


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("name", OF_SUPPORT)
def test_the_support_does_not_act_on_holders_of_a_protected_role(staff: Staff, sue: Person, name: str) -> None:
    cashier = staff.give(staff.people.join("ada"), staff.define("cashier", ["staff:protected"]))
    send_proofs(staff.app, cashier)
    before = contents(staff.app)
    assert act(staff.app, name, sue, cashier) == (403, "forbidden")
    assert contents(staff.app) == before
    staff.give(sue, "support", "cashier")
    assert act(staff.app, name, sue, cashier)[0] in DONE


@pytest.mark.asvs("8.2.1")
def test_a_protected_role_is_given_and_taken_by_those_who_are_protected(
    staff: Staff, admin: Person, ada: Person
) -> None:
    staff.define("cashier", ["staff:protected"])
    boss = staff.with_permissions("boss", "roles:write")
    of_ada = f"/admin/users/{ada.uuid}/roles"
    assert ask(staff, "PUT", of_ada, boss, {"roles": ["cashier"]}) == (403, "lacks_permission")
    label = {"description": "no longer protected", "permissions": []}
    assert ask(staff, "PUT", "/admin/roles/cashier", boss, label) == (403, "lacks_permission")
    assert ask(staff, "PUT", of_ada, admin, {"roles": ["cashier"]}) == (200, {"roles": ["cashier"]})
    assert ask(staff, "PUT", of_ada, boss, {"roles": []}) == (403, "forbidden")


def test_services_are_told_of_the_role_by_its_name(staff: Staff) -> None:
    cashier = staff.give(staff.people.join("ada"), staff.define("cashier", ["staff:protected"]))
    answer = staff.people.client.post("/user/login", json={"username": "ada", "password": cashier.password})
    claims = opened(answer.json["access_token"])[1]
    assert (claims["roles"], claims["scope"]) == (["cashier"], "staff:protected")
