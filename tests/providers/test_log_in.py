"""GET /user/login/with/<provider>, its callback, and POST /user/login/exchange."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.providers.models import ProviderCode, ProviderLink, UsedOnce
from tests.providers.browser import CALLBACK, RETURN_TO, begin, code_of, come_back, exchange, log_in
from tests.support.people import bearer
from tests.support.provider import CLIENT_ID, Provider, query_of, with_query
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

NOT_BEGUN = (403, "log_in_not_begun")
INVALID = (403, "invalid_proof")


@pytest.mark.asvs("10.2.1")
def test_the_browser_is_sent_there_with_state_nonce_and_pkce(client: FlaskClient, provider: Provider) -> None:
    answer = begin(client)
    assert answer.status_code == 302
    assert answer.location.startswith(f"{provider.issuer}/authorize?")
    asked = query_of(answer.location)
    secrets = {asked.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert len(secrets) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", secret) for secret in secrets)
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": f"http://127.0.0.1:8087{CALLBACK}",
        "scope": "openid email profile",
        "code_challenge_method": "S256",
    }


def test_a_new_person_ends_in_the_documented_pair(client: FlaskClient, provider: Provider) -> None:
    answer = log_in(client, provider)
    assert (answer.status_code, answer.json.keys()) == (200, {"access_token", "refresh_token"})
    sessions = client.get("/user/sessions", headers=bearer(answer.json["access_token"])).json["data"]
    assert [session["authenticated_by"] for session in sessions] == [["provider", "example"]]


def test_the_same_person_comes_to_the_same_account(app: Flask, client: FlaskClient, provider: Provider) -> None:
    log_in(client, provider)
    provider.claims = {"email": "another@example.org"}
    assert log_in(client, provider).status_code == 200
    with app.app_context():
        assert len(db.session.execute(select(ProviderLink)).all()) == 1


@pytest.mark.asvs("10.1.2")
@pytest.mark.asvs("10.2.1")
def test_the_state_of_another_browser_is_refused(app: Flask, client: FlaskClient, provider: Provider) -> None:
    begun = begin(app.test_client())
    back = with_query(CALLBACK, **provider.authorize(begun.location))
    assert_refused(client.get(back), NOT_BEGUN)
    begin(client)
    assert_refused(client.get(back), NOT_BEGUN)
    assert "/token" not in provider.asked


def test_a_state_counts_once(client: FlaskClient, provider: Provider) -> None:
    begun = begin(client)
    cookie = client.get_cookie("Gatepost-Log-In")
    assert cookie is not None
    code_of(client.get(with_query(CALLBACK, **provider.authorize(begun.location))))
    client.set_cookie("Gatepost-Log-In", cookie.value)
    assert_refused(client.get(with_query(CALLBACK, **provider.authorize(begun.location))), NOT_BEGUN)


def test_a_state_lasts_ten_minutes(time: SetClock, client: FlaskClient, provider: Provider) -> None:
    begun = begin(client)
    time.pass_(minutes=10)
    assert_refused(client.get(with_query(CALLBACK, **provider.authorize(begun.location))), NOT_BEGUN)


@pytest.mark.parametrize("cookie", ["", "x", "AAAA" * 30])
def test_a_forged_state_is_refused(client: FlaskClient, provider: Provider, cookie: str) -> None:
    begun = begin(client)
    client.set_cookie("Gatepost-Log-In", cookie)
    assert_refused(client.get(with_query(CALLBACK, **provider.authorize(begun.location))), NOT_BEGUN)


@pytest.mark.asvs("3.3.1")
@pytest.mark.asvs("3.3.4")
def test_no_script_reads_the_cookie_and_it_ends_with_the_log_in(client: FlaskClient, provider: Provider) -> None:
    begun = begin(client)
    cookie = begun.headers["Set-Cookie"]
    assert cookie.startswith("Gatepost-Log-In=")
    assert cookie.endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax")
    answer = client.get(with_query(CALLBACK, **provider.authorize(begun.location)))
    assert answer.headers["Set-Cookie"] == "Gatepost-Log-In=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_somebody_who_says_no_there_returns_with_the_error(client: FlaskClient, provider: Provider) -> None:
    state = query_of(begin(client).location)["state"]
    answer = client.get(with_query(CALLBACK, state=state, error="access_denied"))
    assert (answer.status_code, answer.location) == (302, f"{RETURN_TO}&error=access_denied")


@pytest.mark.parametrize("back", [{"error": "server_error"}, {}, {"code": "of nobody"}])
def test_an_answer_without_a_good_code_is_refused(
    client: FlaskClient, provider: Provider, back: dict[str, str]
) -> None:
    state = query_of(begin(client).location)["state"]
    assert_refused(client.get(with_query(CALLBACK, state=state, **back)), (403, "provider_refused"))


@pytest.mark.asvs("10.2.2")
def test_the_answer_of_another_provider_is_refused(client: FlaskClient, provider: Provider) -> None:
    back = provider.authorize(begin(client).location) | {"iss": "https://other.example"}
    assert_refused(client.get(with_query(CALLBACK, **back)), (403, "provider_refused"))
    assert "/token" not in provider.asked


@pytest.mark.asvs("15.4.2")
def test_of_parallel_exchanges_of_one_code_one_logs_in(app: Flask, client: FlaskClient, provider: Provider) -> None:
    code = code_of(come_back(client, provider))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: exchange(app.test_client(), code), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [403] * 7
    assert {answer.json["code"] for answer in answers if answer.status_code == 403} == {"invalid_proof"}


def test_a_code_is_good_for_a_minute(time: SetClock, client: FlaskClient, provider: Provider) -> None:
    code = code_of(come_back(client, provider))
    time.pass_(minutes=1)
    assert_refused(exchange(client, code), INVALID)


def test_only_a_digest_of_the_code_is_stored(app: Flask, client: FlaskClient, provider: Provider) -> None:
    code = code_of(come_back(client, provider))
    assert len(code) == 43
    with app.app_context():
        assert code not in repr(db.session.execute(select(ProviderCode.__table__)).all())


def test_an_app_that_gave_a_challenge_needs_its_verifier(client: FlaskClient, provider: Provider) -> None:
    """RFC 7636, appendix B."""
    verifier, challenge = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    code = code_of(come_back(client, provider, code_challenge=challenge))
    assert_refused(exchange(client, code), INVALID)
    assert_refused(exchange(client, code, code_verifier=verifier.upper()), INVALID)
    assert exchange(client, code, code_verifier=verifier).status_code == 200
    code = code_of(come_back(client, provider))
    assert_refused(exchange(client, code, code_verifier=verifier), INVALID)


def test_what_is_over_is_removed(app: Flask, time: SetClock, client: FlaskClient, provider: Provider) -> None:
    from gatepost.serving.housekeeping import Housekeeping  # noqa: PLC0415

    code_of(come_back(client, provider))
    rows = select(ProviderCode.digest).union_all(select(UsedOnce.digest))
    with app.app_context():
        assert len(db.session.execute(rows).all()) == 2
    Housekeeping(app).round()
    with app.app_context():
        assert len(db.session.execute(rows).all()) == 2
    time.pass_(minutes=11)
    Housekeeping(app).round()
    with app.app_context():
        assert db.session.execute(rows).all() == []
