"""What is answered when the service cannot: in the words of RFC 6749, and never as if all were well."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from gatepost.oauth.registry import forget_clients
from tests.oauth.ask import INTROSPECT, REVOKE, assert_refused_as_oauth
from tests.support.people import Person
from tests.web.endpoints import basic

AWAY = OperationalError("SELECT", {}, Exception("gone"))


def fail_at(monkeypatch: pytest.MonkeyPatch, place: str, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(place, fail)


@pytest.mark.asvs("16.5.3")
@pytest.mark.parametrize(
    ("error", "status", "code"), [(AWAY, 503, "temporarily_unavailable"), (RuntimeError(), 500, "server_error")]
)
@pytest.mark.parametrize(
    ("path", "place"),
    [
        (INTROSPECT, "gatepost.oauth.registry.read_all"),
        (REVOKE, "gatepost.oauth.registry.read_all"),
        (INTROSPECT, "gatepost.oauth.introspect.caller_of"),
        (INTROSPECT, "gatepost.oauth.introspect.verify_access_token"),
        (REVOKE, "gatepost.oauth.revoke_token.end_session"),
        (REVOKE, "gatepost.oauth.revoke_token.record"),
        (REVOKE, "gatepost.oauth.revoke_token.verify_access_token"),
    ],
)
def test_where_a_step_fails_the_answer_says_so(
    client: FlaskClient,
    ada: Person,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    place: str,
    error: Exception,
    status: int,
    code: str,
) -> None:
    with client.application.app_context():
        forget_clients()
    with monkeypatch.context() as patch:
        fail_at(patch, place, error)
        answer = client.post(path, data={"token": ada.access_token}, headers=basic())
    assert_refused_as_oauth(answer, status, code)
    assert ("Retry-After" in answer.headers) is (status == 503)
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200


def test_a_proxy_is_never_told_that_somebody_is_signed_in_when_nobody_could_look(
    client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, status in ((AWAY, 503), (RuntimeError(), 500)):
        with monkeypatch.context() as patch:
            fail_at(patch, "gatepost.sessions.authenticate.caller_of", error)
            answer = client.get("/forward-auth", headers=ada.signed)
        assert answer.status_code == status
        assert not [name for name, _ in answer.headers if name.startswith("X-Auth")]
