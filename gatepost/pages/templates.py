"""The templates of pages. Values are data, whatever they say: what has a meaning in HTML is escaped."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape


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
        return self._environment.get_template(name).render(values)
