"""POST /admin/users/<uuid>/remove-factor: one app, one passkey, the recovery codes, or all."""

from functools import partial

import pytest
from flask.testing import FlaskClient

from tests.admin.desk import Desk
from tests.audit.test_record import Record
from tests.factors.test_undo import undo
from tests.serving.wire import at_once
from tests.support.authenticator import due, enrol, first, opens, second
from tests.support.contacts import prove
from tests.support.letters import Letters
from tests.support.lost_factors import stored
from tests.support.passkeys import add_passkey
from tests.support.passkeys import log_in as log_in_by_passkey
from tests.support.people import Person
from tests.support.software_key import Authenticator
from tests.support.time import SetClock

pytestmark = [pytest.mark.every_engine, pytest.mark.one_factor]

UNKNOWN = "0" * 32


@pytest.fixture
def ada(time: SetClock, desk: Desk) -> Person:
    ada = desk.staff.people.join("ada")
    prove(desk.app, "mobile", ada.uuid)
    return ada


@pytest.mark.asvs("6.4.4", "7.4.2")
def test_an_app_goes_with_the_recovery_codes_and_the_user_may_undo_it(
    desk: Desk, ada: Person, client: FlaskClient, letters: Letters
) -> None:
    app = enrol(client, ada)
    letters.new()
    (seen,) = desk.see(ada)["factors"]
    assert seen["id"] == app.id
    record = Record(desk.app)
    assert desk.do("remove-factor", ada, factor=seen["id"]) == (200, "")
    assert [line[:3] for line in record.new()] == [("factor.removed", ada.uuid, desk.by.uuid)]
    assert (stored(desk.app), opens(client, ada), first(client, ada).status_code) == ((0, 0), 401, 200)
    assert desk.do("remove-factor", ada, factor=seen["id"]) == (404, "factor_not_found")
    undo(client, letters.one("factor_removed").token)
    assert stored(desk.app) == (1, 10)


def test_recovery_codes_go_alone(desk: Desk, ada: Person, client: FlaskClient, letters: Letters) -> None:
    enrol(client, ada)
    letters.new()
    assert desk.do("remove-factor", ada, factor="recovery_codes") == (200, "")
    assert stored(desk.app) == (1, 0)
    assert due(client, ada)
    assert letters.one("factor_removed").to == ada.mobile
    assert desk.do("remove-factor", ada, factor="recovery_codes") == (404, "factor_not_found")


def test_a_passkey_goes_and_the_app_stays(desk: Desk, ada: Person, client: FlaskClient, letters: Letters) -> None:
    key, app = Authenticator(), enrol(client, ada)
    passkey = add_passkey(client, ada, key)
    letters.new()
    (seen,) = desk.see(ada)["passkeys"]
    assert seen["id"] == passkey["id"]
    assert desk.do("remove-factor", ada, factor=passkey["id"]) == (200, "")
    assert log_in_by_passkey(client, key).status_code == 403
    assert letters.one("passkey_removed").values["passkey"] == passkey["name"]
    assert second(client, due(client, ada), code=app.code(steps=1)).status_code == 200


def test_all_go_at_once(desk: Desk, ada: Person, client: FlaskClient, letters: Letters) -> None:
    enrol(client, ada)
    letters.new()
    assert desk.do("remove-factor", ada, factor="all") == (200, "")
    assert stored(desk.app) == (0, 0)
    assert letters.one("factors_removed").to == ada.mobile
    assert desk.do("remove-factor", ada, factor="all") == (404, "factor_not_found")


def test_of_many_who_remove_it_at_once_one_does(desk: Desk, ada: Person, client: FlaskClient, letters: Letters) -> None:
    app = enrol(client, ada)
    letters.new()
    told = at_once([partial(desk.do, "remove-factor", ada, factor=app.id)] * 4)
    assert sorted(told) == [(200, ""), *[(404, "factor_not_found")] * 3]
    assert [each.name for each in letters.new()] == ["factor_removed"]


def test_that_of_another_user_is_none_of_theirs(desk: Desk, ada: Person, client: FlaskClient) -> None:
    app = enrol(client, desk.staff.people.join("eve"))
    for factor in (app.id, UNKNOWN):
        assert desk.do("remove-factor", ada, factor=factor) == (404, "factor_not_found")
    assert desk.do("remove-factor", ada, factor="x") == (422, "invalid_input")
    assert opens(client, ada) == 200
    assert stored(desk.app) == (1, 10)
