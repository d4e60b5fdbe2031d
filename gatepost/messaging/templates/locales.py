"""Which language a message is written in."""

from gatepost.messaging.templates.language import look_up
from gatepost.messaging.templates.library import FOLDER, library
from gatepost.settings import settings


def choose_locale(preferred: str | None, accepted: str, *, default: str) -> str:
    """The user's own language, else the first of *accepted* (Accept-Language) that we have, else *default*."""
    among = library(settings.instance / FOLDER).locales
    return look_up(preferred, accepted, among=among) or look_up(default, "", among=among) or default
