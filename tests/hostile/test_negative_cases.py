"""Ten thousand requests that schemathesis makes wrong on purpose: no failure, no surprise, nothing wrong is taken.

``GATEPOST_TEST_SEED=7 pytest tests/hostile/test_negative_cases.py`` takes other chances than the fixed ones.
All of them are sent with ``GATEPOST_TEST_ENGINES=all``, as every night; otherwise a twentieth.
"""

import os
import re
from collections import Counter
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from gatepost.api.room import Endpoint
from gatepost.http.paths import template
from tests.support.people import People
from tests.web.endpoints import ENDPOINTS, credentials

pytestmark = pytest.mark.walks_again

REJECTION = negative_data_rejection
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    REJECTION,
]
SEED = int(os.environ.get("GATEPOST_TEST_SEED", "20261123"))
PART = 1 if os.environ.get("GATEPOST_TEST_ENGINES") == "all" else 20
PASSWORD = "password of root"
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def cases_of(endpoint: Endpoint) -> int:
    """How many requests: more where more can be wrong, none where nothing is taken."""
    if endpoint.body or endpoint.form or endpoint.query:
        return 650
    return 100 if "<" in endpoint.path else 0


PLANNED = {name: count for name, endpoint in ENDPOINTS.items() if (count := cases_of(endpoint))}


class Signer:
    """Signs requests as an administrator or as a client."""

    def __init__(self, service: Flask, endpoint: Endpoint) -> None:
        door = service.test_client()
        self._victim = People(door).join("victim")
        root = People(door).appoint(service, "root", password=PASSWORD)
        self._headers = credentials(endpoint, root)

    def sign(self, case: schemathesis.Case) -> None:
        """Sign it, and name in its path what there is, where that part of the path is not what is wrong with it."""
        if _UUID.fullmatch(str(case.path_parameters.get("uuid"))):
            case.path_parameters["uuid"] = self._victim.uuid
        case.headers = {**(case.headers or {}), **self._headers}


def test_they_are_ten_thousand() -> None:
    assert sum(PLANNED.values()) >= 10_000


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize("name", PLANNED)
def test_what_is_wrong_on_purpose_is_refused_as_described(service: Flask, name: str) -> None:
    endpoint, sent = ENDPOINTS[name], Counter[int]()
    operation = schemathesis.openapi.from_wsgi("/openapi.json", service)[template(endpoint.path)][endpoint.method]
    signer, wanted = Signer(service, endpoint), PLANNED[name] // PART

    @seed(SEED)
    @settings(
        max_examples=wanted,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def send(case: Any) -> None:
        signer.sign(case)
        answer = case.call()
        sent[answer.status_code] += 1
        too_large = answer.status_code == 413  # a refusal, too, which schemathesis does not count as one
        case.validate_response(answer, checks=[each for each in CHECKS if not (too_large and each is REJECTION)])
        assert b"<" not in answer.content.lstrip()[:1]

    send()
    print(f"\n{name}: {dict(sent)}")
    assert sum(sent.values()) >= wanted
