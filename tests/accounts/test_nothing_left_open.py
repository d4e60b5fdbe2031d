"""A change of an account that is refused at its end leaves no transaction open, and removes no last contact."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from gatepost import clock
from gatepost.accounts import update_user as deed
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import UserNotFound
from gatepost.users.models import User, get_user
from tests.support.contacts import set_contacts, stored_contacts
from tests.support.people import People, Person
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

EMAIL = "ada@example.org"


@pytest.mark.parametrize("changes", [{"gender": "Female"}, {"mobile": "01887654321"}])
def test_a_change_of_an_account_that_was_deleted_since_holds_no_lock(
    app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str]
) -> None:
    with app.app_context():
        user = get_user(ada.uuid)
        caller = Caller(user.uuid, "ada", user.mobile, None, None, "", "a session", clock.now())
        db.session.execute(delete(User).where(User.uuid == ada.uuid))
        db.session.commit()
        monkeypatch.setattr(deed, "get_changeable_user", lambda *_: user)
        with pytest.raises(UserNotFound):
            deed.update_user(caller, user.uuid, changes, client=Client("192.0.2.1", "tests"))
        assert not db.session().in_transaction()


def test_a_contact_is_not_removed_if_the_other_one_is_lost_in_the_middle(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(change_proof=False)
    people = People(app.test_client())
    ada = people.join("ada")
    path = f"/user/{ada.uuid}"
    assert people.client.patch(path, json={"email": EMAIL}, headers=ada.signed).status_code == 200
    lock = deed.find_for_update

    def lose_the_number(uuid: str) -> Any:
        set_contacts(app, "mobile", user_uuid=ada.uuid, key=None)
        return lock(uuid)

    monkeypatch.setattr(deed, "find_for_update", lose_the_number)
    assert_refused(people.client.patch(path, json={"email": None}, headers=ada.signed), (422, "invalid_input"))
    assert stored_contacts(app, ada.uuid)["email"] == EMAIL
