"""Each endpoint is asked 32 times at once about one subject: all are answered on each engine, and nobody else waits.

Those that only read are asked with ``GATEPOST_TEST_ENGINES=all``, as every night.
"""

import http.client
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import delete, update

from gatepost import clock
from gatepost.app import create_app
from gatepost.contacts.address import Kind
from gatepost.contacts.models import Contact
from gatepost.crypto import digest
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.oauth.models import OAuthClient
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import issue_proof
from gatepost.registration.administrator import create_administrator
from gatepost.users.models import User
from tests.serving.wire import Reply, ask, at_once, log_in, new_mobile
from tests.support.apps import SECRET, SERVICE_ID, SERVICE_SECRET
from tests.support.live import Live
from tests.support.people import Person
from tests.web.endpoints import BODIES, ENDPOINTS, TO_ANOTHER, credentials, form_of, path_of, send_proofs

pytestmark = pytest.mark.every_engine

MANY = 32
NIGHTLY = os.environ.get("GATEPOST_TEST_ENGINES") == "all"
# These need a page of another port, another provider, or a user who is no administrator and has a factor:
# tests/passkeys, tests/providers, tests/impersonation and tests/removals let them race.
NOT_HERE = (
    "login.login_with_passkey",
    "factors.add_own_passkey",
    "providers.login_with_id_token",
    "providers.add_provider",
    "impersonation.impersonate",
    "removals.remove_factor_of_user",
)
NAMES = [name for name, endpoint in ENDPOINTS.items() if NIGHTLY or endpoint.method != "GET"]
SLOWEST = 1.0  # second, of an answer about the health of the process
ACTIVATE = "POST /user/activate-account/"


@dataclass
class Busy:
    """The service, and what shares its database."""

    url: str
    app: Flask
    slowest: float = 0.0
    _enough: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Ask for the health of the process all the time; no answer may take long."""
        self.slowest = 0.0
        self._enough.clear()
        watching = threading.Thread(target=self._watch)
        watching.start()
        try:
            yield
        finally:
            self._enough.set()
            watching.join(timeout=30)
        assert self.slowest < SLOWEST

    def _watch(self) -> None:
        while not self._enough.wait(0.02):
            begun = time.monotonic()
            assert ask(self.url, "GET /healthz").status == 200
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def send(self, name: str, person: Person, other: Person) -> int:
        """A request to the endpoint of this *name*, as its user sends it; about the *other*, if it is in TO_ANOTHER."""
        endpoint, form = ENDPOINTS[name], form_of(name, person)
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        headers = credentials(endpoint, person)
        body = json.dumps(BODIES[name]) if name in BODIES else None
        if form is not None:
            body, headers = urlencode(form), headers | {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            whom = other if name in TO_ANOTHER else person
            connection.request(endpoint.method, path_of(endpoint, whom), body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


@pytest.fixture(scope="module")
def busy(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Busy]:
    folder = tmp_path_factory.mktemp("busy")
    chosen = {"GATEPOST_HASH_QUEUE": "100", "GATEPOST_LOG_LEVEL": "warning", "GATEPOST_ACTIVATION": "code"}
    addressed = {"SECRET_KEY": SECRET, "SQLALCHEMY_DATABASE_URI": empty_database}
    with Live(folder, "--workers", "2", **chosen, **addressed) as running:
        app = create_app(load_settings(addressed, instance=folder))
        with app.app_context():
            db.session.add(OAuthClient(client_id=SERVICE_ID, name="busy", secret_digest=digest(SERVICE_SECRET)))
            db.session.commit()
        yield Busy(running.url, app)
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
        assert "Traceback" not in running.log
        assert "superseded_left" not in running.log


@pytest.mark.parametrize("name", NAMES)
def test_many_who_ask_one_thing_at_once_are_all_answered(busy: Busy, name: str) -> None:
    with busy.app.app_context():
        db.session.execute(delete(User))
        db.session.commit()
        people = [_appoint("ada"), _appoint("eve")]
    person, other = (log_in(busy.url, each) for each in people)
    send_proofs(busy.app, person)
    with busy.watched():
        statuses = Counter(at_once([partial(busy.send, name, person, other)] * MANY))
    assert statuses.total() == MANY
    assert max(statuses) < 500, statuses
    assert min(statuses) < 400 or name.startswith(NOT_HERE), statuses


def _appoint(name: str) -> Person:
    """An administrator, whose number was verified."""
    mobile = new_mobile()
    user = create_administrator(username=name, mobile=mobile, email=None, password="password")
    verified = update(Contact).where(Contact.user_uuid == user.uuid).values(verified_at=clock.now())
    db.session.execute(verified)
    db.session.commit()
    return Person(user.uuid, name, mobile, "password")


@pytest.mark.asvs("2.3.3", "15.4.2")
@pytest.mark.parametrize("way", ["token", "code"])
@pytest.mark.parametrize("kind", ["mobile", "email"])
def test_of_many_accounts_that_are_activated_by_one_address_at_once_one_has_it(
    busy: Busy, way: str, kind: Kind
) -> None:
    address = new_mobile() if kind == "mobile" else f"{way}@example.org"
    calls = [_claim(busy, f"{way}{kind}{number}", {kind: address}, way=way) for number in range(MANY)]
    begun = time.monotonic()
    with busy.watched():
        answers = at_once(calls)
    assert time.monotonic() - begun < 8  # nobody waits for a lock until its time is over
    statuses = Counter(answer.status for answer in answers)
    assert statuses.pop(200) == 1
    assert statuses.keys() <= {403, 409, 429}


def _claim(busy: Busy, username: str, address: dict[str, str], *, way: str) -> Callable[[], Reply]:
    """Register an account that waits for this address; the request that activates it."""
    answer = ask(busy.url, "POST /user", {"username": username, "password": "password", **address})
    assert answer.status == 201, answer.text
    ((kind, value),) = address.items()
    uuid, hour = answer.json["data"]["uuid"], timedelta(hours=1)
    with busy.app.app_context():
        to = f"{kind}:{value}"
        issued = issue_proof(user_uuid=uuid, purpose=Purpose.ACTIVATION, address=to, link_lifetime=hour)
        db.session.commit()
    proof = {"token": issued.link} if way == "token" else {**address, "code": issued.code, "username": username}
    return partial(ask, busy.url, ACTIVATE, proof)
