"""A new number or address counts once it is proven, and until then for nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from gatepost.accounts.deactivate import deactivate_user
from tests.contact_changes.conftest import ADA, NEW, Place
from tests.support.people import Person
from tests.support.time import SetClock
from tests.support.waiting import another
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

NUMBER, OTHER_NUMBER = "01712345678", "01887654321"


@pytest.mark.asvs("6.3.4")
def test_until_it_is_proven_the_old_address_counts_and_the_new_one_is_named(place: Place, ada: Person) -> None:
    answer = place.change(ada, email=NEW)
    assert answer.status_code == 200
    assert (answer.json["data"]["email"], answer.json["pending"]) == (ADA, {"email": NEW})
    sent = place.post.one("change")
    assert (sent.channel, sent.to) == ("email", NEW)
    assert place.data(ada)["email"] == ADA
    proven = place.prove(ada, email=sent.code)
    assert (proven.status_code, proven.json["data"]["email"]) == (200, NEW)
    assert place.data(ada)["email"] == NEW
    assert "pending" not in place.change(ada, gender="Female").json


def test_a_number_is_proven_by_a_code_alone(place: Place, ada: Person) -> None:
    assert place.change(ada, mobile="0171 234-5678").json["pending"] == {"mobile": "0171 234-5678"}
    sent = place.post.one("change")
    assert (sent.channel, sent.to) == ("sms", NUMBER)
    assert "link" not in sent.values
    assert place.prove(ada, mobile=sent.code).json["data"]["mobile"] == "0171 234-5678"
    assert place.post.new() == []  # there was no number before that could be told


def test_the_link_in_the_message_proves_it_too_without_being_signed_in(place: Place, ada: Person) -> None:
    place.change(ada, email=NEW)
    sent = place.post.one("change")
    answer = place.send_back("prove-change", sent.token)
    assert answer.json == {"message": "The address is confirmed.", "status": 200}
    assert place.data(ada)["email"] == NEW
    assert_refused(place.send_back("prove-change", sent.token), (403, "invalid_proof"))


def test_the_old_address_is_told_and_no_other(place: Place, ada: Person) -> None:
    place.change(ada, email=NEW)
    place.prove(ada, email=place.post.one("change").code)
    told = place.post.one("address_changed")
    assert (told.to, told.values["new"]) == (ADA, "n…@example.org")
    assert "#undo:" in told.values["link"]


@pytest.mark.asvs("6.6.2")
def test_a_code_is_good_for_one_address_of_one_user_once(place: Place, ada: Person) -> None:
    eve = place.join("eve", email="eve@example.org")
    place.change(ada, email=NEW, mobile=NUMBER)
    by_kind = {letter.channel: letter for letter in place.post.new()}
    for code in (by_kind["sms"].code, "000000" if by_kind["email"].code != "000000" else "111111", "x", "１２３４５６"):
        if code != by_kind["email"].code:
            assert_refused(place.prove(ada, email=code), (403, "invalid_proof"))
    assert_refused(place.prove(eve, email=by_kind["email"].code), (403, "invalid_proof"))
    assert place.prove(ada, email=by_kind["email"].code).status_code == 200
    assert_refused(place.prove(ada, email=by_kind["email"].code), (403, "invalid_proof"))


def test_proving_one_address_ends_all_proofs_that_are_out(place: Place, ada: Person) -> None:
    place.change(ada, email=NEW, mobile=NUMBER)
    by_kind = {letter.channel: letter for letter in place.post.new()}
    assert place.prove(ada, email=by_kind["email"].code).status_code == 200
    assert_refused(place.prove(ada, mobile=by_kind["sms"].code), (403, "invalid_proof"))
    place.change(ada, mobile=NUMBER)
    codes = [letter.code for letter in place.post.new() if letter.name == "change"]
    assert place.prove(ada, mobile=codes[0]).status_code == 200


def test_a_proof_of_one_address_proves_no_later_one(place: Place, ada: Person) -> None:
    place.change(ada, email="first@example.org")
    first = place.post.one("change")
    place.change(ada, email=NEW)
    assert_refused(place.send_back("prove-change", first.token), (403, "invalid_proof"))
    assert_refused(place.prove(ada, email=first.code), (403, "invalid_proof"))
    assert place.data(ada)["email"] == ADA


def test_a_private_answer_tells_no_more_to_who_sends_an_older_proof(make_app: Callable[..., Flask]) -> None:
    place = Place(make_app(activation="code", change_proof=True, registration_answer="private", message_interval=0))
    for name, email in (("ada", ADA), ("eve", "eve@example.org")):
        body = {"username": name, "password": "password", "email": email}
        assert place.client.post("/user", json=body).status_code == 202
        assert place.send_back("activate-account/", place.post.one("activation").token).status_code == 200
    ada = place.people.log_in(Person("", "ada", "", "password"))
    ada.uuid = str(opened(ada.access_token)[1]["sub"])
    place.post.new()
    place.change(ada, email=NEW)
    sent = place.post.one("change")
    assert place.change(ada, email="eve@example.org").status_code == 200
    assert_refused(place.send_back("prove-change", sent.token), (403, "invalid_proof"))


@pytest.mark.asvs("6.5.5")
def test_a_code_that_has_expired_by_a_second_is_refused(place: Place, ada: Person, time: SetClock) -> None:
    place.change(ada, email=NEW)
    sent = place.post.one("change")
    time.pass_(minutes=10)
    assert_refused(place.prove(ada, email=sent.code), (403, "invalid_proof"))
    assert place.send_back("prove-change", sent.token).status_code == 200


@pytest.mark.parametrize("back", [ADA, ADA.upper()])
def test_naming_the_present_address_again_withdraws_the_other(place: Place, ada: Person, back: str) -> None:
    place.change(ada, email=NEW)
    sent = place.post.one("change")
    assert "pending" not in place.change(ada, email=back).json
    assert_refused(place.prove(ada, email=sent.code), (403, "invalid_proof"))
    assert_refused(place.send_back("prove-change", sent.token), (403, "invalid_proof"))
    assert place.data(ada)["email"] == back


def test_the_last_address_cannot_be_removed(place: Place, ada: Person) -> None:
    assert_refused(place.change(ada, email=None), (422, "invalid_input"))
    place.change(ada, mobile=NUMBER)
    assert_refused(place.change(ada, email=None), (422, "invalid_input"))
    place.prove(ada, mobile=place.post.one("change").code)
    assert "email" not in place.change(ada, email=None).json["data"]
    told = place.post.one("address_changed")
    assert (told.to, told.values["new"]) == (ADA, "0171…78")


@pytest.mark.asvs("6.3.1")
def test_five_wrong_codes_for_an_address_are_all(place: Place, ada: Person, time: SetClock) -> None:
    place.change(ada, email=NEW)
    sent = place.post.one("change")
    wrong = [f"{number:06}" for number in range(6) if f"{number:06}" != sent.code][:5]
    for code in wrong:
        assert_refused(place.prove(ada, email=code), (403, "invalid_proof"))
    refused = place.prove(ada, email=sent.code)
    assert_refused(refused, (429, "too_many_requests"))
    assert refused.headers["Retry-After"] == "3600"
    place.change(ada, email=NEW)
    again = place.post.one("change")  # its link is good
    assert_refused(place.prove(ada, email=again.code), (429, "too_many_requests"))
    time.pass_(hours=1)
    place.people.log_in(ada)
    ada = place.people.log_in(ada)
    place.change(ada, email=NEW)
    codes = [letter.code for letter in place.post.new() if letter.name == "change"]
    assert place.prove(ada, email=codes[-1]).status_code == 200


def test_after_five_wrong_codes_no_other_is_sent_to_the_number(place: Place, ada: Person, time: SetClock) -> None:
    place.change(ada, mobile=NUMBER)
    sent = place.post.one("change")
    for _ in range(5):
        assert_refused(place.prove(ada, mobile=another(sent.code)), (403, "invalid_proof"))
    time.pass_(minutes=10)
    refused = place.change(ada, mobile=NUMBER)
    assert_refused(refused, (429, "too_many_requests"))
    assert refused.headers["Retry-After"] == str(50 * 60)
    assert place.post.new() == []
    assert place.change(ada, mobile=OTHER_NUMBER).status_code == 200
    assert place.prove(ada, mobile=place.post.one("change").code).status_code == 200


def test_nobody_proves_for_another(place: Place, ada: Person) -> None:
    root = place.people.appoint(place.app, "root")
    answer = place.client.patch(f"/user/{ada.uuid}", json={"email": NEW}, headers=root.signed)
    assert answer.json["pending"] == {"email": NEW}
    code = next(letter.code for letter in place.post.new() if letter.name == "change")
    path = f"/user/{ada.uuid}/prove-change"
    assert_refused(place.client.post(path, json={"email": code}, headers=root.signed), (403, "forbidden"))
    assert place.prove(ada, email=code).json["data"]["email"] == NEW


@pytest.mark.parametrize("end", ["deactivated", "deleted"])
def test_after_the_account_is_closed_nothing_is_proven(place: Place, ada: Person, end: str) -> None:
    place.change(ada, email=NEW)
    sent = place.post.one("change")
    if end == "deleted":
        assert place.client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    else:
        with place.app.app_context():
            deactivate_user(ada.uuid)
    assert_refused(place.send_back("prove-change", sent.token), (403, "invalid_proof"))


def test_changes_too_soon_after_one_another_are_refused_whole(make_app: Callable[..., Flask]) -> None:
    slow = Place(make_app(activation="code", change_proof=True))
    ada = slow.join("ada", email=ADA)
    assert slow.change(ada, email=NEW).status_code == 200
    again = slow.change(ada, email=NEW, gender="Female")
    assert_refused(again, (429, "too_many_requests"))
    assert again.headers["Retry-After"] == "30"
    assert "gender" not in slow.data(ada)


def test_one_user_writes_to_few_strangers_in_an_hour(make_app: Callable[..., Flask], time: SetClock) -> None:
    quick = {"message_interval": timedelta(0), "messages_per_hour": 3}
    place = Place(make_app(activation="code", change_proof=True, **quick))
    ada = place.join("ada", email=ADA)
    for number in range(3):
        assert place.change(ada, email=f"stranger{number}@example.org").status_code == 200
    time.pass_(minutes=10)
    refused = place.change(ada, email="stranger3@example.org")
    assert_refused(refused, (429, "too_many_requests"))
    assert refused.headers["Retry-After"] == str(50 * 60)
    written = sorted(letter.to for letter in place.post.new())
    assert written == [f"stranger{number}@example.org" for number in range(3)]


def test_an_address_that_no_message_reaches_cannot_wait(make_app: Callable[..., Flask]) -> None:
    mail_alone = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "accounts@example.org", "dev_inbox": False}
    place = Place(make_app(activation="code", change_proof=True, **mail_alone))
    ada = place.join("ada", email=ADA)
    assert_refused(place.change(ada, mobile=NUMBER), (422, "invalid_input"))


@pytest.mark.parametrize(
    "address",
    ["new@example.org\r\nBcc: eve@example.org", "a\n@example.org", "new@example.org\0", "\u202enew@example.org "],
)
def test_an_address_with_line_ends_is_refused(place: Place, ada: Person, address: str) -> None:
    assert_refused(place.change(ada, email=address), (422, "invalid_input"))
    assert place.post.new() == []
