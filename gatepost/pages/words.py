"""The words of pages in the language of the person who reads them.

The texts in templates and code are English; the files ``words/<language>/*.po`` of a room translate them (gettext).
Those in the data folder, ``pages/words/<language>.po``, come before. They may add a language.
Dates and numbers are written as that language does (Unicode CLDR, by Babel).
"""

from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from gatepost.errors import Reason
from gatepost.http.present import present
from gatepost.languages import ENGLISH, fallbacks, look_up
from gatepost.pages.looks import own_looks
from gatepost.settings import settings

if TYPE_CHECKING:
    from babel.support import NullTranslations

LANGUAGES = frozenset({"ar", "bn", "de", "en", "es", "fr", "hi", "id", "pt", "zh"})
PACKAGES = ("gatepost.pages", "gatepost.account", "gatepost.console")
_LANGUAGE = "gatepost.language"


def choose_language(locale: str | None = None) -> str:
    """Choose the language of the present answer: that of *locale*, a user's own; otherwise the browser's.

    Without a match it is that of the setting LOCALE, or English.
    """
    accepted = present().get("HTTP_ACCEPT_LANGUAGE", "")
    known = LANGUAGES | own_looks(settings.instance).words.keys()
    found = look_up(locale, accepted, among=known) or look_up(settings.locale, "", among=known) or ENGLISH
    present()[_LANGUAGE] = found
    return found


def language() -> str:
    """The language that was chosen; before that, the one of the browser."""
    return str(present().get(_LANGUAGE) or choose_language())


def direction() -> str:
    """``ltr`` or ``rtl``: the direction of that language."""
    from babel import Locale  # noqa: PLC0415  start-up does not need it

    return Locale.parse(language(), sep="-").text_direction


def marked(text: str) -> str:
    """*text* as it is, which :func:`translate` gets later. The mark tells translators that pages show it."""
    return text


def translate(text: str) -> str:
    """*text* in that language; as it is where nobody has translated it."""
    return translations(language(), settings.instance).gettext(text)


def translate_reason(reason: str) -> str:
    """The words of a refusal in that language, with their values."""
    if not isinstance(reason, Reason):
        return translate(reason)
    text = translate(reason.template)
    return text % reason.values if reason.values else text


def translate_many(one: str, many: str, count: int) -> str:
    """The form of a text that this *count* takes in that language, which may have more than two."""
    return translations(language(), settings.instance).ngettext(one, many, count)


def show_moment(moment: datetime) -> str:
    """A moment to the minute, in UTC, as that language writes it."""
    from babel.dates import format_datetime  # noqa: PLC0415  start-up does not need it

    return f"{format_datetime(moment, 'd MMM y HH:mm', locale=_of_babel())} UTC"


def show_hour(moment: datetime) -> str:
    """The day and the hour of a moment, in UTC, without the year."""
    from babel.dates import format_datetime  # noqa: PLC0415  start-up does not need it

    return format_datetime(moment, "d MMM HH:mm", locale=_of_babel())


def show_day(moment: datetime) -> str:
    """The day of a moment, in UTC."""
    from babel.dates import format_date  # noqa: PLC0415  start-up does not need it

    return format_date(moment, "long", locale=_of_babel())


def show_country(code: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in that language; the code where it has none."""
    from babel import Locale  # noqa: PLC0415  start-up does not need it

    return str(Locale.parse(language(), sep="-").territories.get(code, code))


def _of_babel() -> str:
    return language().replace("-", "_")


@lru_cache(maxsize=64)
def translations(chosen: str, instance: Path) -> "NullTranslations":
    """The words of all rooms in the language *chosen*, read once: those of the data folder *instance* first."""
    from babel.support import NullTranslations  # noqa: PLC0415  start-up does not need it

    found: NullTranslations = NullTranslations()
    own = own_looks(instance).words
    for tag in reversed(list(dict.fromkeys(fallbacks(chosen)))):
        for text in (*shipped_words(tag).values(), *([own[tag].text] if tag in own else [])):
            read = _compiled(text, tag)
            read.add_fallback(found)
            found = read
    return found


def shipped_words(tag: str) -> dict[str, str]:
    """The texts of the files ``.po`` of this language, by their path in the package."""
    folders = {package: files(package) / "words" / tag for package in PACKAGES}
    return {
        f"{package}/{file.name}": file.read_text("utf-8")
        for package, folder in folders.items()
        if folder.is_dir()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }


def _compiled(text: str, tag: str) -> "NullTranslations":
    from babel.messages.mofile import write_mo  # noqa: PLC0415  start-up does not need it
    from babel.messages.pofile import read_po  # noqa: PLC0415  start-up does not need it
    from babel.support import Translations  # noqa: PLC0415  start-up does not need it

    compiled = BytesIO()
    write_mo(compiled, read_po(StringIO(text), locale=tag.replace("-", "_")))
    compiled.seek(0)
    return Translations(compiled)
