"""Cookies in transit: found in a request, and written for an answer.

No script can read one of ours (ASVS 3.3.4). ``Secure`` and a prefix of the name are there where the service is on
HTTPS, because browsers take both from HTTPS only (RFC 6265bis).
"""

from typing import Any, Literal

from gatepost.http.present import present
from gatepost.settings import settings

COOKIES = "gatepost.cookies"  # the headers of the answer to the present request, by name of the cookie


def is_on_https() -> bool:
    """Whether clients reach the service by HTTPS, as GATEPOST_PUBLIC_URL says."""
    return (settings.public_url or "").startswith("https://")


def find_cookie(environ: dict[str, Any], name: str) -> str:
    """The first cookie of this *name*, because browsers send the one with the longest path first; empty for none.

    Only blanks and tabs separate cookies. Browsers take any other white space for part of a name, so a sibling host
    could set such a name that they do not protect by its prefix ``__Host-``.
    """
    for pair in environ.get("HTTP_COOKIE", "").split(";"):
        found, _, value = pair.strip(" \t").partition("=")
        if found == name:
            return str(value)
    return ""


def answer_with_cookie(name: str, header: str) -> None:
    """Give or take the cookie of this *name* with the answer to the present request, by a header of write_cookie."""
    present().setdefault(COOKIES, {})[name] = header


def answers_with_cookie(name: str) -> bool:
    """Whether the answer to the present request gives or takes the cookie of this *name*."""
    return name in present().get(COOKIES, ())


def cookie_headers(environ: dict[str, Any]) -> list[tuple[str, str]]:
    """The headers of an answer that gives or takes cookies: there is one if :data:`COOKIES` is in *environ*."""
    return [("Set-Cookie", header) for header in environ[COOKIES].values()]


def write_cookie(name: str, value: str, *, path: str, seconds: int, same_site: Literal["Lax", "Strict"]) -> str:
    """The value of a header Set-Cookie. It lasts so many *seconds*; 0 takes it away."""
    secure = "; Secure" if is_on_https() else ""
    return f"{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}"
