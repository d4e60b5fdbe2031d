"""Which tokens the verifier takes, and how it says no."""

from collections.abc import Callable

import pytest

from gatepost.verify import InsufficientScope, InvalidToken, KeysUnavailable, ReauthenticationRequired, Verifier
from tests.tokens.forge import Forger
from tests.verify.issuer import Clock, Issuer


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
def test_a_good_token_gives_its_claims(issuer: Issuer, verifier: Verifier, algorithm: str) -> None:
    issuer.rotate(algorithm)
    assert verifier.verify(issuer.token(name="Ada")) == {**issuer.claims, "name": "Ada"}


@pytest.mark.parametrize("kind", ["at+jwt", "application/at+jwt"])
def test_both_spellings_of_the_kind_are_taken(issuer: Issuer, verifier: Verifier, kind: str) -> None:
    assert verifier.verify(issuer.token(header={"typ": kind}))


def test_what_is_unknown_and_harmless_is_left_alone(forge: Forger, issuer: Issuer, verifier: Verifier) -> None:
    """RFC 7515 section 4, RFC 7519 section 4: otherwise nothing could ever be added."""
    assert verifier.verify(forge(issuer.claims | {"new": [1]}, header={"new": {"x": 1}}))


def test_another_audience_can_be_asked_for(issuer: Issuer, make_verifier: Callable[..., Verifier]) -> None:
    notes = make_verifier(audience="notes")
    assert notes.verify(issuer.token(aud="notes"))
    assert notes.verify(issuer.token(aud=["mail", "notes"]))
    with pytest.raises(InvalidToken):
        notes.verify(issuer.token())


def test_the_keys_may_be_reached_at_another_address(issuer: Issuer, make_verifier: Callable[..., Verifier]) -> None:
    public = "https://accounts.example.org"
    verifier = make_verifier(of=public, jwks_url=f"{issuer.url}/inside/keys.json")
    assert verifier.verify(issuer.token(iss=public, aud=public))
    assert issuer.asked == ["/inside/keys.json"]
    with pytest.raises(InvalidToken):
        verifier.verify(issuer.token())


@pytest.mark.parametrize("end", ["", "/"])
def test_a_slash_at_the_end_of_the_issuer_is_one(
    issuer: Issuer, make_verifier: Callable[..., Verifier], end: str
) -> None:
    verifier, name = make_verifier(of=issuer.url + end), issuer.url + end
    assert verifier.verify(issuer.token(iss=name, aud=name))
    assert issuer.asked == ["/.well-known/jwks.json"]


def test_a_token_is_good_from_its_first_to_its_last_second(
    issuer: Issuer, clock: Clock, make_verifier: Callable[..., Verifier]
) -> None:
    exact, token = make_verifier(leeway=0), issuer.token()
    clock.pass_(-0.5)
    with pytest.raises(InvalidToken, match="not good yet"):
        exact.verify(token)
    clock.pass_(0.5)
    assert exact.verify(token)
    clock.pass_(899.5)
    assert exact.verify(token)
    clock.pass_(0.5)
    with pytest.raises(InvalidToken, match="run out"):
        exact.verify(token)


def test_clocks_may_differ_a_little(issuer: Issuer, clock: Clock, make_verifier: Callable[..., Verifier]) -> None:
    verifier = make_verifier(leeway=5)
    now = int(clock.now)
    assert verifier.verify(issuer.token(iat=now + 5, nbf=now + 5, exp=now - 4))
    for late in ({"iat": now + 6}, {"nbf": now + 6}, {"exp": now - 5}):
        with pytest.raises(InvalidToken):
            verifier.verify(issuer.token(**late))


def test_a_recent_log_in_can_be_asked_for(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    now = int(clock.now)
    assert verifier.verify(issuer.token(auth_time=now - 305), max_age=300)  # with the leeway
    assert verifier.verify(issuer.token(auth_time=now - 9000))
    for older in (now - 306, 0):
        with pytest.raises(ReauthenticationRequired):
            verifier.verify(issuer.token(auth_time=older), max_age=300)
    without = {name: value for name, value in issuer.claims.items() if name != "auth_time"}
    with pytest.raises(ReauthenticationRequired):
        verifier.verify(Forger(issuer.pair)(without), max_age=300)
    for odd in (now + 6, str(now), True, None, -1):
        with pytest.raises(InvalidToken):
            verifier.verify(issuer.token(auth_time=odd), max_age=300)


def test_who_catches_an_invalid_token_catches_an_old_log_in_too() -> None:
    assert issubclass(ReauthenticationRequired, InvalidToken)
    assert not issubclass(KeysUnavailable, InvalidToken)


@pytest.mark.asvs("10.3.2")
def test_a_scope_that_is_asked_for_is_one_that_the_token_has(issuer: Issuer, verifier: Verifier) -> None:
    for given in ({}, {"scope": "audit:read users:read"}, {"scope": ["audit:read"]}):
        assert verifier.verify(issuer.token(**given))
    assert verifier.verify(issuer.token(scope="audit:read users:read"), scope="users:read audit:read")
    for lacking in ({}, {"scope": "audit:readers"}, {"scope": ["users:read", "audit:read"]}, {"scope": "users:read"}):
        with pytest.raises(InsufficientScope):
            verifier.verify(issuer.token(**lacking), scope="users:read audit:read")
    assert not issubclass(InsufficientScope, InvalidToken)  # the answer is 403, and to log in again does not help


def test_claims_that_a_caller_changes_are_as_they_were_the_next_time(issuer: Issuer, verifier: Verifier) -> None:
    token = issuer.token(roles=["reader"])
    claims = verifier.verify(token)
    claims["sub"] = "eve"
    claims["roles"].append("admin")
    assert verifier.verify(token) == {**issuer.claims, "roles": ["reader"]}


def test_a_token_that_was_good_still_runs_out(issuer: Issuer, clock: Clock, verifier: Verifier) -> None:
    token = issuer.token()
    assert [verifier.verify(token)["jti"] for _ in range(3)] == ["token"] * 3
    clock.pass_(905)
    with pytest.raises(InvalidToken, match="run out"):
        verifier.verify(token)
