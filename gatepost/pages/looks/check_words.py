"""Words of the data folder: a language, gettext's syntax, and the placeholders of the text that they replace."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from gatepost.languages import is_tag, modern
from gatepost.pages.looks.own import Source
from gatepost.pages.words import LANGUAGES, shipped_words
from gatepost.settings import BadSettings

if TYPE_CHECKING:
    from babel.messages import Catalog, Message

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?.", re.DOTALL)
_NAMED = re.compile(r"%\(\w+\)s")
_WHOLE = "de"  # a language that has every text, which a test sees to


def check_words(tag: str, source: Source) -> None:
    """Refuse words that pages cannot show. Raises BadSettings, with file and line."""
    _check_tag(tag, source)
    for message in read_catalog(source, tag):
        if message.id and not message.fuzzy:
            for problem in find_problems(message):
                raise BadSettings(f"{source.path}, line {message.lineno}: {problem}")


def find_problems(message: "Message") -> Iterator[str]:
    """The problems of one translation: other placeholders than its text has, or a stray percent sign."""
    originals, translated = (_forms(message.id), _forms(message.string or ""))
    given = {placeholder for text in originals for placeholder in placeholders(text)}
    for text in filter(None, translated):
        there = set(placeholders(text))
        if any(not _NAMED.fullmatch(each) for each in there - given):
            yield "write %% for a percent sign."
        elif wrong := there - given:
            yield f"{_listed(wrong)} is no placeholder of “{originals[0]}”. Those are: {_listed(given)}."
        elif len(translated) == 1 and (missing := given - there):
            yield f"{_listed(missing)} is missing, which “{originals[0]}” has."


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def placeholders(text: str) -> list[str]:
    """Those of *text*, such as ``%(least)s``; a percent sign that stands for itself is written twice."""
    return [found[0] for found in _PLACEHOLDER.finditer(text) if found[0] != "%%"]


def find_unused_words(source: Source) -> list[str]:
    """Where *source* translates a text that no page has."""
    shipped = (read_catalog(Source(text, path), _WHOLE) for path, text in shipped_words(_WHOLE).items())
    known = {message.id for catalog in shipped for message in catalog}
    ours = read_catalog(source, "en")
    return [f"{source.path}, line {message.lineno}" for message in ours if message.id and message.id not in known]


def read_catalog(source: Source, tag: str) -> "Catalog":
    """The translations in *source*. Raises BadSettings, with file and line."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415  start-up does not need it

    try:
        return read_po(StringIO(source.text), locale=tag.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        raise BadSettings(f"{source.path}, line {error.lineno + 1}: {str(error).rpartition(' on ')[0]}") from None
    except ValueError as error:
        raise BadSettings(f"{source.path}: {error}") from None


def _check_tag(tag: str, source: Source) -> None:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  start-up does not need it

    shipped = {known for known in LANGUAGES if known == tag.lower()} or {tag}
    if not is_tag(tag) or tag != modern(tag) or tag not in shipped:
        raise BadSettings(f"{source.path}: words stand in a file named by their language, such as de.po or pt-PT.po.")
    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        raise BadSettings(f"{source.path}: Unicode CLDR has no language {tag}, so dates cannot be written.") from None


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)
