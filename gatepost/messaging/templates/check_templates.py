"""Check before serving: every message can be rendered with the templates of the data folder."""

import traceback
from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from gatepost.languages import is_tag, look_up, modern
from gatepost.messaging.message import Channel
from gatepost.messaging.templates.catalogue import MESSAGES, SHIPPED_LOCALES, samples
from gatepost.messaging.templates.library import FOLDER, TEXT_OF, Library, Source, library
from gatepost.messaging.templates.render import render_from
from gatepost.settings import BadSettings, Settings

_LAYOUT = "layout.html"
_EVERYWHERE = {"service", "lang"}
_IN_HTML = {"subject", "dir"}


def check_templates(settings: Settings) -> None:
    """Refuse templates of the data folder that could fail at delivery. Raises BadSettings."""
    templates = library(settings.instance / FOLDER)
    own = {name: source for name, source in templates.sources.items() if source.own}
    for name, source in own.items():
        _check_name(name, source, templates)
        _check_variables(name, source, templates)
    of_all = _LAYOUT in own
    for locale in sorted(templates.locales if of_all else {name.partition("/")[0] for name in own}):
        for message in MESSAGES:
            for channel in TEXT_OF:
                _check_result(message, templates, channel, locale, settings)
    if look_up(settings.locale, "", among=templates.locales) is None:
        raise BadSettings(f"GATEPOST_LOCALE: there are no messages in {settings.locale}.")


def _check_name(name: str, source: Source, templates: Library) -> None:
    if name == _LAYOUT:
        return
    locale, _, file = name.partition("/")
    message, _, ending = file.partition(".")
    shipped = {tag for tag in SHIPPED_LOCALES if tag == locale.lower()}
    if not file or not is_tag(locale) or locale != modern(locale) or locale not in (shipped or {locale}):
        raise BadSettings(f"{source.path}: templates stand in a folder named by their language, such as de or pt-BR.")
    if message not in MESSAGES or ending not in ("txt", "html", "sms.txt"):
        raise BadSettings(
            f"{source.path}: there is no message of this name. Those that there are: {', '.join(MESSAGES)}."
        )
    if ending == "html" and f"{locale}/{message}.txt" not in templates.sources:
        raise BadSettings(f"{source.path}: this is never used without {message}.txt beside it.")


def _check_variables(name: str, source: Source, templates: Library) -> None:
    known = set(_EVERYWHERE)
    if name.endswith(".html"):
        known |= _IN_HTML
    if name != _LAYOUT:
        message, _, ending = name.partition("/")[2].partition(".")
        known |= samples(message, "sms" if ending == "sms.txt" else "email").keys()
    try:
        tree = templates.environment.parse(source.text)
        unknown = find_undeclared_variables(tree) - known
        templates.environment.compile(source.text, name, source.path)
    except TemplateSyntaxError as error:
        raise BadSettings(f"{source.path}, line {error.lineno}: {error.message}") from None
    for used in tree.find_all(nodes.Name):
        if used.name in unknown:
            listed = ", ".join(sorted(known))
            raise BadSettings(f"{source.path}, line {used.lineno}: {used.name} is unknown here. Known are: {listed}.")


def _check_result(message: str, templates: Library, channel: Channel, locale: str, settings: Settings) -> None:
    try:
        words = render_from(message, templates, channel, locale, samples(message, channel), settings)
    except Exception as error:  # a template may fail in any way
        where = next(_places(error, templates), f"{locale}/{message}{TEXT_OF[channel]}")
        raise BadSettings(f"{where}: {error}") from None
    if not words.text.strip():
        raise BadSettings(f"{locale}/{message}{TEXT_OF[channel]}: this message is empty.")


def _places(error: Exception, templates: Library) -> Iterator[str]:
    """File and line of the templates in the traceback of *error*, innermost first."""
    paths = {source.path for source in templates.sources.values()}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in paths:
            yield f"{frame.filename}, line {frame.lineno}"
