"""Name a device so that its owner recognises it.

The name comes from the header User-Agent, so it proves nothing. A library with a thousand rules would know more names,
but takes 10 MiB in each process. A header has made such rules run for minutes (CVE-2020-5243).
"""

import re

UNKNOWN = "Unknown device"
# The first match counts, because most browsers also carry the names of those they descend from.
_BROWSERS = {
    "Edge": ("Edg/", "EdgA/", "EdgiOS/", "Edge/"),
    "Opera": ("OPR/", "OPT/", "Opera/"),
    "Samsung Internet": ("SamsungBrowser/",),
    "Vivaldi": ("Vivaldi/",),
    "Firefox": ("Firefox/", "FxiOS/"),
    "Chrome": ("Chrome/", "CriOS/", "Chromium/"),
    "Safari": ("Safari/",),
}
_SYSTEMS = {
    "iPhone": ("iPhone",),
    "iPad": ("iPad",),
    "Android": ("Android",),
    "ChromeOS": ("CrOS",),
    "Windows": ("Windows",),
    "macOS": ("Macintosh",),
    "Linux": ("Linux", "X11"),
}
_PROGRAM = re.compile(r"([A-Za-z][\w.+-]{0,39})(?:/v?([0-9]{1,6}(?:\.[0-9]{1,6})?))?(?![\w+-])")


def device_name(user_agent: str) -> str:
    """A few words, such as "Firefox on Linux" or "curl 8.5"."""
    if user_agent.startswith(("Mozilla/", "Opera/")):
        names = [name for name in (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)) if name]
        return " on ".join(names) or UNKNOWN
    program = _PROGRAM.match(user_agent)
    return " ".join(filter(None, program.groups())) if program else UNKNOWN


def _first(names: dict[str, tuple[str, ...]], text: str) -> str | None:
    return next((name for name, marks in names.items() if any(mark in text for mark in marks)), None)
