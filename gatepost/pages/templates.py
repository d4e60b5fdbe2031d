"""The templates of pages. Values are data, whatever they say: what has a meaning in HTML is escaped."""

from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape
from markupsafe import Markup


class Templates:
    """The templates in one folder of the package, read once."""

    def __init__(self, package: str, folder: str) -> None:
        self.folder: Traversable = files(package) / folder
        sources = {file.name: file.read_text() for file in self.folder.iterdir() if file.name.endswith(".html")}
        self._environment = Environment(
            loader=DictLoader(sources),
            undefined=StrictUndefined,
            autoescape=select_autoescape(),
            keep_trailing_newline=True,
            auto_reload=False,
        )

    def render(self, name: str, **values: Any) -> str:
        """The page *name* with these values."""
        escaped = {name: _escaped(value) for name, value in values.items()}
        return self._environment.get_template(name).render(escaped)


def _escaped(value: Any) -> Any:
    """Text as html.escape writes it, so that pages stay as they were, to the byte; Jinja escapes all others."""
    return Markup(escape(value)) if isinstance(value, str) else value  # noqa: S704  it is escaped
