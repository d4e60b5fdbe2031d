"""Language tags (RFC 5646), and the look-up of the best one (RFC 4647 section 3.4)."""

import re
from collections.abc import Iterator

ENGLISH = "en"  # the language that has every message
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,7}")
_LAST_PART = re.compile(r"((-[A-Za-z0-9])?-[A-Za-z0-9]+|[A-Za-z]+)\Z")
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_MODERN = {
    "in": "id",
    "iw": "he",
    "ji": "yi",
}  # codes of former times, which Java and Android still send (IANA registry)
_MOST_TAGS, _LONGEST_HEADER = 20, 500  # the rest of a longer header is ignored


def is_tag(text: str) -> bool:
    """Whether *text* looks like a language tag (RFC 5646)."""
    return _TAG.fullmatch(text) is not None


def modern(tag: str) -> str:
    """*tag* with the present code of its language: ``id-ID`` for ``in-ID``."""
    language, dash, rest = tag.partition("-")
    return f"{_MODERN.get(language.lower(), language)}{dash}{rest}"


def fallbacks(tag: str) -> Iterator[str]:
    """*tag*, then ever less specific ones, and English last: ``pt-BR``, ``pt``, ``en``."""
    yield from _truncated(modern(tag))
    yield ENGLISH


def look_up(preferred: str | None, accepted: str, *, among: frozenset[str]) -> str | None:
    """The language of *among* that matches *preferred*, otherwise *accepted* (an Accept-Language header); or None.

    Malformed parts of the header are ignored, because clients control it.
    """
    known = {tag.lower(): tag for tag in among}
    for wanted in (preferred or "", *_by_quality(accepted)):
        for tag in _truncated(modern(wanted.lower())):
            if tag in known:
                return known[tag]
    return None


def _by_quality(header: str) -> list[str]:
    """The language tags of *header*, by quality."""
    found = []
    for part in header[:_LONGEST_HEADER].split(",")[:_MOST_TAGS]:
        tag, _, parameter = (piece.strip() for piece in part.partition(";"))
        tag = tag.replace("_", "-")  # as POSIX writes it
        quality = _QUALITY.fullmatch(parameter) if parameter else None
        weight = float(quality[1]) if quality else 0.0 if parameter else 1.0
        if weight > 0 and is_tag(tag):
            found.append((weight, tag))
    return [tag for _, tag in sorted(found, key=lambda each: -each[0])]


def _truncated(tag: str) -> Iterator[str]:
    """``zh-hant-cn``, ``zh-hant``, ``zh``; a single-letter subtag is removed with the one after it."""
    while is_tag(tag):
        yield tag
        tag = _LAST_PART.sub("", tag)
