"""Revision 0020 keeps sessions as they are; the way back ends those that asked for less."""

import pytest
from flask import Flask

from gatepost import migrations
from gatepost.database import db
from gatepost.keys.rotate import rotate_if_due
from tests.scopes.asking import narrowed
from tests.support.people import People

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("8.2.1")
def test_no_session_can_do_more_after_the_way_back(on_empty: Flask) -> None:
    migrations.upgrade()
    rotate_if_due()
    client = on_empty.test_client()
    ada = People(client).join("ada")
    less = narrowed(client, ada, "account:read")
    db.session.remove()
    migrations.downgrade("0019")
    migrations.upgrade()
    told = [client.get("/user/refresh-token/", headers=each.refreshing).status_code for each in (ada, less)]
    assert told == [200, 401]
