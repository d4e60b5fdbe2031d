"""What may be answered, by the service's own description."""

import re
from functools import cache

from flask import Flask
from werkzeug.test import TestResponse

from gatepost.http.paths import template
from tests.web.endpoints import ENDPOINTS, assert_refused


@cache
def documented(app: Flask, name: str) -> frozenset[int]:
    """The statuses that OpenAPI names for the endpoint of this *name*."""
    endpoint = ENDPOINTS[name]
    paths = app.test_client().get("/openapi.json").json["paths"]
    return frozenset(int(status) for status in paths[template(endpoint.path)][endpoint.method.lower()]["responses"])


def assert_plain(app: Flask, name: str, answer: TestResponse) -> None:
    """No failure, no HTML, no status that OpenAPI does not name, and every refusal in the one shape."""
    status = answer.status_code
    assert status < 500, answer.text
    assert status in documented(app, name), f"{status} is not documented: {answer.text}"
    if status >= 400:
        assert_refused(answer, (status, answer.json["code"]))
        assert answer.headers["Cache-Control"] == "no-store"
        assert not re.search("<[a-z!/]|Traceback", answer.text, re.IGNORECASE)
