"""POST /user/login/passkey: in with a passkey, without a name and without a password."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.login import passkey as deed
from gatepost.throttling.models import ThrottleCount
from gatepost.users.models import User
from tests.audit.test_record import Record
from tests.support.letters import Letters
from tests.support.passkeys import LOG_IN, LOG_IN_OPTIONS, PASSKEYS, add_passkey, log_in, options_for, options_to_log_in
from tests.support.people import People, Person, bearer
from tests.support.software_key import ELIGIBLE, PRESENT, VERIFIED, Authenticator, decoded, encoded
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

INVALID, UNKNOWN = (403, "invalid_passkey"), (403, "unknown_passkey")


@pytest.fixture
def key(client: FlaskClient, ada: Person) -> Authenticator:
    """An authenticator with ada's passkey."""
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    return authenticator


def test_the_options_name_nobody(client: FlaskClient, key: Authenticator) -> None:
    options = options_to_log_in(client)
    assert len(decoded(options.pop("challenge"))) == 32
    expected = {"rpId": "localhost", "timeout": 300_000, "allowCredentials": [], "userVerification": "required"}
    assert options == expected


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize(("more", "kind"), [(0, "hwk"), (ELIGIBLE, "swk")])
def test_it_ends_as_every_log_in_does(
    app: Flask, client: FlaskClient, ada: Person, time: SetClock, more: int, kind: str
) -> None:
    authenticator = Authenticator(flags=PRESENT | VERIFIED | more)
    add_passkey(client, ada, authenticator)
    time.pass_(hours=1)
    record = Record(app)
    answer = log_in(client, authenticator)
    assert (answer.status_code, list(answer.json)) == (200, ["access_token", "refresh_token"])
    assert record.new() == [("login.succeeded", ada.uuid, None, time.now())]
    claims = opened(answer.json["access_token"])[1]
    assert (claims["sub"], claims["auth_time"]) == (ada.uuid, int(time.now().timestamp()))
    listed = client.get("/user/sessions", headers=bearer(answer.json["access_token"])).json["data"]
    assert listed[0]["authenticated_by"] == [kind, "user", "mfa"]
    assert client.post("/user/refresh-token/", headers=bearer(answer.json["refresh_token"])).status_code == 200


LIES: list[dict[str, Any]] = [
    {"origin": "https://localhost:8087"},
    {"origin": "http://localhost:80870"},
    {"origin": "http://localhost:8087/"},
    {"origin": "http://evil.localhost:8087"},
    {"rp_id": "example.org"},
    {"type": "webauthn.create"},
    {"cross_origin": True},
    {"flags": PRESENT},
    {"flags": VERIFIED},
    {"flags": PRESENT | VERIFIED | 0x10},
    {"handle": None},
    {"handle": ""},
    {"handle": encoded(bytes(64))},
]


@pytest.mark.asvs("6.5.1")
@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_wrong_answer_lets_nobody_in_and_is_on_record(
    app: Flask, client: FlaskClient, ada: Person, key: Authenticator, time: SetClock, lie: dict[str, Any]
) -> None:
    record = Record(app)
    answer = log_in(client, key, **lie)
    assert_refused(answer, INVALID)
    if "cross_origin" not in lie:  # refused before anything is looked up
        assert record.new() == [("passkey.refused", ada.uuid, None, time.now())]
    assert log_in(client, key).status_code == 200


def test_the_handle_of_another_user_lets_nobody_in(
    client: FlaskClient, ada: Person, eve: Person, key: Authenticator
) -> None:
    handle = options_for(client, eve)["user"]["id"]
    assert_refused(log_in(client, key, handle=handle), INVALID)


@pytest.mark.parametrize("member", ["signature", "authenticatorData", "clientDataJSON"])
@pytest.mark.parametrize("change", ["truncated", "changed", "longer"])
def test_a_changed_answer_lets_nobody_in(client: FlaskClient, key: Authenticator, member: str, change: str) -> None:
    sent = key.get(options_to_log_in(client))
    data = decoded(sent["response"][member])
    changed = {"truncated": data[:-1], "changed": bytes([data[0] ^ 1]) + data[1:], "longer": data + b"\0"}[change]
    sent["response"][member] = encoded(changed)
    assert_refused(client.post(LOG_IN, json=sent), INVALID)


def test_the_signature_of_another_key_lets_nobody_in(client: FlaskClient, eve: Person, key: Authenticator) -> None:
    other = Authenticator()
    add_passkey(client, eve, other)
    other.keys[0].id, other.keys[0].handle = key.keys[0].id, key.keys[0].handle
    assert_refused(log_in(client, other), INVALID)


@pytest.mark.every_engine
def test_an_unknown_passkey_is_named_so(app: Flask, client: FlaskClient, ada: Person) -> None:
    stranger = Authenticator()
    stranger.create(options_for(client, ada))
    record = Record(app)
    assert_refused(log_in(client, stranger), UNKNOWN)
    assert [event for event, *_ in record.new()] == ["unknown.login_failed"]


@pytest.mark.every_engine
@pytest.mark.asvs("6.6.2")
def test_an_answer_counts_once(client: FlaskClient, key: Authenticator) -> None:
    sent = key.get(options_to_log_in(client))
    assert client.post(LOG_IN, json=sent).status_code == 200
    assert_refused(client.post(LOG_IN, json=sent), INVALID)


@pytest.mark.every_engine
@pytest.mark.asvs("6.6.2")
def test_a_wrong_answer_uses_its_challenge_up(client: FlaskClient, key: Authenticator) -> None:
    options = options_to_log_in(client)
    assert_refused(client.post(LOG_IN, json=key.get(options, origin="https://evil.example")), INVALID)
    assert_refused(client.post(LOG_IN, json=key.get(options)), INVALID)


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
def test_of_one_answer_sent_at_once_one_counts(app: Flask, client: FlaskClient, key: Authenticator) -> None:
    options = client.post(LOG_IN_OPTIONS)
    device = {"Gatepost-Device": options.headers["Gatepost-Device"]}
    sent = key.get(options.json)
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: app.test_client().post(LOG_IN, json=sent, headers=device).status_code, range(8))
        assert sorted(answers) == [200] + [403] * 7


@pytest.mark.every_engine
@pytest.mark.asvs("6.6.2")
def test_only_the_device_that_asked_may_answer(
    app: Flask, people: People, client: FlaskClient, key: Authenticator
) -> None:
    asked = app.test_client()
    sent = key.get(options_to_log_in(asked))
    stranger = app.test_client()
    options_to_log_in(stranger)
    for other in (app.test_client(), stranger, client):
        assert_refused(other.post(LOG_IN, json=sent), INVALID)
    assert asked.post(LOG_IN, json=sent).status_code == 200


def test_a_program_sends_the_device_back_in_a_header(app: Flask, key: Authenticator) -> None:
    options = app.test_client().post(LOG_IN_OPTIONS)
    device = {"Gatepost-Device": options.headers["Gatepost-Device"]}
    answer = app.test_client(use_cookies=False).post(LOG_IN, json=key.get(options.json), headers=device)
    assert answer.status_code == 200
    assert answer.headers["Gatepost-Device"].split(".")[1] == device["Gatepost-Device"].split(".")[1]


def test_a_device_that_is_known_stays_the_same(client: FlaskClient, ada: Person) -> None:
    known = client.post("/user/login", json={"username": "ada", "password": "password"}).headers["Gatepost-Device"]
    assert client.post(LOG_IN_OPTIONS).headers["Gatepost-Device"] == known


@pytest.mark.every_engine
@pytest.mark.parametrize("too_late", [False, True])
def test_an_answer_has_five_minutes(client: FlaskClient, key: Authenticator, time: SetClock, too_late: bool) -> None:
    sent = key.get(options_to_log_in(client))
    time.pass_(minutes=5, seconds=0 if too_late else -1)
    assert client.post(LOG_IN, json=sent).status_code == (403 if too_late else 200)


def test_an_answer_to_the_challenge_of_a_new_passkey_lets_nobody_in(
    client: FlaskClient, ada: Person, key: Authenticator
) -> None:
    sent = key.get(options_to_log_in(client) | {"challenge": options_for(client, ada)["challenge"]})
    assert_refused(client.post(LOG_IN, json=sent), INVALID)


@pytest.mark.every_engine
@pytest.mark.parametrize("count", [5, 4, 0])
def test_a_counter_that_has_not_risen_is_refused_and_told(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, time: SetClock, count: int
) -> None:
    key = Authenticator(counts=True)
    add_passkey(client, ada, key)
    assert log_in(client, key, count=5).status_code == 200
    letters.new()
    record = Record(app)
    assert_refused(log_in(client, key, count=count), INVALID)
    assert record.new() == [("passkey.counter_fell", ada.uuid, None, time.now())]
    assert letters.one("passkey_copied").values["passkey"] == "Passkey"
    assert log_in(client, key, count=6).status_code == 200


@pytest.mark.every_engine
def test_a_counter_may_have_all_its_32_bits(client: FlaskClient, key: Authenticator) -> None:
    assert log_in(client, key, count=2**32 - 2).status_code == 200
    assert log_in(client, key, count=2**32 - 1).status_code == 200


@pytest.mark.every_engine
def test_an_authenticator_that_counts_nothing_goes_on(client: FlaskClient, key: Authenticator) -> None:
    assert [log_in(client, key).status_code for _ in range(3)] == [200] * 3


@pytest.mark.every_engine
def test_what_the_authenticator_says_of_its_copies_is_kept(
    client: FlaskClient, ada: Person, key: Authenticator
) -> None:
    assert log_in(client, key, flags=PRESENT | VERIFIED | ELIGIBLE).status_code == 200
    assert client.get(PASSKEYS, headers=ada.signed).json["data"][0]["backup"] == "possible"


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
@pytest.mark.parametrize("change", ["removed", "password", "deactivated", "deleted"])
def test_a_change_that_comes_in_between_wins(
    app: Flask, client: FlaskClient, ada: Person, key: Authenticator, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    verify, passkey = deed.verify_use, client.get(PASSKEYS, headers=ada.signed).json["data"][0]

    def make_change() -> None:
        other = app.test_client()
        if change == "removed":
            assert other.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed).status_code == 200
        elif change == "password":
            body = {"old_password": "password", "new_password": "another password"}
            path = f"/user/change-password/{ada.uuid}"
            assert other.post(path, json=body, headers=ada.signed).status_code == 200
        elif change == "deleted":
            assert other.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
        else:
            with app.app_context():
                deactivate_user(ada.uuid)

    def verify_later(*given: Any, **named: Any) -> Any:
        found = verify(*given, **named)
        make_change()
        return found

    monkeypatch.setattr(deed, "verify_use", verify_later)
    expected = UNKNOWN if change in ("removed", "deleted") else INVALID
    assert_refused(log_in(client, key), expected)


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("answers", ["public", "private"])
def test_an_account_that_is_not_active_gets_no_token(
    make_app: Callable[..., Flask], answers: str, time: SetClock
) -> None:
    app = make_app(registration_answer=answers) if answers == "private" else make_app()
    client = app.test_client()
    ada = People(make_app().test_client()).join("ada")
    key = Authenticator()
    add_passkey(client, ada, key)
    with app.app_context():
        db.session.execute(update(User).where(User.uuid == ada.uuid).values(activated_at=None))
        db.session.commit()
    assert_refused(log_in(client, key), INVALID if answers == "private" else (403, "account_not_active"))


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.1")
def test_a_failure_counts_as_that_of_a_code_and_success_clears_it(
    app: Flask, people: People, key: Authenticator
) -> None:
    stranger = app.test_client()

    def failures() -> list[tuple[str, int]]:
        with app.app_context():
            rows = db.session.query(ThrottleCount.scope, ThrottleCount.count).filter(ThrottleCount.scope != "use")
            return sorted((scope, count) for scope, count in rows)

    before = failures()
    for _ in range(7):
        assert_refused(log_in(stranger, key, origin="https://evil.example"), INVALID)
    assert failures() == sorted([*before, ("device", 5)])
    assert log_in(stranger, key).status_code == 200
    assert failures() == before


@pytest.mark.asvs("6.3.1")
def test_it_is_limited_by_address(make_app: Callable[..., Flask]) -> None:
    client = make_app(limits=True).test_client()
    statuses = [client.post(LOG_IN_OPTIONS).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    body = Authenticator()
    sent = body.create({"rp": {"id": "localhost"}, "user": {"id": "AA"}, "challenge": "AA"})
    used = body.get({"challenge": "AA"})
    assert sent["id"] == used["id"]
    statuses = [client.post(LOG_IN, json=used).status_code for _ in range(31)]
    assert statuses == [403] * 30 + [429]
