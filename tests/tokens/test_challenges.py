"""What RFC 6750 section 3.1 asks for in the header WWW-Authenticate, at every endpoint and for every access rule."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.api.dispatch import open_rooms
from gatepost.api.room import Room
from gatepost.audit.refused_access import record_refused_endpoint
from gatepost.caller import Caller
from gatepost.http.access import FORWARDED, permits
from gatepost.http.admission import Admission
from gatepost.http.gate import Gate
from gatepost.http.limits import Limiter
from gatepost.oauth.authenticate_client import authenticate_client
from gatepost.sessions.authenticate import authenticate, require_recent_login
from gatepost.sessions.by_cookie import authenticate_at_host, authenticate_by_cookie
from gatepost.sessions.renew import require_recent_factor
from gatepost.throttling.counters import counter_for
from gatepost.throttling.known_device import find_known_device
from gatepost.users.permissions import has_permission
from tests.support.people import People, Person, bearer
from tests.web.endpoints import ENDPOINTS, path_of

REALM = 'Bearer realm="gatepost"'
GUARDED = [name for name, endpoint in ENDPOINTS.items() if endpoint.access.token]


@pytest.mark.parametrize("value", ["Bearer", "Bearer {0} {0}", "Bearer {0}, Bearer {0}", "Bearer {0}%"])
def test_a_malformed_header_is_an_invalid_request_everywhere_but_to_a_proxy(
    client: FlaskClient, ada: Person, value: str, subtests: pytest.Subtests
) -> None:
    headers = {"Authorization": value.format(ada.access_token)}
    for name in GUARDED:
        endpoint = ENDPOINTS[name]
        with subtests.test(name):
            answer = client.open(path_of(endpoint, ada), method=endpoint.method, headers=headers, json={})
            status, code = (401, "invalid_token") if endpoint.access is FORWARDED else (400, "invalid_request")
            assert (answer.status_code, answer.json["code"]) == (status, code)
            assert answer.headers.getlist("WWW-Authenticate") == [f'{REALM}, error="{code}"']


@pytest.fixture
def with_admin_endpoint(make_app: Callable[..., Flask]) -> Flask:
    """The service, with an endpoint for administrators only."""
    app = make_app(limits=True)
    room = Room("tests")

    @room.get("/for-administrators", access=permits("audit:read"), limit="60/minute", answer=dict)
    def show(caller: Caller) -> dict[str, Any]:
        """Show who asks."""
        return {"role": caller.role}

    asked = (require_recent_login, require_recent_factor, authenticate_client, record_refused_endpoint, has_permission)
    gate = Gate(authenticate, *asked, authenticate_by_cookie, authenticate_at_host)
    settings = app.extensions["gatepost"]
    limiter = Limiter(counter_for(settings), known_device=find_known_device, secret=settings.secret_key)
    open_rooms(app, (room,), Admission(gate, limiter), settings)
    return app


@pytest.mark.asvs("8.2.1")
def test_who_is_no_administrator_is_told_that_it_takes_more(with_admin_endpoint: Flask) -> None:
    client = with_admin_endpoint.test_client()
    people = People(client)
    ada, root = people.join("ada"), people.appoint(with_admin_endpoint, "root")
    told = {}
    for who, headers in {
        "root": root.signed,
        "ada": ada.signed,
        "nobody": {},
        "forged": bearer("x"),
        "refresh": root.refreshing,
        "malformed": {"Authorization": "Bearer"},
    }.items():
        answer = client.get("/for-administrators", headers=headers)
        told[who] = (answer.status_code, answer.json.get("code"), answer.headers.get("WWW-Authenticate"))
    assert told == {
        "root": (200, None, None),
        "ada": (403, "insufficient_scope", f'{REALM}, error="insufficient_scope"'),
        "nobody": (401, "authentication_required", REALM),
        "forged": (401, "invalid_token", f'{REALM}, error="invalid_token"'),
        "refresh": (401, "invalid_token", f'{REALM}, error="invalid_token"'),
        "malformed": (400, "invalid_request", f'{REALM}, error="invalid_request"'),
    }
