"""The templates: shipped ones, overridden by those of the data folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gatepost.languages import fallbacks
from gatepost.messaging.message import Channel
from gatepost.settings import BadSettings

FOLDER = "messages"  # in the data folder
TEXT_OF: dict[Channel, str] = {"email": ".txt", "sms": ".sms.txt"}


@dataclass(frozen=True)
class Source:
    """A template, which is read from its *file* at its first use. *own*: it is from the data folder."""

    file: Traversable
    own: bool

    @property
    def path(self) -> str:
        return str(self.file)

    @cached_property
    def text(self) -> str:
        """The words of it. Raises BadSettings."""
        try:
            return self.file.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadSettings(f"{self.file}: this is not UTF-8: {error.reason}") from None


class Library(BaseLoader):
    """All templates by name, such as ``de/activation.txt`` and ``layout.html``.

    They are read once, those of the data folder at once: changes there take effect after a restart, which checks them.
    """

    def __init__(self, sources: dict[str, Source]) -> None:
        self.sources = sources
        self.locales = frozenset(name.partition("/")[0] for name in sources if "/" in name)
        self.environment = ImmutableSandboxedEnvironment(
            loader=self,
            undefined=StrictUndefined,
            autoescape=select_autoescape(["html"], default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source = self.sources.get(template)
        if source is None:
            raise TemplateNotFound(template)
        return source.text, source.path, lambda: True

    def find(self, message: str, *, channel: Channel, locale: str) -> tuple[str, Template, Template | None]:
        """The language, the text and the HTML of *message*: in *locale*, a less specific language, or English.

        Shipped HTML is not combined with a text of the data folder, because the two could differ. Raises KeyError for
        a message that there is not.
        """
        written = [tag for tag in fallbacks(locale) if f"{tag}/{message}{TEXT_OF[channel]}" in self.sources]
        if not written:
            raise KeyError(message)
        found = written[0]
        text, html = f"{found}/{message}{TEXT_OF[channel]}", f"{found}/{message}.html"
        both = html in self.sources and self.sources[html].own >= self.sources[text].own
        rich = self.environment.get_template(html) if channel == "email" and both else None
        return found, self.environment.get_template(text), rich


@lru_cache(maxsize=8)
def library(own: Path | None) -> Library:
    """The shipped templates with the overrides in the folder *own*. Raises BadSettings for an unreadable file."""
    shipped = dict(_find(files("gatepost.messaging.templates") / "texts", own=False))
    if own is None or not own.is_dir():
        return Library(shipped)
    try:
        return Library(shipped | dict(_read_own(own)))
    except OSError as error:
        raise BadSettings(f"{error.filename or own}: this cannot be read: {error.strerror}") from None


def _read_own(folder: Path) -> Iterator[tuple[str, Source]]:
    for name, source in _find(folder, own=True):
        _ = source.text
        yield name, source


def _find(folder: Traversable, *, own: bool, below: str = "") -> Iterator[tuple[str, Source]]:
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _find(entry, own=own, below=f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}", Source(entry, own)
