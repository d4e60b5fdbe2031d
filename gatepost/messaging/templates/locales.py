"""The choice of a message's language."""

from gatepost.messaging.templates.language import look_up
from gatepost.messaging.templates.library import FOLDER, library
from gatepost.settings import settings


def choose_locale(preferred: str | None, accepted: str, *, default: str) -> str:
    """The user's *preferred* language, otherwise the first of *accepted* (Accept-Language), otherwise *default*.

    Only languages that have templates are chosen.
    """
    among = library(settings.instance / FOLDER).locales
    return look_up(preferred, accepted, among=among) or look_up(default, "", among=among) or default
