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
from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, assert_refused, contents, send, send_proofs

pytestmark = pytest.mark.every_engine

WRITING = [
    "registration.register_user.post",
    "registration.activate_account.post",
    "login.login.post",
    "login.login_with_code.post",
    "login.prove_again.post",
    "sessions.rotate_refresh_token.post",
    "sessions.logout.get",
    "sessions.logout.post",
    "sessions.end_own_session.delete",
    "sessions.end_other_own_sessions.delete",
    "sessions.end_session_of_user.delete",
    "sessions.end_all_of_user.delete",
    "factors.make_totp_secret.post",
    "factors.make_recovery_codes.post",
    "factors.name_factor.patch",
    "factors.delete_factor.delete",
    "factors.delete_factors_of_user.delete",
    "lost_factors.keep_factors.post",
    "passkeys.get_options_to_create.post",
    "login.get_options_to_log_in.post",
    "passkeys.rename_own_passkey.patch",
    "passkeys.remove_own_passkey.delete",
    "undos.undo_change_of_ways_in.post",
    "providers.exchange_code.post",
    "providers.remove_provider.delete",
    "accounts.patch_user.patch",
    "accounts.remove_user.delete",
    "addresses.prove_change_with_link.post",
    "addresses.withdraw_mobile.delete",
    "addresses.withdraw_email.delete",
    "passwords.change_own_password.post",
    "passwords.remove_own_password.delete",
    "passwords.choose_new_password.post",
    "oauth.revoke_token.post",
    "invitations.end_invitation.delete",
]
COUNTING = ["passwords.forget_password.post"]  # that it was asked for is on record whatever comes then
COUNTING_FIRST = [
    "addresses.prove_change_with_code.post",
    "addresses.undo_changed_address.post",
    "login.login_with_factor.post",
    "factors.verify_first_code.post",
    "invitations.invite_guest.post",
    "lost_factors.report_lost_factor.post",
    "providers.login_with_id_token.post",  # that it was used
    "factors.add_own_passkey.post",  # that its challenge was
    "login.login_with_passkey.post",
]  # as is a try, or a mail
READING = [
    "factors.get_factors.get",
    "providers.get_links.get",
    "providers.add_provider.post",  # which begins; test_link.py has the rest
    "passkeys.get_own_passkeys.get",
    "passkeys.get_related_origins.get",
    "accounts.get_user.get",
    "accounts.get_users.get",
    "sessions.get_own_sessions.get",
    "events.get_events_of_user.get",
    "events.get_events.get",
    "invitations.get_invitations.get",
    "sessions.get_sessions.get",
    "health.healthz.get",
    "health.readyz.get",
    "keys.get_keys.get",
    "oauth.introspect_token.post",
    "oauth.forward_auth.get",
    "oauth.get_oauth_metadata.get",
    "oauth.get_openid_metadata.get",
]


# An attempt is counted first; and of a change, the right old password is noted whatever becomes of the new one.
COMMITS = {"login.login.post": 2, "login.prove_again.post": 2, "passwords.change_own_password.post": 3}


# A code that came back by SMS is counted after the commit; if that fails, nobody is told.
COUNTING_LAST = {"login.login_with_code.post", "passwords.choose_new_password.post"}


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
            answer = send(client, name, ada, json=body)
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
    send_proofs(app, ada)
    before, step, status = contents(app) | {"throttle_counts": []}, 0, 500
    with app.app_context():
        challenges = [dict(row) for row in db.session.execute(select(PasskeyChallenge.__table__)).mappings()]
    while status == 500:
        step += 1
        with failing_at(app, step):
            status = send(app.test_client(), name, ada, json=BODIES[name]).status_code
        if status == 500:
            with app.app_context():
                write_alone(update(PendingLogIn).values(tries=0))
                write_alone(delete(UsedOnce))
                write_alone(delete(PasskeyChallenge))
                for challenge in challenges:
                    write_alone(insert(PasskeyChallenge).values(challenge))
            assert contents(app) | {"throttle_counts": []} == before, step
            with app.app_context():
                write_alone(delete(ThrottleCount).where(ThrottleCount.scope == "use"))
    assert status in (200, 201)
    assert step > 6
    assert contents(app) | {"throttle_counts": []} != before


def test_every_endpoint_is_known_to_write_or_to_read() -> None:
    refreshing_by_get = "sessions.refresh_access_token.get"  # notes every five minutes that the session is in use
    assert sorted(ENDPOINTS) == sorted([*WRITING, *COUNTING, *COUNTING_FIRST, *READING, refreshing_by_get])
