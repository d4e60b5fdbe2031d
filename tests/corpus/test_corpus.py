"""The recorded corpus is played again: nothing that anyone is answered has changed."""

import difflib
from collections.abc import Callable

import pytest
from flask import Flask

from tests.corpus.answers import keep, load, names, records, written
from tests.corpus.front_door import FrontDoor
from tests.corpus.scenarios import SCENARIOS
from tests.support.time import SetClock


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_replay_gets_the_recorded_answers(
    time: SetClock, engine: str, make_app: Callable[..., Flask], name: str
) -> None:
    scenario = SCENARIOS[name]
    at = FrontDoor(make_app, time, scenario.settings)
    scenario.play(at)
    at.lines.append({"tokens": at.hide.tokens})
    if records():
        keep(name, engine, at.lines)
    recorded = load(name, engine)
    for number, (before, now) in enumerate(zip(recorded, at.lines, strict=False)):
        if written(before) != written(now):
            pytest.fail(f"line {number} of {name}:\n{_difference(written(before), written(now))}", pytrace=False)
    assert len(recorded) == len(at.lines)


def test_each_recording_has_its_scenario() -> None:
    assert names() == set(SCENARIOS)


def _difference(before: str, now: str) -> str:
    lines = difflib.unified_diff(before.split("\n"), now.split("\n"), "recorded", "answered", n=50, lineterm="")
    return "\n".join(lines)
