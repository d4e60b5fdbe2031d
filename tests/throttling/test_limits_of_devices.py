"""A stranger uses up limits of an account, and its owner logs in all the same, on a device that is known."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.http.limits import Limits
from tests.support.people import People, Person
from tests.throttling.devices import Door
from tests.web.endpoints import ENDPOINTS

pytestmark = pytest.mark.every_engine

LIMIT = ENDPOINTS["login.login.post"].limit
OF_DEVICE = int(LIMIT.account_and_address.partition("/")[0])
TOKEN = "Gatepost-Device"


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Flask:
    return make_app(limits=True)


@pytest.fixture
def home(limited: Flask) -> Door:
    return Door(limited)


@pytest.fixture
def ada(limited: Flask, home: Door) -> Person:
    return People(home.client).join("ada")


def use_up(app: Flask, limit: str) -> None:
    """Let a crowd of strangers, each at an address of its own, log in as ada until none of them may any more."""
    amount = int(limit.partition("/")[0])
    statuses = [Door(app, f"198.51.{number // 250}.{number % 250}").log_in().status_code for number in range(amount)]
    assert Door(app, "203.0.113.1").log_in().headers["RateLimit-Limit"] == str(amount)
    assert set(statuses) <= {401, 429}


@pytest.mark.asvs("6.1.1")
@pytest.mark.asvs("6.3.1")
def test_strangers_use_up_the_limit_of_an_account_and_its_owners_device_is_let_in(
    limited: Flask, home: Door, ada: Person
) -> None:
    use_up(limited, LIMIT.account)
    new = Door(limited, "203.0.113.2")
    refused = new.log_in(password=ada.password)
    assert (refused.status_code, refused.headers["RateLimit-Limit"]) == (429, LIMIT.account.partition("/")[0])
    assert home.log_in(password=ada.password).status_code == 200
    assert home.log_in(password=ada.password).headers["RateLimit-Limit"] == str(OF_DEVICE)


@pytest.mark.asvs("6.3.1")
def test_strangers_use_up_the_limit_of_all_and_a_known_device_is_let_in(
    limited: Flask, home: Door, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "everyone", "20/minute")
    use_up(limited, LIMIT.everyone)
    assert Door(limited, "203.0.113.2").log_in("eve").status_code == 429
    assert home.log_in(password=ada.password).status_code == 200


@pytest.mark.asvs("6.3.1")
def test_a_known_device_has_a_limit_too_and_is_known_for_its_own_user_only(
    limited: Flask, home: Door, ada: Person
) -> None:
    eve = People(Door(limited, "192.0.2.9").client).join("eve")
    hers = Door(limited, "192.0.2.9").log_in("eve", eve.password).headers[TOKEN]
    use_up(limited, LIMIT.account)
    for forged in (hers, hers[:-1] + ("0" if hers[-1] != "0" else "1"), "1.0.0.0", "x"):
        refused = Door(limited, "203.0.113.3").log_in(password=ada.password, **{TOKEN: forged})
        assert (refused.status_code, refused.headers["RateLimit-Limit"]) == (429, LIMIT.account.partition("/")[0])
    answers = [home.log_in(password=ada.password) for _ in range(OF_DEVICE + 1)]
    assert [answer.status_code for answer in answers] == [200] * OF_DEVICE + [429]
