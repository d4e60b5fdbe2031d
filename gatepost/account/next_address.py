"""The address to which a person comes back (``next``).

It is a page of ours or of a protected application, or below one of GATEPOST_RETURN_TO. Any other is dropped, against
open redirects (ASVS 3.7.2). An address outside has to begin, letter for letter, with one that is listed. So nothing has
to be parsed as a browser would, and no user name or other host fits in.
"""

import re
from urllib.parse import urlsplit

from flask import Response

from gatepost.http.protected_address import way_to
from gatepost.pages import go_to
from gatepost.settings import settings

HOME = "account"
_OURS = re.compile(r"/(account|admin/console)(/[A-Za-z0-9/_-]*)?(\?[A-Za-z0-9%&=._~+-]*)?")
_PLAIN = re.compile(r"[!-\[\]-~]{1,2000}")  # visible ASCII without a backslash, which browsers read as a slash
_UPWARDS = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)


def kept(sent: str) -> str:
    """*sent*, if a person may be led there; otherwise an empty text."""
    return sent if _is_ours(sent) or _listed(sent) or way_to(sent) else ""


def go_on(sent: str) -> Response:
    """Send the browser to *sent* if a person may be led there, otherwise to the first page of their account.

    To an address of a protected application the way is by /account/forward.
    """
    if path := way_to(sent):
        return go_to(path)
    if _listed(sent):
        return Response(status=303, headers={"Location": sent})
    return go_to(sent[1:] if _is_ours(sent) else HOME)


def forms_to(sent: str) -> str:
    """Where the forms of a page with this ``next`` may lead: Chromium applies ``form-action`` to redirects, too."""
    listed = _listed(sent)
    return f"'self' {_origin(listed)}" if listed else "'self'"


def _is_ours(sent: str) -> bool:
    return _OURS.fullmatch(sent) is not None and "//" not in sent


def _listed(sent: str) -> str:
    """The listed address below which *sent* is; empty if it is below none, or is of a protected application."""
    if not _PLAIN.fullmatch(sent) or way_to(sent):
        return ""
    return next((listed for listed in settings.return_to if _is_below(sent, listed)), "")


def _is_below(sent: str, listed: str) -> bool:
    if not sent.startswith(listed):
        return False
    rest = sent[len(listed) :]
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    return rest[:1] in ("", "/", "?", "#") and not _UPWARDS.search(path)


def _origin(url: str) -> str:
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc}"
