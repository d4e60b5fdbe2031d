"""The fast lane answers tokens, and leaves the cookie of a protected host to Flask."""

from flask import Flask

from tests.door.lanes import by_lane, environ_for
from tests.protected.visitor import HOST
from tests.support.people import Person


def test_the_fast_lane_leaves_the_cookie_to_flask(app: Flask, ada: Person) -> None:
    forwarded = {"X-Forwarded-Host": HOST, "X-Forwarded-Method": "GET", "Accept": "text/html"}
    known, both, alone, other = by_lane(
        app,
        environ_for("GET /forward-auth", headers={**ada.signed, **forwarded}),
        environ_for("GET /forward-auth", headers={**ada.signed, **forwarded, "Cookie": "gatepost-forward=x"}),
        environ_for("GET /forward-auth", headers={**forwarded, "Cookie": "gatepost-forward=x"}),
        environ_for("GET /forward-auth", headers={**ada.signed, **forwarded, "Cookie": "other=x"}),
    )
    assert known is not None
    assert (both, alone) == (None, None)
    assert other is not None
    assert (known.status, other.status) == (200, 200)
