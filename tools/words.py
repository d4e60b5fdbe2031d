"""The texts of pages, and what translators have made of them: tells what is missing, unused or wrong.

A new language is its own folder: ``python -m tools.words it``, then its name in LANGUAGES of gatepost/pages/words.py.
A text stays in the file in which another language has it; a new one goes into the file named by its source.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import gatepost.app  # because every room may have refusals of its own
from gatepost.errors import ForPrograms, Refusal
from gatepost.pages.looks.check_words import find_problems
from gatepost.pages.words import LANGUAGES, PACKAGES

ROOT = Path(__file__).parents[1]
REFUSALS = ROOT / "gatepost/pages/words"
TRANSLATED = sorted(LANGUAGES - {"en"})
Keywords = dict[str, tuple[int, ...] | None]
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_JINJA = {"**.html": {"extensions": "jinja2.ext.i18n", "silent": "false", "newstyle_gettext": "true"}}
_SINGLE, _PLURAL = ("translate", "marked", "_", "gettext"), ("translate_many", "ngettext")
_OF_PAGES: Keywords = dict.fromkeys(_SINGLE) | dict.fromkeys(_PLURAL, (1, 2))
_OF_DEEDS: Keywords = {"Reason": None}
Texts = dict[str | tuple[str, ...], Path]  # by text, or by its singular and plural: the file in which it is translated


def texts() -> Texts:
    """Every text that a page can show, and the name of the file for it in the folder of its package."""
    found: Texts = {}
    for package in PACKAGES:
        folder = ROOT / package.replace(".", "/")
        for source, text in _extracted(folder, _OF_PAGES):
            found.setdefault(text, folder / "words" / f"{Path(source).stem}.po")
    for text in _of_refusals():
        found.setdefault(text, REFUSALS / "refusals.po")
    return found


def _extracted(folder: Path, keywords: Keywords) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """The source and the text of each call of these functions, and of each ``{% trans %}``."""
    extracted = extract_from_dir(folder, _METHODS, _JINJA, keywords=keywords, strip_comment_tags=True)
    for source, _line, text, _comments, _context in extracted:
        yield source, text


def _of_refusals() -> Iterator[str | tuple[str, ...]]:
    """The messages of the catalogue of errors, and the reasons that deeds give."""
    for refusal in (Refusal, *_below(Refusal)):
        if refusal.__module__.startswith(f"{gatepost.__name__}.") and not isinstance(refusal.message, ForPrograms):
            yield refusal.message
    for _, text in _extracted(ROOT / "gatepost", _OF_DEEDS):
        yield text


def _below(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in refusal.__subclasses__():
        yield each
        yield from _below(each)


@dataclass
class Language:
    """The translations into one language, by file."""

    tag: str
    catalogs: dict[Path, Catalog] = field(default_factory=dict)

    @classmethod
    def read(cls, tag: str) -> "Language":
        folders = (ROOT / package.replace(".", "/") / "words" / tag for package in PACKAGES)
        files = (file for folder in folders for file in sorted(folder.glob("*.po")))
        return cls(tag, {file: _read(file, tag) for file in files})

    def messages(self) -> Iterator[tuple[Path, Catalog, Message]]:
        for file, catalog in self.catalogs.items():
            for message in catalog:
                if message.id:
                    yield file, catalog, message

    def problems(self, wanted: Texts) -> Iterator[str]:
        """Each problem in a sentence, beginning with its place."""
        known: dict[str | tuple[str, ...], Message] = {}
        for file, catalog, message in self.messages():
            place = f"{file.relative_to(ROOT)}, line {message.lineno}"
            text = _key(message)
            if text not in wanted:
                yield f"{place}: no page has “{_shown(text)}”."
            if message.fuzzy:
                yield f"{place}: “{_shown(text)}” is marked as fuzzy."
            if (other := known.setdefault(text, message)) is not message:
                yield f"{place}: “{_shown(text)}” is translated in another file, too: {other.string!r}."
            yield from (f"{place}: {problem}" for problem in find_problems(message))
            if message.pluralizable and len(message.string) != catalog.num_plurals:
                yield f"{place}: “{_shown(text)}” needs {catalog.num_plurals} forms in {self.tag}."
        for text in wanted if self.tag != "en" else ():
            if not _is_whole(known.get(text)):
                yield f"{self.tag}: nobody has translated “{_shown(text)}”."

    def add(self, wanted: Texts, grouping: Texts, *, prune: bool) -> int:
        """Write what is missing. Returns how much."""
        known = {_key(message) for _, _, message in self.messages()}
        missing = [text for text in wanted if text not in known]
        for text in missing:
            group = grouping.get(text, wanted[text])
            file = group.parent / self.tag / group.name
            self.catalogs.setdefault(file, Catalog(locale=self.tag)).add(text)
        for file, catalog in self.catalogs.items():
            if prune:
                for message in [each for each in catalog if each.id and _key(each) not in wanted]:
                    catalog.delete(message.id)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_written(catalog))
        return len(missing)


def _read(file: Path, tag: str) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=tag.replace("-", "_"), abort_invalid=True)


def _written(catalog: Catalog) -> bytes:
    """Gettext's format without dates and places, so that a change shows the words alone."""
    stream = BytesIO()
    write_po(stream, catalog, width=0, no_location=True, omit_header=True)
    head = ("Content-Type: text/plain; charset=UTF-8", f"Plural-Forms: {catalog.plural_forms}")
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in head)]
    return "\n".join([*lines, "", stream.getvalue().decode().strip(), ""]).encode()


def _key(message: Message) -> str | tuple[str, ...]:
    return tuple(message.id) if message.pluralizable else message.id


def _shown(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def _is_whole(message: Message | None) -> bool:
    forms = () if message is None else message.string if message.pluralizable else (message.string,)
    return bool(forms) and all(forms)


def _grouping() -> Texts:
    """The file in which some language has each text, in the folder of all languages."""
    found: Texts = {}
    for tag in TRANSLATED:
        for file, _, message in Language.read(tag).messages():
            found.setdefault(_key(message), file.parent.parent / file.name)
    return found


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m tools.words", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    written = "the languages whose files get what is missing, with an empty msgstr (without any: none)"
    parser.add_argument("language", nargs="*", type=_language, help=written)
    parser.add_argument("--prune", action="store_true", help="also remove what no page has any more")
    given = parser.parse_args(arguments)
    chosen, wanted = given.language, texts()
    for tag in chosen or (TRANSLATED if given.prune else ()):
        print(f"{tag}: {Language.read(tag).add(wanted, _grouping(), prune=given.prune)} new texts")
    problems = [problem for tag in chosen or ["en", *TRANSLATED] for problem in Language.read(tag).problems(wanted)]
    print("\n".join(problems) or f"All {len(wanted)} texts are there in {len(chosen or TRANSLATED)} languages.")
    return 1 if problems else 0


def _language(tag: str) -> str:
    try:
        return str(Locale.parse(tag, sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError):
        raise argparse.ArgumentTypeError(f"{tag!r} is no language of CLDR") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
