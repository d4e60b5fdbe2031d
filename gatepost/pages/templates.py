"""The templates of pages: those of the package, and those of the data folder that replace them. Values are escaped."""

from collections.abc import Callable
from functools import lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import structlog
from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from gatepost.pages.looks import Source, own_looks
from gatepost.pages.words import show_day, show_moment, translate, translate_many
from gatepost.settings import settings

log = structlog.get_logger("gatepost.pages")

EVERYWHERE = {"language": "en", "direction": "ltr", "logo": "", "looks": "", "colours": False}
"""Every template has these besides ``root`` and ``service``, where a page does not say otherwise."""
SHIPPED = "shipped/"  # a template of the data folder extends by this name the one that it replaces
_SHARED = ("gatepost.pages", "html")
_OF_SECRETS, _OF_TABLES = ("_hash", "_digest"), ("metadata", "registry")  # attributes of rows
_OF_ALL = ("base.html", "fields.html", "custom.html")  # what all pages extend, and the macros of their forms


class Templates:
    """The templates in one folder of the package, read once, and the frame that all pages have."""

    def __init__(self, package: str, folder: str) -> None:
        """Those in *folder* of *package*. Texts in them are translated where a page has a language (words.py)."""
        self._of = (package, folder)

    def render(self, template: str, /, **values: Any) -> str:
        """Render the *template* with these values, as HTML.

        If one of the data folder fails, which the check before serving did not see, the shipped ones are used.
        """
        own = own_looks(settings.instance)
        looks = {"logo": own.logo, "looks": own.version, "colours": own.colours is not None}
        given = {name: _escaped(value) for name, value in (EVERYWHERE | looks | values).items()}
        if own.templates_of(self._of[0]):
            try:
                return environment(*self._of, settings.instance).get_template(template).render(given)
            except Exception as error:  # a template may fail in any way
                log.error("page.template_failed", template=template, error=type(error).__name__)  # noqa: TRY400  its text may hold values
        return environment(*self._of, None).get_template(template).render(given)


def shipped_templates(package: str, folder: str) -> dict[str, Source]:
    """Those of a folder of the package, and those that all pages have."""
    found = {name: files(_SHARED[0]) / _SHARED[1] / name for name in _OF_ALL}
    found |= {file.name: file for file in (files(package) / folder).iterdir() if file.name.endswith(".html")}
    return {name: Source(file.read_text("utf-8"), str(file)) for name, file in found.items()}


def sources(package: str, folder: str, instance: Path | None) -> dict[str, Source]:
    """All templates that pages of *package* may name, with those of the data folder *instance* first."""
    shipped = shipped_templates(package, folder)
    own = {} if instance is None else own_looks(instance).templates_of(package)
    return shipped | {f"{SHIPPED}{name}": source for name, source in shipped.items()} | own


@lru_cache(maxsize=32)
def environment(package: str, folder: str, instance: Path | None) -> Environment:
    """Jinja with these templates, in its sandbox: those of the data folder reach the values of a page, and no more."""
    found = sources(package, folder, instance)
    made = _Sandbox(
        loader=_loader(found),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translate, translate_many, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    made.filters |= {"moment": show_moment, "day": show_day}
    return made


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox. It also hides what the row behind a value has besides: hashes and digests, and the tables."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        hidden = attr in _OF_TABLES or attr.endswith(_OF_SECRETS)
        return not hidden and super().is_safe_attribute(obj, attr, value)


def _loader(found: dict[str, Source]) -> BaseLoader:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = found.get(name)
        return None if source is None else (source.text, source.path, lambda: True)

    return FunctionLoader(load)


def _escaped(value: Any) -> Any:
    """Escape text by html.escape, whose output is byte for byte that of earlier pages; Jinja escapes other types.

    Markup, which is HTML of ours, stays as it is.
    """
    return Markup(escape(value)) if isinstance(value, str) and not isinstance(value, Markup) else value  # noqa: S704  it is escaped
