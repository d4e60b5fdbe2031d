"""Log-ins by the Python client: outcomes, refusals, the device, second factors."""

import pyotp
import pytest
from gatepost_client import Client, FactorDue, MemoryStore, Refused, SignedIn, calls

from tests.clients.conftest import Line
from tests.clients.expire import session_in
from tests.serving.wire import join
from tests.support.live import Live
from tests.support.people import Person
from tests.tokens.forge import opened


def test_a_refusal_has_its_code_its_fields_and_its_request_id(live: Live) -> None:
    with Client(live.url) as gatepost:
        with pytest.raises(Refused) as wrong:
            gatepost.log_in(username="ada", password="wrong")
        with pytest.raises(Refused) as short:
            gatepost.send(calls.registration.register_user(username="eve", mobile="01755555555", password="short"))
    assert (wrong.value.code, wrong.value.status, wrong.value.errors) == ("invalid_credentials", 401, {})
    assert (short.value.code, [*short.value.errors]) == ("invalid_input", ["password"])
    assert len(short.value.request_id) > 10


def test_the_device_is_known_again_after_a_log_out(gatepost: Client, line: Line, store: MemoryStore) -> None:
    device = store.load().device
    assert device
    gatepost.log_out()
    gatepost.log_out()  # there is nothing to end, and nothing is sent
    gatepost.log_in(username="ada", password="password")
    assert line.lines == ["POST /user/logout/", "POST /user/login"]
    assert line.requests[1].headers["Gatepost-Device"] == device
    assert "Authorization" not in line.requests[1].headers


def test_a_second_factor_that_is_due_is_an_outcome(live: Live) -> None:
    person = join(live.url, "bea")
    store = MemoryStore()
    with Client(live.url, store=store) as gatepost:
        gatepost.log_in(username="bea", password=person.password)
        begun = gatepost.send(calls.factors.make_totp_secret())
        code = pyotp.parse_uri(begun["uri"]).now()
        enrolled = gatepost.send(calls.factors.verify_first_code(id=begun["id"], code=code))
        assert enrolled["access_token"] == session_in(store).access_token
        gatepost.log_out()
        due = gatepost.log_in(username="bea", password=person.password)
        assert isinstance(due, FactorDue)
        assert "totp" in due.factors
        assert store.load().session is None
        assert gatepost.log_in_with_factor(due, recovery_code=enrolled["recovery_codes"][0]) == SignedIn()
        assert gatepost.send(calls.sessions.get_session())["data"]["uuid"] == person.uuid


def test_a_reauthentication_renews_the_access_token(gatepost: Client, store: MemoryStore) -> None:
    before = session_in(store)
    gatepost.send(calls.login.prove_again(password="password"))
    after = session_in(store)
    assert after.access_token != before.access_token
    assert (after.id, after.refresh_token) == (before.id, before.refresh_token)
    assert opened(after.access_token)[1]["sid"] == opened(before.access_token)[1]["sid"]


def test_pages_follow_one_another(gatepost: Client, live: Live, ada: Person) -> None:
    last = join(live.url, "zoe")
    pages = [*gatepost.pages(calls.accounts.get_users(limit=1, sort="username"))]
    uuids = [user["uuid"] for page in pages for user in page["data"]]
    assert (uuids[0], uuids[-1], len(uuids)) == (ada.uuid, last.uuid, len(pages))
