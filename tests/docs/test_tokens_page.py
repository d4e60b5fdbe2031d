"""docs/tokens.md says what is really in a token."""

import re
from pathlib import Path

from flask.testing import FlaskClient

from gatepost.settings import Settings
from tests.support.people import Person
from tests.tokens.forge import ACCESS, REFRESH, opened

PAGE = (Path(__file__).parents[2] / "docs" / "tokens.md").read_text()


def test_every_claim_of_an_access_token_is_on_the_page_and_no_other(ada: Person, admin: Person) -> None:
    header, claims = opened(admin.access_token)
    table = PAGE.partition("| claim |")[2].partition("\n\n")[0]
    listed = sorted(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert listed == sorted([*claims, "act", "fields"])  # the last are of staff who act as a user, and of own fields
    assert claims.keys() - opened(ada.access_token)[1].keys() == {"roles", "scope"}  # of users with roles only
    assert header["typ"] == ACCESS
    assert all(f"`{name}`" in PAGE for name in header)
    assert f"`{ACCESS}`" in PAGE


def test_every_claim_of_a_refresh_token_is_on_the_page_and_no_other(ada: Person) -> None:
    header, claims = opened(ada.refresh_token)
    sentence = PAGE.partition("A refresh token has the header")[2].partition(";")[0]
    assert sorted(re.findall(r"`(\w+)`", sentence.partition("claims")[2])) == sorted(claims)
    assert f"`typ` `{REFRESH}`" in sentence
    assert header["typ"] == REFRESH
    assert claims["aud"] == opened(ada.access_token)[1]["aud"] + "/user/refresh-token/"


def test_the_times_are_the_defaults(client: FlaskClient) -> None:
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    assert f"| {defaults['access_token_lifetime'].seconds // 60} minutes (`GATEPOST_ACCESS_TOKEN_LIFETIME`)" in PAGE
    assert f"| {defaults['session_lifetime'].days} days, or {defaults['session_idle'].days} without use" in PAGE
    assert f"within {defaults['refresh_grace'].seconds} seconds (`GATEPOST_REFRESH_GRACE`)" in PAGE
    assert f"signs for {defaults['key_period'].days} days (`GATEPOST_KEY_PERIOD`)" in PAGE
    assert defaults["key_lead"].total_seconds() == 3600
    assert client.get("/.well-known/jwks.json").headers["Cache-Control"] == "public, max-age=300"
