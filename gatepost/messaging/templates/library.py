"""The templates: shipped ones, overridden by those of the data folder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
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


@dataclass(frozen=True, slots=True)
class Source:
    """A template's text, and the file it was read from. *own*: it is from the data folder."""

    text: str
    path: str
    own: bool


class Library(BaseLoader):
    """All templates by name, such as ``de/activation.txt`` and ``layout.html``.

    They are read once. Changes in the data folder take effect after a restart, which checks them.
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
    shipped = dict(_read(files("gatepost.messaging.templates") / "texts", own=False))
    if own is None or not own.is_dir():
        return Library(shipped)
    try:
        return Library(shipped | dict(_read(own, own=True)))
    except OSError as error:
        raise BadSettings(f"{error.filename or own}: this cannot be read: {error.strerror}") from None


def _read(folder: Traversable, *, own: bool, below: str = "") -> Iterator[tuple[str, Source]]:
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _read(entry, own=own, below=f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}", Source(_text(entry), str(entry), own)


def _text(entry: Traversable) -> str:
    try:
        return entry.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSettings(f"{entry}: this is not UTF-8: {error.reason}") from None
