"""Users who are made for tests are as those of the front door."""

import re
from typing import Any

from flask import Flask

from tests.support.apps import Apps
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import contents

RANDOM = re.compile(
    r"\$argon2id[^']*|[A-Za-z0-9_-]{65,}=*|[0-9a-f]{64}|[0-9a-f]{32}|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b01\d{9}\b|^\(\d+, "
)


def left_by(app: Flask, person: Person) -> dict[str, Any]:
    assert app.test_client().get(f"/user/{person.uuid}", headers=person.signed).status_code == 200
    rows = {name: [RANDOM.sub("…", row) for row in rows] for name, rows in contents(app, failures=True).items()}
    del rows["signing_keys"]
    return rows


def test_who_is_brought_is_as_who_has_joined(apps: Apps, time: SetClock) -> None:
    app = apps.make()
    left = []
    for makes in (People.bring, People.join):
        apps.empty_tables()
        left.append(left_by(app, makes(People(app.test_client()), "ada")))
    assert left[0] == left[1]
