"""The templates of pages. Values are escaped for HTML."""

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
        """Render the template *name* with these values, as HTML."""
        escaped = {name: _escaped(value) for name, value in values.items()}
        return self._environment.get_template(name).render(escaped)


def _escaped(value: Any) -> Any:
    """Escape text by html.escape, whose output is byte for byte that of earlier pages; Jinja escapes other types."""
    return Markup(escape(value)) if isinstance(value, str) else value  # noqa: S704  it is escaped
