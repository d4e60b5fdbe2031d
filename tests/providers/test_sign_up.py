"""A registration by a provider obeys the sign-up policy, and an account that is there logs in all the same."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.providers import sign_in
from tests.providers.browser import code_of, come_back, exchange, log_in, native
from tests.support.people import Person
from tests.support.provider import Provider
from tests.web.endpoints import assert_refused, row_counts


@pytest.mark.parametrize(
    ("policy", "refused"),
    [
        ({"sign_up": "closed"}, (403, "sign_up_closed")),
        ({"sign_up": "invited"}, (403, "invitation_required")),
        ({"email_domains": ("example.com",)}, (422, "invalid_input")),
        ({"email_domains_refused": ("example.org",)}, (422, "invalid_input")),
    ],
    ids=["closed", "invited", "another domain", "a refused domain"],
)
def test_who_may_not_register_gets_no_account_by_a_provider(
    make_app: Callable[..., Flask],
    chosen: dict[str, Any],
    provider: Provider,
    policy: dict[str, Any],
    refused: tuple[int, str],
) -> None:
    app = make_app(**chosen, **policy)
    before = row_counts(app)["users"]
    assert_refused(come_back(app.test_client(), provider), refused)
    assert row_counts(app)["users"] == before


def test_a_linked_account_logs_in_where_nobody_registers(
    make_app: Callable[..., Flask], chosen: dict[str, Any], client: FlaskClient, settled: Person, provider: Provider
) -> None:
    assert log_in(client, provider).status_code == 200
    closed = make_app(**chosen, sign_up="closed").test_client()
    assert exchange(closed, code_of(come_back(closed, provider))).status_code == 200


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
def test_somebody_who_comes_twice_at_once_has_one_account(
    app: Flask, client: FlaskClient, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their address is taken then, by themselves."""
    register, before = sign_in.register, row_counts(app)["users"]

    def come_first(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(sign_in, "register", register)
        assert native(app.test_client(), provider.id_token("a nonce", jti="one")).status_code == 200
        return register(*given, **named)

    monkeypatch.setattr(sign_in, "register", come_first)
    assert native(client, provider.id_token("a nonce", jti="two")).status_code == 200
    assert row_counts(app)["users"] == before + 1
