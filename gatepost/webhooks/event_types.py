"""The events that a webhook asks for: names of the registry, or prefixes such as ``account.*``; ``*`` is all."""

from collections.abc import Iterable

from gatepost.audit.events import EVENTS, OF_NOBODY
from gatepost.errors import InvalidInput, Reason
from gatepost.webhooks.models import EVENTS_MAX

TOLD = tuple(name for name in EVENTS if name not in OF_NOBODY)
"""The events that can be asked for: all but those of accounts that do not exist, of which anyone causes any number."""

_ALL, _BELOW = "*", ".*"


def matches(pattern: str, event: str) -> bool:
    """Whether *pattern* asks for this *event*. None asks for what is not told."""
    if event in OF_NOBODY:
        return False
    return pattern in (_ALL, event) or (pattern.endswith(_BELOW) and event.startswith(pattern[:-1]))


def check_patterns(patterns: Iterable[str]) -> str:
    """The *patterns* as they are stored: each once, in order, with blanks between. Raises InvalidInput."""
    chosen = list(dict.fromkeys(patterns))
    for pattern in chosen:
        if not any(matches(pattern, event) for event in TOLD):
            raise InvalidInput({"events": [Reason("No event has this name: %(name)s.", name=pattern[:50])]})
    stored = " ".join(chosen)
    if not 0 < len(stored) <= EVENTS_MAX:
        raise InvalidInput({"events": [Reason("Give at least one event, or fewer, or a prefix.")]})
    return stored
