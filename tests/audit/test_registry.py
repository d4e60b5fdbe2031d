"""What may be put on record is in the registry, and what is in the registry is put on record."""

import ast
import re
from pathlib import Path

import pytest

import gatepost
from gatepost.audit.events import EVENTS

PACKAGE = Path(gatepost.__file__).parent


def named() -> set[str]:
    """The events that the code names where it puts something on record."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name == "audit" and path.name == "events.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and node.value in EVENTS:
                found.add(str(node.value))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "of_address":
                what = node.args[1]
                assert isinstance(what, ast.Constant)
                found |= {f"mobile.{what.value}", f"email.{what.value}"}
    return found


@pytest.mark.asvs("16.1.1")
def test_each_event_of_the_registry_is_put_on_record_somewhere() -> None:
    assert set(EVENTS) - named() == set()


def test_each_event_says_what_it_means_in_a_sentence() -> None:
    for name, event in EVENTS.items():
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", name)
        assert event.means[0].isupper()
        assert event.means.endswith(".")
