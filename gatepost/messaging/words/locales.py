"""Which language a message is written in."""

LOCALES = ("en", "bn", "de", "es", "fr")


def choose_locale(preferred: str | None, accepted: str, *, default: str) -> str:
    """The user's own language, else the first of *accepted* (Accept-Language) that we have, else *default*."""
    wanted = [preferred or "", *(part.partition(";")[0].strip() for part in accepted.split(",")[:20])]
    for tag in wanted:
        language = tag.partition("-")[0].lower()
        if language in LOCALES:
            return language
    return default
