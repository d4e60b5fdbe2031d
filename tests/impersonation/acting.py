"""Staff who act as a user, through the front door."""

from tests.admin.desk import Desk
from tests.support.people import Person


def act_as(desk: Desk, person: Person) -> Person:
    """The *person* with a token by which the member of staff at the *desk* acts as them."""
    answer = desk.post(f"/admin/users/{person.uuid}/impersonate")
    assert answer.status_code == 201, answer.text
    assert answer.json.keys() == {"access_token", "expires_at"}
    token = answer.json["access_token"]
    return Person(person.uuid, person.username, person.mobile, person.password, access_token=token)
