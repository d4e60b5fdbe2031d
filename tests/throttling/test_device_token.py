"""The device token: given at each log-in, believed only as we have signed it, and worth nothing but tries."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.tokens.device_token import issue_device_token, read_device_token
from tests.passwords.resetting import NEW, reset, sent_for
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.throttling.devices import Door

HEADER = "Gatepost-Device"


def is_known(app: Flask, token: str, username: str = "ada", password: str = "password") -> bool:
    """Whether *token* spares its sender the wait for strangers, of whom there were many."""
    while Door(app).log_in(username).status_code != 429:
        pass
    answer = Door(app).log_in(username, password, **{HEADER: token})
    assert answer.status_code in (200, 429)
    return answer.status_code == 200


def knows(token: str, user: str) -> bool:
    device = read_device_token(token)
    return device is not None and device.knows(user, 1)


@pytest.fixture
def token(home: Door, ada: Person) -> str:
    return home.log_in(password=ada.password).headers[HEADER]


@pytest.mark.asvs("3.3.2", "3.3.4")
def test_a_log_in_gives_one_token_in_a_header_and_a_cookie(home: Door, stranger: Door, ada: Person) -> None:
    answer = home.log_in(password=ada.password)
    assert answer.json.keys() == {"access_token", "refresh_token"}
    [cookie] = answer.headers.getlist("Set-Cookie")
    pair, *attributes = cookie.split("; ")
    assert pair == f"{HEADER}={answer.headers[HEADER]}"
    assert sorted(attributes) == ["HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=Strict"]
    for refused in (home.log_in(), stranger.log_in("nobody")):
        assert HEADER not in refused.headers
        assert "Set-Cookie" not in refused.headers


@pytest.mark.asvs("3.3.1")
@pytest.mark.parametrize(("below", "path"), [("", "/"), ("/accounts", "/accounts")])
def test_over_https_the_cookie_is_secure_and_says_so(make_app: Callable[..., Flask], below: str, path: str) -> None:
    client = make_app(public_url=f"https://example.org{below}").test_client()
    People(client).join("ada")
    answer = client.post("/user/login", json={"username": "ada", "password": "password"})
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"__Secure-{HEADER}=")
    assert {"Secure", f"Path={path}", "HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))


def test_either_comes_back_and_the_header_wins(guarded: Flask, home: Door, token: str) -> None:
    assert is_known(guarded, token)
    cookie = f"other=1; {HEADER}={token}; {HEADER}=forged"
    assert Door(guarded, jar=False).log_in(password="password", Cookie=cookie).status_code == 200
    assert not is_known(guarded, "0")
    both = {"Cookie": cookie, HEADER: "0"}
    assert Door(guarded, jar=False).log_in(password="password", **both).status_code == 429


def test_several_users_of_one_device_are_all_known_there_and_five_at_most(guarded: Flask, home: Door) -> None:
    names = [f"user{number}" for number in range(6)]
    for name in names:
        People(home.client).join(name)
    token = home.log_in(names[-1], "password").headers[HEADER]
    assert [is_known(guarded, token, name) for name in names] == [False] + [True] * 5


@pytest.mark.asvs("6.1.1")
def test_the_token_of_somebody_else_is_worth_nothing(guarded: Flask, home: Door, ada: Person) -> None:
    eve = Door(guarded)
    People(eve.client).join("eve")
    assert not is_known(guarded, eve.log_in("eve", "password").headers[HEADER])


@pytest.mark.asvs("11.3.3")
def test_a_token_that_was_tampered_with_is_worth_nothing(guarded: Flask, token: str) -> None:
    version, device, log_in, proof = token.split(".")
    user, issued = log_in[:32], log_in[32:]
    forged = [
        f"{version}.{device}.{log_in}.{proof[:-1]}{(int(proof[-1], 16) + 1) % 16:x}",
        f"{version}.{'0' * 32}.{log_in}.{proof}",
        f"{version}.{device}.{user}{int(issued, 16) + 1:x}.{proof}",
        f"{version}.{device}.{log_in}.{log_in}.{proof}",
        f"{version}.{device}.{log_in}.",
        f"{version}.{device}.{log_in}",
        proof,
        f"{token}.",
        token.upper(),
    ]
    with guarded.app_context():
        assert read_device_token(token) is not None
        assert [read_device_token(each) for each in forged] == [None] * len(forged)


def test_what_is_no_token_is_passed_over(app: Flask) -> None:
    odd = ["", ".", "x", "\xff\xfe", "a" * 5000, "1.2.3.4.5", "é", '"quoted"', "1" * 400, ";=;=;", "=", "; ;"]
    for sent in odd:
        for headers in ({HEADER: sent}, {"Cookie": f"{HEADER}={sent}"}, {"Cookie": sent}):
            assert Door(app, jar=False).log_in("nobody", **headers).status_code == 401


def test_a_token_of_another_secret_or_older_than_400_days_is_worth_nothing(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    with make_app().app_context():
        token = issue_device_token("", user_uuid="u", version=1)
    with make_app(secret_key="another secret, of more than 32 bytes too").app_context():
        assert read_device_token(token) is None
    with make_app().app_context():
        time.pass_(days=399)
        assert read_device_token(token) is not None
        again = issue_device_token(token, user_uuid="u", version=1)
        other = issue_device_token(token, user_uuid="v", version=1)
        time.pass_(days=1)
        assert knows(token, "u") is False
        assert knows(again, "u") is True
        assert (knows(other, "u"), knows(other, "v")) == (False, True)  # each from their own log-in on
    assert again.split(".")[1] == other.split(".")[1] == token.split(".")[1]


def test_after_a_change_of_password_only_the_device_that_made_it_is_known(
    guarded: Flask, home: Door, ada: Person, token: str
) -> None:
    elsewhere = Door(guarded).log_in(password=ada.password).headers[HEADER]
    body = {"old_password": ada.password, "new_password": "another password"}
    answer = home.post(f"/user/change-password/{ada.uuid}", body, ada)
    assert answer.status_code == 200
    assert not is_known(guarded, token, password="another password")
    assert not is_known(guarded, elsewhere, password="another password")
    assert is_known(guarded, answer.headers[HEADER], password="another password")
    assert answer.headers[HEADER] in answer.headers["Set-Cookie"]


def test_after_a_reset_no_device_is_known(guarded: Flask, token: str, ada: Person, letters: Letters) -> None:
    assert is_known(guarded, token)
    letter = sent_for(letters, Door(guarded).client, username="ada")
    assert reset(Door(guarded).client, username="ada", code=letter.code).status_code == 200
    assert not is_known(guarded, token, password=NEW)


def test_five_wrong_codes_of_a_stranger_leave_the_owners_device_five(
    home: Door, stranger: Door, ada: Person, letters: Letters
) -> None:
    stranger.post("/user/login/code", {"username": "ada"})
    body = {"username": "ada", "code": letters.one("login").code}
    wrong = body | {"code": f"{(int(body['code']) + 1) % 1_000_000:06}"}
    assert {stranger.post("/user/login/code", wrong).status_code for _ in range(5)} == {403}
    assert stranger.post("/user/login/code", body).status_code == 429
    assert home.post("/user/login/code", body).status_code == 200
