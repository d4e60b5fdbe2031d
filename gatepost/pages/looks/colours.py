"""Colours of one's own: ``colours.toml`` names some of the design's, for light and for dark.

Text has a contrast of 4.5 to its ground, and the ring around what has the focus one of 3 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from gatepost.pages.looks.own import Source
from gatepost.settings import BadSettings

LEAST, LEAST_OF_RING = 4.5, 3.0
_LINEAR_TO = 0.04045  # of sRGB (IEC 61966-2-1)
SCHEMES = ("light", "dark")
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_BLOCK = re.compile(r":root \{(.*?)\}", re.DOTALL)
_PROPERTY = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
_TEXT_ON = {  # the grounds of each colour of text
    "text": ("ground", "surface", "code", "notice"),
    "quiet": ("ground", "surface"),
    "accent": ("ground", "surface"),
    "danger": ("ground", "surface"),
    "on-accent": ("accent",),
}
Colours = dict[str, dict[str, str]]


@cache
def shipped_colours() -> Colours:
    """Those of the design, by scheme and name, as its style sheet has them."""
    css = (files("gatepost.pages") / "assets" / "design.css").read_text("utf-8")
    blocks = (dict(_PROPERTY.findall(block)) for block in _BLOCK.findall(css))
    return {
        scheme: {name: _long(colour) for name, colour in block.items()}
        for scheme, block in zip(SCHEMES, blocks, strict=True)
    }


@lru_cache(maxsize=8)
def style_sheet(source: Source) -> str:
    """The style sheet that replaces the colours which *source* names. Raises BadSettings."""
    light, dark = (_declared(colours) for colours in read_colours(source).values())
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def _declared(colours: dict[str, str]) -> str:
    mark = {"mark": colours["accent"], "on-mark": colours["on-accent"]} if "accent" in colours else {}
    return " ".join(f"--{name}: {colour};" for name, colour in (colours | mark).items())


def read_colours(source: Source) -> Colours:
    """The colours that *source* names, with those that follow from the accent. Raises BadSettings, with file and line.

    A text on the accent is black or white, and the ring is the accent, where *source* does not name them.
    """
    try:
        given = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{source.path}: {error}") from None
    for scheme, colours in given.items():
        if scheme not in SCHEMES or not isinstance(colours, dict):
            raise BadSettings(f"{_place(source, scheme)}: {scheme} is unknown here. Known are: [light] and [dark].")
        for name, colour in colours.items():
            _check(source, scheme, name, colour)
    own = {scheme: _with_what_follows(given.get(scheme, {})) for scheme in SCHEMES}
    for scheme, colours in own.items():
        _check_contrast(source, scheme, colours)
    return own


def _check(source: Source, scheme: str, name: str, colour: object) -> None:
    known = shipped_colours()[scheme]
    place = _place(source, scheme, name)
    if name not in known:
        raise BadSettings(f"{place}: {name} is unknown here. Known are: {', '.join(known)}.")
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        raise BadSettings(f'{place}: write {name} as "#" and six hexadecimal digits, such as "{known[name]}".')


def _with_what_follows(given: dict[str, str]) -> dict[str, str]:
    if "accent" not in given:
        return given
    on_it = max("#ffffff", "#000000", key=lambda text: contrast(text, given["accent"]))
    return {"on-accent": on_it, "ring": given["accent"], **given}


def _check_contrast(source: Source, scheme: str, own: dict[str, str]) -> None:
    colours = shipped_colours()[scheme] | own
    pairs = [(text, ground, LEAST) for text, grounds in _TEXT_ON.items() for ground in grounds]
    for text, ground, least in [*pairs, ("ring", "ground", LEAST_OF_RING), ("ring", "surface", LEAST_OF_RING)]:
        found = contrast(colours[text], colours[ground])
        if found < least and {text, ground} & own.keys():
            named = next((name for name in (text, ground) if name in own), text)
            both = f"{text} {colours[text]} on {ground} {colours[ground]}"
            raise BadSettings(
                f"{_place(source, scheme, named)}: {both} has a contrast of {_floor(found)} in [{scheme}]; "
                f"people need {least:g} to read it."
            )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_TO else ((part + 0.055) / 1.055) ** 2.4


def _floor(found: float) -> float:
    """To one digit, and never up to what was not reached."""
    return int(found * 10) / 10


def _place(source: Source, scheme: str, name: str = "") -> str:
    """The file, and the line of this name."""
    lines = _lines(source)
    number = lines.get((scheme, name)) or lines.get((scheme, "accent")) or lines.get((scheme, ""))
    return f"{source.path}, line {number}" if number else source.path


def _lines(source: Source) -> dict[tuple[str, str], int]:
    return dict(_named(source.text))


def _named(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    scheme = ""
    for number, line in enumerate(text.splitlines(), 1):
        if table := re.match(r"\s*\[\s*([\w-]+)\s*\]", line):
            scheme = table[1]
            yield (scheme, ""), number
        elif key := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line):
            yield (scheme, key[1]) if scheme else (key[1], ""), number


def _long(colour: str) -> str:
    """``#ffffff`` for ``#fff``."""
    return colour if _COLOUR.fullmatch(colour) else "#" + "".join(digit * 2 for digit in colour[1:])
