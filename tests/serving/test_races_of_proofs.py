"""Codes that are guessed at several processes at once, on every engine."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from gatepost.app import create_app
from gatepost.contacts.phone_numbers import mobile_key
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import issue_proof
from gatepost.users.models import find_by_identifier
from tests.serving.wire import ask, at_once, new_mobile, register
from tests.support.apps import SECRET
from tests.support.waiting import another

pytestmark = pytest.mark.any_server

PATH = "POST /user/activate-account/"
_numbers = count(1)
Issue = Callable[[str], str]


@pytest.fixture(scope="module")
def app(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """What shares the database with the service, and its secret."""
    folder: Path = tmp_path_factory.mktemp("beside")
    app = create_app(load_settings({}, sqlalchemy_database_uri=empty_database, secret_key=SECRET, instance=folder))
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def registered(service: str, app: Flask) -> tuple[str, str]:
    """Somebody's number, and the code that was sent there."""
    mobile = new_mobile()
    assert register(service, f"guessed{next(_numbers)}", mobile=mobile).status == 201
    with app.app_context():
        user = find_by_identifier("mobile", mobile_key(mobile))
        assert user is not None
        address, lifetime = str(user.addresses[0]), app.extensions["gatepost"].code_lifetime
        issued = issue_proof(user_uuid=user.uuid, purpose=Purpose.ACTIVATION, address=address, link_lifetime=lifetime)
        db.session.commit()
    return mobile, issued.code


@pytest.mark.asvs("6.6.3", "15.4.2")
def test_after_five_wrong_guesses_at_once_the_right_one_is_refused(staffed: str, app: Flask) -> None:
    mobile, code = registered(staffed, app)
    guess = partial(ask, staffed, PATH)
    wrong = at_once([partial(guess, {"mobile": mobile, "code": another(code)})] * 50)
    right = at_once([partial(guess, {"mobile": mobile, "code": code})] * 50)
    assert sorted(answer.status for answer in wrong) == [403] * 5 + [429] * 45
    assert {answer.status for answer in right} == {429}


@pytest.mark.asvs("6.5.1", "15.4.2")
def test_a_code_that_comes_many_times_at_once_is_good_once(staffed: str, app: Flask) -> None:
    mobile, code = registered(staffed, app)
    answers = at_once([partial(ask, staffed, PATH, {"mobile": mobile, "code": code})] * 30)
    first, *others = sorted(answer.status for answer in answers)
    assert (first, set(others) <= {403, 429}) == (200, True)
