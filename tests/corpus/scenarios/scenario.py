"""A scenario: its settings, and the requests that it sends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.corpus.front_door import FrontDoor

Play = Callable[[FrontDoor], None]


@dataclass(frozen=True)
class Scenario:
    settings: dict[str, Any]
    play: Play


SCENARIOS: dict[str, Scenario] = {}


def scenario(**settings: Any) -> Callable[[Play], Play]:
    """Register the function under its name, for a service with these settings."""

    def register(play: Play) -> Play:
        assert play.__name__ not in SCENARIOS
        SCENARIOS[play.__name__] = Scenario(settings, play)
        return play

    return register
