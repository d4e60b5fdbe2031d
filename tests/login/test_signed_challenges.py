"""POST /user/login/passkey/options: its challenge is signed, so that nothing is stored before it is answered."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from gatepost import clock
from gatepost.crypto import digest
from gatepost.database import write_alone
from gatepost.passkeys.challenges import LIFETIME
from gatepost.passkeys.models import PasskeyChallenge
from gatepost.serving.housekeeping import Housekeeping
from gatepost.tokens.device_token import device_holder
from tests.support.passkeys import LOG_IN, LOG_IN_OPTIONS, options_to_log_in
from tests.support.software_key import Authenticator, decoded, encoded
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents, row_counts

INVALID = (403, "invalid_passkey")


def changed(challenge: str, place: int) -> str:
    """The same with another bit at this *place*, in bytes."""
    raw = bytearray(decoded(challenge))
    raw[place] ^= 1
    return encoded(bytes(raw))


@pytest.mark.asvs("6.6.2")
@pytest.mark.parametrize("place", [0, 31, 36, 39, 40, 71], ids=str)
def test_a_challenge_that_was_changed_is_refused_and_nothing_is_stored(
    app: Flask, client: FlaskClient, key: Authenticator, place: int
) -> None:
    options = options_to_log_in(client)
    options["challenge"] = changed(options["challenge"], place)
    before = contents(app)
    assert_refused(client.post(LOG_IN, json=key.get(options)), INVALID)
    assert contents(app) == before


@pytest.mark.every_engine
@pytest.mark.asvs("6.6.2")
def test_a_used_challenge_is_kept_until_it_is_long_over(
    app: Flask, client: FlaskClient, key: Authenticator, time: SetClock
) -> None:
    sent = key.get(options_to_log_in(client))
    assert row_counts(app)["passkey_challenges"] == 0
    assert client.post(LOG_IN, json=sent).status_code == 200
    time.pass_(minutes=4)
    Housekeeping(app).round()
    assert_refused(client.post(LOG_IN, json=sent), INVALID)
    time.pass_(minutes=6)
    Housekeeping(app).round()
    assert row_counts(app)["passkey_challenges"] == 1
    time.pass_(seconds=1)
    Housekeeping(app).round()
    assert row_counts(app)["passkey_challenges"] == 0


@pytest.mark.every_engine
def test_a_challenge_that_an_earlier_version_has_stored_is_answered_once(
    app: Flask, client: FlaskClient, key: Authenticator
) -> None:
    """While the processes of two versions serve side by side, and for five minutes after that."""
    options = client.post(LOG_IN_OPTIONS)
    challenge = encoded(b"c" * 32)
    with app.app_context():
        holder = digest(device_holder(options.headers["Gatepost-Device"]))
        row = {"digest": digest(challenge), "purpose": "login", "holder": holder}
        write_alone(insert(PasskeyChallenge), row | {"expires_at": clock.now() + LIFETIME})
    sent = key.get(options.json | {"challenge": challenge})
    assert client.post(LOG_IN, json=sent).status_code == 200
    assert_refused(client.post(LOG_IN, json=sent), INVALID)
