"""Whatever fails in the middle of a request, either all of it is stored or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, insert, select, update

from gatepost.database import PreparedClaim, db, write_alone
from gatepost.database.sqlite import ALONE
from gatepost.login.models import PendingLogIn
from gatepost.passkeys.models import PasskeyChallenge
from gatepost.providers.models import UsedOnce
from gatepost.throttling.models import ThrottleCount
from gatepost.users.models import User
from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, assert_refused, contents, send, send_proofs
from tests.web.factors import have_a_factor
from tests.web.writes import COMMITS, COUNTING, COUNTING_FIRST, COUNTING_LAST, READING, WRITING

pytestmark = pytest.mark.every_engine


class Broken(Exception):
    """What the failing statement raises: nothing that anyone foresaw."""


@contextmanager
def failing_at(app: Flask, number: int) -> Iterator[list[str]]:
    """Let the writing statement of this *number* fail once it is done. Gives those sent; the commit counts as one."""
    seen: list[str] = []

    def count(what: str) -> None:
        seen.append(what)
        if len(seen) == number:
            raise Broken

    def is_whole(connection: Any) -> bool:
        """On SQLite a statement that is sent alone is the transaction: once it is done nothing else can fail."""
        return engine.dialect.name == "sqlite" and ALONE in connection.get_execution_options()

    def sending(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if is_whole(connection):
            count(statement)
            count("COMMIT")

    def sent(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and not is_whole(connection):
            count(statement)

    with app.app_context():
        engine = db.engine
    commit = engine.dialect.do_commit

    def commit_or_fail(connection: Any) -> None:
        if engine.dialect.name != "sqlite" or connection.in_transaction:
            count("COMMIT")
        commit(connection)

    event.listen(engine, "before_cursor_execute", sending)
    event.listen(engine, "after_cursor_execute", sent)
    engine.dialect.do_commit = commit_or_fail  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        engine.dialect.do_commit = commit  # type: ignore[method-assign]
        event.remove(engine, "before_cursor_execute", sending)
        event.remove(engine, "after_cursor_execute", sent)


@pytest.mark.asvs("2.3.3")
@pytest.mark.parametrize("name", WRITING)
def test_a_request_that_fails_at_any_step_has_stored_nothing(
    app: Flask, ada: Person, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim goes the way it goes when the driver's own fails: there it can be watched."""
    monkeypatch.setattr(PreparedClaim, "claim", lambda self, **values: write_alone(self._statement, values))
    client = app.test_client()
    client.post("/user", json={"username": "inactive", "mobile": "01712345678", "password": "password"})
    body = BODIES.get(name)
    send_proofs(app, ada)
    People(client).log_in(ada)  # another session, to be ended
    other = People(client).join("other")
    if name == "removals.remove_factor_of_user.post":
        have_a_factor(app, other)
    if name == "admin.activate_by_hand.post":
        with app.app_context():
            write_alone(update(User).where(User.uuid == other.uuid).values(activated_at=None))
    if name == "admin.unsuspend_user.post":
        send(client, "admin.suspend_user.post", ada, about=other, json=BODIES["admin.suspend_user.post"])
    if name == "registration.register_user.post":
        body = {"username": "grace", "mobile": "01812345678", "password": "password"}
    before = contents(app)
    answer, step, seen = None, 0, []
    while answer is None or answer.status_code == 500:
        if answer is not None:
            assert_refused(answer, (500, "internal_error"), (500, "server_error"))
            assert contents(app) == before, seen
        step += 1
        with failing_at(app, step) as seen:
            answer = send(client, name, ada, about=other, json=body)
    assert answer.status_code in (200, 201)
    if name in COUNTING_LAST:
        assert "sms_hours" in seen.pop()
    assert step == len(seen) + 1 > 2  # each statement has failed once, the commit too, and there was one of both
    assert seen.count("COMMIT") == COMMITS.get(name, 1)
    assert seen[-1] == "COMMIT"
    assert contents(app) != before


@pytest.mark.parametrize("name", COUNTING)
def test_a_request_that_is_counted_first_and_fails_then_has_stored_nothing_else(
    app: Flask, ada: Person, name: str
) -> None:
    before, failures = contents(app), 0
    for step in (1, 2, 3, 4):
        with failing_at(app, step):
            failures += send(app.test_client(), name, ada, json=BODIES[name]).status_code == 500
        assert contents(app) | {"throttle_counts": []} == before
        with app.app_context():
            write_alone(delete(ThrottleCount).where(ThrottleCount.scope == "use"))
    assert failures == 4
    assert send(app.test_client(), name, ada, json=BODIES[name]).status_code == 202
    assert len(contents(app)["outbox"]) == 1


@pytest.mark.parametrize("name", COUNTING_FIRST)
def test_what_is_counted_first_is_stored_whole_or_not_at_all(app: Flask, ada: Person, name: str) -> None:
    other = People(app.test_client()).join("other")
    send_proofs(app, ada)
    counted: dict[str, list[Any]] = {"throttle_counts": [], "sms_hours": []}
    before, step, status = contents(app) | counted, 0, 500
    with app.app_context():
        challenges = [dict(row) for row in db.session.execute(select(PasskeyChallenge.__table__)).mappings()]
    while status == 500:
        step += 1
        with failing_at(app, step):
            status = send(app.test_client(), name, ada, about=other, json=BODIES[name]).status_code
        if status == 500:
            with app.app_context():
                write_alone(update(PendingLogIn).values(tries=0))
                write_alone(delete(UsedOnce))
                write_alone(delete(PasskeyChallenge))
                for challenge in challenges:
                    write_alone(insert(PasskeyChallenge).values(challenge))
            assert contents(app) | counted == before, step
            with app.app_context():
                write_alone(delete(ThrottleCount).where(ThrottleCount.scope == "use"))
    assert status in (200, 201, 202)
    assert step > 6
    assert contents(app) | counted != before


def test_every_endpoint_is_known_to_write_or_to_read() -> None:
    refreshing_by_get = "sessions.refresh_access_token.get"  # notes every five minutes that the session is in use
    assert sorted(ENDPOINTS) == sorted([*WRITING, *COUNTING, *COUNTING_FIRST, *READING, refreshing_by_get])
