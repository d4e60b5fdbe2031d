"""The corpus is whole: each endpoint with each answer that its description names, and each refusal of the catalogue."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gatepost import errors
from tests.corpus.answers import BASE, load, names

# Answers that no requests one after another get, and why.
_RACES = {
    ("POST", "/user/activate-account/", "409"): "somebody else proves the address between two statements",
    ("POST", "/user/{uuid}/prove-change", "409"): "the same",
    ("POST", "/user/prove-change", "409"): "the same",
    ("POST", "/admin/users/{uuid}/suspend", "409"): "of two administrators who suspend each other at once",
    ("POST", "/admin/users/{uuid}/delete", "409"): "of two administrators who delete each other at once",
}
# They take another provider, with its own port and chance: tests/providers and tests/web compare their answers.
_WITH_PROVIDERS = ("/user/login/with/", "/user/login/exchange", "/user/providers")
_UNREACHED = {
    **{refusal: "only of another provider" for refusal in vars(errors.providers).values() if isinstance(refusal, type)},
    errors.ProviderUnavailable: "the same",
    errors.DeniedByHook: "only of a server of the operator: tests/hooks has one",
    errors.Refusal: "the base of all",
    errors.InvalidRequest: "what is no HTTP: the test client sends none (its kinds are recorded)",
    errors.InternalError: "a fault of ours, and none is known (tests/web/test_surprises.py makes one)",
    errors.CrossSiteForm: "no page of ours has a form yet (tests/web/test_declared_pages.py has one)",
    errors.UnknownName: "only on the command line, where it is recorded, and in the console",
}
_NOT_FOR_EACH = {"429", "503"}  # recorded where they can be had with few requests: sweep_of_limits, faults
_VARIABLES = {
    "{role}": "[A-Za-z]+",
    "{uuid}": r"(?:<uuid \d+>|[0-9a-f-]{36})",
    **{f"{{{name}_id}}": r"<id \d+>" for name in ("session", "factor", "passkey", "invitation", "token", "webhook")},
}


def exchanges() -> Iterator[dict[str, Any]]:
    for name in sorted(names()):
        yield from (line for line in load(name, BASE) if "request" in line)


def test_each_endpoint_is_recorded_with_each_status_that_it_promises() -> None:
    document = load("openapi", BASE)[1]["answer"]
    promised = {
        (method.upper(), path, status)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for status in operation["responses"]
        if status not in _NOT_FOR_EACH and not path.startswith(_WITH_PROVIDERS)
    }
    patterns = {path: _pattern(path) for path in document["paths"]}
    found = set()
    for line in exchanges():
        method, _, address = line["request"].partition(" ")
        found |= {
            (method, path, line["status"][:3]) for path, pattern in patterns.items() if pattern.fullmatch(address)
        }
    assert promised - found == set(_RACES)


def _refusals(parent: type[errors.Refusal] = errors.Refusal) -> Iterator[type[errors.Refusal]]:
    yield parent
    for child in parent.__subclasses__():
        if child.__module__.startswith(errors.__name__):
            yield from _refusals(child)


@pytest.mark.parametrize(
    "refusal", [each for each in _refusals() if each not in _UNREACHED], ids=lambda each: each.__name__
)
def test_each_refusal_is_recorded(refusal: type[errors.Refusal]) -> None:
    answers = [line["answer"] for line in exchanges() if isinstance(line.get("answer"), dict)]
    said = {(answer.get("status"), answer.get("message")) for answer in answers}
    assert (refusal.status, refusal.message) in said


def test_the_corpus_is_large() -> None:
    assert sum(1 for _ in exchanges()) > 2000


def _pattern(path: str) -> re.Pattern[str]:
    for name, pattern in _VARIABLES.items():
        path = path.replace(name, pattern)
    return re.compile(path.replace("/.well", r"/\.well") + r"(?:\?.*)?")
