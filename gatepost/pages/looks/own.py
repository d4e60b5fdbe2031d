"""The folder ``pages`` of the data folder: templates, words, a logo and colours that replace ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from gatepost.settings import BadSettings

FOLDER = "pages"  # in the data folder
ROOMS = {"": "gatepost.pages", "account/": "gatepost.account", "console/": "gatepost.console"}
"""The package of the templates in each folder."""
LOGOS = {"logo.svg": "image/svg+xml", "logo.png": "image/png"}
COLOURS = "colours.toml"
_WORDS = "words/"


@dataclass(frozen=True, slots=True)
class Source:
    """A text, and the file it was read from."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class OwnLooks:
    """All files of that folder. They are read once: a change takes effect after a restart, which checks them."""

    templates: dict[str, Source] = field(default_factory=dict)  # by path, such as account/sign_in.html
    words: dict[str, Source] = field(default_factory=dict)  # by language
    logos: dict[str, bytes] = field(default_factory=dict)  # by name
    colours: Source | None = None
    others: tuple[str, ...] = ()  # paths of files that nothing reads

    @property
    def logo(self) -> str:
        """The name of the logo, or nothing."""
        return next(iter(self.logos), "")

    @property
    def version(self) -> str:
        """Another one once the logo or the colours are another: browsers keep them for an hour."""
        seen = b"".join(self.logos.values()) + (self.colours.text if self.colours else "").encode()
        return f"{crc32(seen):08x}"

    def templates_of(self, package: str) -> dict[str, Source]:
        """Those of this package, and those of all packages, by the name by which templates call each other."""
        chosen = [folder for folder, its in ROOMS.items() if its in ("gatepost.pages", package)]
        return {
            path.removeprefix(folder): source
            for folder in chosen
            for path, source in self.templates.items()
            if path.rpartition("/")[0] == folder.removesuffix("/")
        }


@lru_cache(maxsize=8)
def own_looks(instance: Path) -> OwnLooks:
    """The files in ``pages`` of the data folder *instance*. Raises BadSettings for one that cannot be read."""
    folder = instance / FOLDER
    if not folder.is_dir():
        return OwnLooks()
    try:
        found = dict(_files(folder))
        return OwnLooks(
            templates={name: _read(path) for name, path in found.items() if name.endswith(".html")},
            words={name[len(_WORDS) : -3]: _read(path) for name, path in found.items() if _is_of_words(name)},
            logos={name: path.read_bytes() for name, path in found.items() if name in LOGOS},
            colours=_read(found[COLOURS]) if COLOURS in found else None,
            others=tuple(str(path) for name, path in found.items() if not _is_read(name)),
        )
    except OSError as error:
        raise BadSettings(f"{error.filename or folder}: this cannot be read: {error.strerror}") from None


def _is_of_words(name: str) -> bool:
    return name.startswith(_WORDS) and name.endswith(".po")


def _is_read(name: str) -> bool:
    return name.endswith(".html") or _is_of_words(name) or name in LOGOS or name == COLOURS


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """All files below *folder* by their path in it, but for hidden ones."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            yield name, path


def _read(path: Path) -> Source:
    try:
        return Source(path.read_text("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path}: this is not UTF-8: {error.reason}") from None
