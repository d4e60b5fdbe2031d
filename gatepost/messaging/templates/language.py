"""Language tags: which are wanted, which come close (look-up after RFC 4647 section 3.4)."""

import re
from collections.abc import Iterator

ENGLISH = "en"  # the language that has every message
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}")
_LAST_PART = re.compile(r"((-[A-Za-z0-9])?-[A-Za-z0-9]+|[A-Za-z]+)\Z")
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_MOST_TAGS, _LONGEST_HEADER = 20, 500  # whoever sends more has not been speaking of languages


def is_tag(text: str) -> bool:
    """Whether *text* looks like a language tag (RFC 5646)."""
    return _TAG.fullmatch(text) is not None


def fallbacks(tag: str) -> Iterator[str]:
    """*tag*, then ever less special ones, and English at last: ``pt-BR``, ``pt``, ``en``."""
    yield from _ever_shorter(tag)
    yield ENGLISH


def look_up(preferred: str | None, accepted: str, *, among: frozenset[str]) -> str | None:
    """The first language of *among* that is wanted: by *preferred*, else by *accepted* (an Accept-Language header).

    The header comes from strangers: what cannot be read of it is passed over.
    """
    known = {tag.lower(): tag for tag in among}
    for wanted in (preferred or "", *_by_quality(accepted)):
        for tag in _ever_shorter(wanted.lower()):
            if tag in known:
                return known[tag]
    return None


def _by_quality(header: str) -> list[str]:
    """The language tags of *header*, the most wanted first."""
    found = []
    for part in header[:_LONGEST_HEADER].split(",")[:_MOST_TAGS]:
        tag, _, parameter = (piece.strip() for piece in part.partition(";"))
        quality = _QUALITY.fullmatch(parameter) if parameter else None
        worth = float(quality[1]) if quality else 0.0 if parameter else 1.0
        if worth > 0 and is_tag(tag):
            found.append((worth, tag))
    return [tag for _, tag in sorted(found, key=lambda each: -each[0])]


def _ever_shorter(tag: str) -> Iterator[str]:
    """``zh-hant-cn``, ``zh-hant``, ``zh``; a single letter goes together with what follows it."""
    while is_tag(tag):
        yield tag
        tag = _LAST_PART.sub("", tag)
