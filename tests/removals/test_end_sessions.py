"""POST /admin/users/<uuid>/end-sessions: one session, or all."""

import pytest
from flask.testing import FlaskClient

from tests.admin.desk import REASON, Desk
from tests.support.authenticator import opens
from tests.support.people import Person

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("7.4.5")
def test_one_ends_or_all_for_a_reason(desk: Desk, client: FlaskClient, admin: Person) -> None:
    people = desk.staff.people
    phone = people.join("ada")
    laptop, tablet = people.log_in(phone), people.log_in(phone)
    path = f"/admin/users/{phone.uuid}/end-sessions"
    answer = desk.post(path, session=laptop.session_id)
    assert answer.json == {"data": {"ended": 1}, "message": "1 session ended.", "status": 200}
    assert [opens(client, each) for each in (phone, laptop, tablet)] == [200, 401, 200]
    assert desk.do("end-sessions", phone, session=laptop.session_id) == (404, "session_not_found")
    assert desk.do("end-sessions", phone, session=desk.by.session_id) == (404, "session_not_found")
    assert desk.post(path).json["message"] == "2 sessions ended."
    assert [opens(client, each) for each in (phone, tablet, desk.by)] == [401, 401, 200]
    for event in ("session.ended", "sessions.ended"):
        (line,) = Desk(desk.staff, admin).get("/admin/events", event=event).json["data"]
        assert (line["actor"], line["reason"]) == (desk.by.uuid, REASON)


def test_where_none_lives_nothing_is_on_record(desk: Desk, admin: Person) -> None:
    ada = desk.staff.people.settle("ada")
    assert desk.do("end-sessions", ada) == (200, "")
    assert Desk(desk.staff, admin).get("/admin/events", event="sessions.ended").json["data"] == []
