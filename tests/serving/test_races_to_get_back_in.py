"""Codes and links that many send back at once, to a service of four processes, on every engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from gatepost import clock
from gatepost.app import create_app
from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import Issued, issue_proof
from gatepost.sessions.models import Session
from gatepost.throttling.count_use import use_key
from gatepost.throttling.models import ThrottleCount
from gatepost.users.models import get_user
from tests.serving.wire import Reply, alive, ask, at_once, join, log_in
from tests.support.apps import SECRET
from tests.support.live import Live
from tests.support.people import Person

pytestmark = [pytest.mark.every_engine, pytest.mark.any_server]

RESET, ENTER = "POST /user/reset-password", "POST /user/login/code"
NEW = "password01"
_numbers = count(1)


@dataclass
class Office:
    """The service, and a way past its front door to what it only sends by message."""

    url: str
    app: Flask

    def issue(self, person: Person, purpose: Purpose) -> Issued:
        with self.app.app_context():
            address = str(get_user(person.uuid).addresses[-1])
            hour = timedelta(hours=1)
            issued = issue_proof(user_uuid=person.uuid, purpose=purpose, address=address, link_lifetime=hour)
            db.session.commit()
        return issued

    def verify(self, person: Person) -> None:
        """Note that the address was proven before; the first proof would end the password and all sessions."""
        with self.app.app_context():
            db.session.execute(update(Contact).where(Contact.user_uuid == person.uuid).values(verified_at=clock.now()))
            db.session.commit()

    def live_sessions(self, person: Person) -> int:
        with self.app.app_context():
            live = select(func.count()).where(Session.user_uuid == person.uuid, Session.ended_at.is_(None))
            return db.session.scalar(live) or 0

    def tries(self, person: Person, purpose: Purpose) -> int | None:
        """How many codes were looked at."""
        with self.app.app_context():
            key = use_key(f"try {purpose} mobile:{person.mobile}")
            return db.session.scalar(select(ThrottleCount.count).where(ThrottleCount.key == key))


@pytest.fixture(scope="module")
def office(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    chosen = {"GATEPOST_HASH_QUEUE": "100", "GATEPOST_LOG_LEVEL": "warning"}
    addressed = {"SECRET_KEY": SECRET, "SQLALCHEMY_DATABASE_URI": empty_database}
    with Live(folder, "--workers", "4", **chosen, **addressed) as running:
        app = create_app(load_settings(addressed, instance=folder))
        yield Office(running.url, app)
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
        assert "Traceback" not in running.log


def assert_one(answers: list[Reply]) -> None:
    """One got in; the others were too late, or one too many at once."""
    first, *others = sorted(answer.status for answer in answers)
    assert first == 200
    assert set(others) <= {403, 429}


@pytest.fixture
def ada(office: Office) -> Person:
    return join(office.url, f"ada{next(_numbers)}")


@pytest.mark.asvs("6.5.1")
@pytest.mark.parametrize("way", ["link", "code"])
def test_twenty_resets_by_one_proof_are_one(office: Office, ada: Person, way: str) -> None:
    issued = office.issue(ada, Purpose.RESET)
    proof = {"token": issued.link} if way == "link" else {"mobile": ada.mobile, "code": issued.code}
    passwords = [f"password{number:02}" for number in range(20)]
    calls = [partial(ask, office.url, RESET, {**proof, "new_password": password}) for password in passwords]
    answers = at_once(calls)
    assert_one(answers)
    (chosen,) = [password for password, answer in zip(passwords, answers, strict=True) if answer.status == 200]
    again = log_in(office.url, Person(ada.uuid, ada.username, ada.mobile, chosen))
    assert office.live_sessions(ada) == 1
    assert [alive(office.url, again) for _ in range(3)] == [(200, 200)] * 3


@pytest.mark.asvs("6.5.1")
@pytest.mark.parametrize("way", ["link", "code"])
def test_twenty_log_ins_by_one_proof_are_one(office: Office, ada: Person, way: str) -> None:
    office.verify(ada)
    issued = office.issue(ada, Purpose.LOGIN)
    proof = {"token": issued.link} if way == "link" else {"username": ada.username, "code": issued.code}
    answers = at_once([partial(ask, office.url, ENTER, proof)] * 20)
    assert_one(answers)
    assert office.live_sessions(ada) == 2


@pytest.mark.asvs("6.6.3")
@pytest.mark.parametrize(("line", "purpose"), [(RESET, Purpose.RESET), (ENTER, Purpose.LOGIN)])
def test_of_a_hundred_guesses_at_once_five_are_looked_at(
    office: Office, ada: Person, line: str, purpose: Purpose
) -> None:
    issued = office.issue(ada, purpose)
    more = {"new_password": NEW} if line == RESET else {}
    wrong = [f"{(int(issued.code) + number) % 1_000_000:06}" for number in range(1, 101)]
    guesses = [partial(ask, office.url, line, {"mobile": ada.mobile, "code": code, **more}) for code in wrong]
    assert sorted(answer.status for answer in at_once(guesses)) == [403] * 5 + [429] * 95
    assert office.tries(ada, purpose) == 5
    assert ask(office.url, line, {"mobile": ada.mobile, "code": issued.code, **more}).status == 429
    assert ask(office.url, line, {"token": issued.link, **more}).status == 200


@pytest.mark.asvs("7.4.3")
def test_no_session_made_with_the_old_password_outlives_a_reset(office: Office) -> None:
    for _ in range(3):
        ada = join(office.url, f"ada{next(_numbers)}")
        office.verify(ada)
        issued, to_enter = office.issue(ada, Purpose.RESET), office.issue(ada, Purpose.LOGIN)
        credentials = {"username": ada.username, "password": ada.password}
        reset = partial(ask, office.url, RESET, {"token": issued.link, "new_password": NEW})
        enter = partial(ask, office.url, ENTER, {"token": to_enter.link})
        log_ins = [partial(ask, office.url, "POST /user/login", credentials)] * 10
        changed, *others = at_once([reset, enter, *log_ins])
        assert changed.status == 200, changed.text
        assert {answer.status for answer in others} <= {200, 401, 403}
        made = [Person(ada.uuid, "", "", "", **answer.json) for answer in others if answer.status == 200]
        assert {alive(office.url, each) for each in [ada, *made]} == {(401, 401)}
        assert office.live_sessions(ada) == 0
        assert ask(office.url, "POST /user/login", {**credentials, "password": NEW}).status == 200


def test_of_a_reset_a_change_and_a_deletion_at_once_each_is_whole_or_nothing(office: Office) -> None:
    for _ in range(3):
        ada = join(office.url, f"ada{next(_numbers)}")
        issued = office.issue(ada, Purpose.RESET)
        passwords = {"old_password": ada.password, "new_password": "password02"}
        reset, change, delete = at_once(
            [
                partial(ask, office.url, RESET, {"token": issued.link, "new_password": NEW}),
                partial(ask, office.url, f"POST /user/change-password/{ada.uuid}", passwords, token=ada.access_token),
                partial(ask, office.url, f"DELETE /user/{ada.uuid}", token=ada.access_token),
            ]
        )
        assert reset.status in (200, 403)
        assert change.status in (200, 401, 403, 404)
        assert delete.status in (200, 401)
        assert 200 in (reset.status, delete.status)
        rights = []
        for password in (ada.password, NEW, "password02"):
            body = {"username": ada.username, "password": password}
            rights.append(ask(office.url, "POST /user/login", body).status)
        deleted = delete.status == 200
        assert sorted(rights) == ([401] * 3 if deleted else [200, 401, 401])
