"""An administrator invites by address, and the link in the message registers, once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete

from gatepost.database import db
from gatepost.invitations.find import purge_invitations
from gatepost.invitations.models import Invitation
from tests.audit.test_record import Record
from tests.invitations.conftest import EMAIL, MOBILE, PASSWORD, PATH, House
from tests.support.people import People
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused, row_counts

pytestmark = pytest.mark.every_engine

INVALID = (403, "invalid_proof")


@pytest.mark.parametrize("activation", ["code", "mobile"])
@pytest.mark.parametrize(("kind", "address", "channel"), [("email", EMAIL, "email"), ("mobile", MOBILE, "sms")])
def test_the_link_registers_an_active_account_with_the_invited_address(
    house_of: Callable[..., House], activation: str, kind: str, address: str, channel: str
) -> None:
    house = house_of(activation=activation)
    letter = house.invited(**{kind: address}, locale="bn")
    assert (letter.channel, letter.to, letter.locale) == (channel, address, "bn")
    assert letter.values["link"].startswith(f"{house.app.extensions['gatepost'].issuer}/link#invitation:")
    record = Record(house.app)
    answer = house.register(letter.token)
    assert (answer.status_code, answer.json["message"]) == (201, "Account created successfully!")
    assert answer.json["data"]["status"] is True
    assert answer.json["data"][kind] == address
    uuid = answer.json["data"]["uuid"]
    assert [line[:2] for line in record.new()] == [("account.registered", uuid), ("invitation.used", uuid)]
    assert house.log_in(**{kind: address}) == 200
    assert house.waiting() == []


@pytest.mark.asvs("6.5.1")
def test_an_invitation_is_used_once(house: House) -> None:
    letter = house.invited(email=EMAIL)
    assert house.register(letter.token).status_code == 201
    for username in ("grace", "other"):
        assert_refused(house.register(letter.token, username), INVALID)


@pytest.mark.asvs("15.4.2")
def test_of_many_who_register_by_it_at_once_one_does(house: House) -> None:
    letter, gate = house.invited(email=EMAIL), threading.Barrier(6)

    def register(place: int) -> int:
        client = house.app.test_client()
        gate.wait(timeout=10)
        body = {"username": f"guest{place}", "password": PASSWORD, "invitation": letter.token}
        return client.post("/user", json=body).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(register, range(6)))
    assert statuses == [201, 403, 403, 403, 403, 403]
    assert row_counts(house.app)["users"] == 2


def test_one_that_was_used_in_this_moment_makes_no_account(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from gatepost.registration import register_invited as deed  # noqa: PLC0415

    letter, find = house.invited(email=EMAIL), deed.find_invitation

    def find_and_lose(token: str) -> Invitation:
        found = find(token)
        db.session.execute(delete(Invitation))
        db.session.commit()
        return found

    monkeypatch.setattr(deed, "find_invitation", find_and_lose)
    assert_refused(house.register(letter.token), INVALID)
    assert row_counts(house.app)["users"] == 1


@pytest.mark.asvs("6.5.5")
def test_it_is_over_in_time_and_then_removed(house: House, time: SetClock) -> None:
    letter = house.invited(email=EMAIL)
    time.pass_(days=7, seconds=-1)
    with house.app.app_context():
        assert purge_invitations(10) == 0
    time.pass_(seconds=1)
    assert_refused(house.register(letter.token), INVALID)
    assert row_counts(house.app)["invitations"] == 1
    time.pass_(seconds=1)
    with house.app.app_context():
        assert (purge_invitations(10), purge_invitations(10)) == (1, 0)


def test_a_refused_registration_does_not_use_it_up(house: House) -> None:
    letter = house.invited(email=EMAIL)
    assert_refused(house.register(letter.token, "root"), (409, "username_taken"))
    short = house.client.post("/user", json={"username": "grace", "password": "x", "invitation": letter.token})
    assert list(short.json["errors"]) == ["password"]
    assert list(house.register(letter.token, "a name!").json["errors"]) == ["username"]
    assert house.register(letter.token).status_code == 201
    assert row_counts(house.app)["users"] == 2


@pytest.mark.asvs("6.3.8")
def test_it_takes_no_other_address_so_it_tells_of_none(house_of: Callable[..., House]) -> None:
    house = house_of(registration_answer="private", change_proof=True, user_directory="self")
    letter = house.invited(email=EMAIL)
    for more in ({"mobile": MOBILE}, {"email": "ada@example.org"}, {"email": EMAIL}):
        answer = house.register(letter.token, **more)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["invitation"])
    assert house.register(letter.token).status_code == 201


def test_a_later_invitation_ends_the_earlier_one(house: House, time: SetClock) -> None:
    first = house.invited(email=EMAIL)
    refused = house.ask(email="GRACE@example.org")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    time.pass_(seconds=30)
    second = house.invited(email="GRACE@example.org")
    assert len(house.waiting()) == 1
    assert_refused(house.register(first.token), INVALID)
    assert house.register(second.token).status_code == 201


def test_who_was_faster_by_another_way_keeps_the_address(house_of: Callable[..., House], time: SetClock) -> None:
    house = house_of(sign_up="open")
    letter = house.invited(email=EMAIL)
    time.pass_(seconds=30)
    body = {"username": "ada", "email": EMAIL, "password": PASSWORD}
    assert house.client.post("/user", json=body).status_code == 201
    code = house.letters.one("activation").code
    assert house.client.post("/user/activate-account/", json={"email": EMAIL, "code": code}).status_code == 200
    assert_refused(house.register(letter.token), (409, "email_taken"))
    assert_refused(house.ask(email=EMAIL), (409, "email_taken"))


# Administrators.


def test_an_administrator_lists_and_withdraws(house: House) -> None:
    letter = house.invited(email=EMAIL)
    (shown,) = house.waiting()
    assert shown.keys() == {"id", "email", "roles", "invited_by", "created_at", "expires_at"}
    assert (shown["email"], shown["invited_by"]) == (EMAIL, house.root.uuid)
    record = Record(house.app)
    ended = house.client.delete(f"{PATH}/{shown['id']}", headers=house.root.signed)
    assert (ended.status_code, ended.json["message"]) == (200, "The invitation was withdrawn.")
    assert [line[:2] for line in record.new()] == [("invitation.withdrawn", None)]
    assert house.waiting() == []
    assert_refused(house.register(letter.token), INVALID)
    again = house.client.delete(f"{PATH}/{shown['id']}", headers=house.root.signed)
    assert_refused(again, (404, "invitation_not_found"))


def test_an_invitation_is_on_record(house: House) -> None:
    record = Record(house.app)
    house.invited(email=EMAIL)
    assert [line[:3] for line in record.new()] == [("invitation.sent", None, house.root.uuid)]


@pytest.mark.asvs("8.2.1")
def test_nobody_else_invites_or_sees(house_of: Callable[..., House]) -> None:
    house = house_of(sign_up="open", activation="mobile")
    ada = People(house.client).join("ada", mobile="+8801700000002")
    for answer in (
        house.client.post(PATH, json={"email": EMAIL}, headers=ada.signed),
        house.client.get(PATH, headers=ada.signed),
        house.client.delete(f"{PATH}/{'0' * 32}", headers=ada.signed),
    ):
        assert_refused(answer, (403, "insufficient_scope"))


@pytest.mark.asvs("7.5.1")
def test_inviting_and_withdrawing_ask_for_a_recent_log_in(house_of: Callable[..., House], time: SetClock) -> None:
    house = house_of(reauthentication=True)
    identifier = house.ask(email=EMAIL).json["data"]["id"]
    time.pass_(minutes=6)
    old = (401, "insufficient_user_authentication")
    assert_refused(house.ask(email="other@example.org"), old)
    assert_refused(house.client.delete(f"{PATH}/{identifier}", headers=house.root.signed), old)
    assert len(house.waiting()) == 1


@pytest.mark.parametrize(
    ("guest", "fields"),
    [
        ({}, ["mobile", "email"]),
        ({"mobile": MOBILE, "email": EMAIL}, ["mobile", "email"]),
        ({"email": "no address"}, ["email"]),
        ({"mobile": "1", "locale": "!"}, ["mobile", "locale"]),
    ],
)
def test_an_invitation_goes_to_one_address(house: House, guest: dict[str, str], fields: list[str]) -> None:
    answer = house.ask(**guest)
    assert (answer.status_code, sorted(answer.json["errors"])) == (422, sorted(fields))


def test_no_invitation_goes_where_no_message_or_account_may_go(house_of: Callable[..., House]) -> None:
    house = house_of(sms_countries=("IN",), email_domains_refused=("example.com",))
    assert list(house.ask(mobile=MOBILE).json["errors"]) == ["mobile"]
    assert list(house.ask(email="a@example.com").json["errors"]) == ["email"]
    assert row_counts(house.app)["invitations"] == 0


def test_invitations_by_sms_are_no_codes_that_do_not_come_back(house: House) -> None:
    house.invited(mobile=MOBILE)
    assert row_counts(house.app)["sms_hours"] == 0


def test_an_invitation_is_digested_in_the_database(house: House) -> None:
    letter = house.invited(email=EMAIL)
    with house.app.app_context():
        row = db.session.execute(Invitation.__table__.select()).mappings().one()
        db.session.rollback()
    assert letter.token not in [str(value) for value in row.values()]
    assert opened(house.root.access_token)[1]["sub"] == row["invited_by"]


def test_the_device_that_registers_is_known(house: House) -> None:
    letter = house.invited(email=EMAIL)
    assert "Gatepost-Device" in house.register(letter.token).headers


def test_other_ways_to_make_an_account_stay(house: House) -> None:
    assert People(house.client).appoint(house.app, "second", mobile="+8801800000002").access_token
