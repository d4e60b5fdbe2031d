"""A session that asks for less than its user has: a scope (RFC 6749 section 3.3), an audience (as RFC 8707)."""

from typing import NamedTuple

from gatepost.errors import ForPrograms, InvalidInput
from gatepost.permissions import ACCOUNT_SCOPES, PERMISSIONS, SERVICES
from gatepost.settings import current_settings

_ALL = (*ACCOUNT_SCOPES, *PERMISSIONS)


class Asked(NamedTuple):
    """The names of scopes with blanks between, in their order, and a service; None: all, and this service."""

    scope: str | None
    audience: str | None


def check_asked(scope: str | None, audience: str | None, *, in_cookie: bool) -> Asked:
    """Check the wish of a log-in. A scope that its user lacks is no error: it opens nothing until they have it.

    A cookie goes to this service alone, so a session in one has no other audience. Raises InvalidInput.
    """
    if audience is not None:
        meant = current_settings().audiences
        if audience == current_settings().token_audience:
            audience = None
        elif in_cookie or audience not in meant:
            reason = "A session in a cookie has none." if in_cookie else "This is not one of GATEPOST_AUDIENCES."
            raise InvalidInput({"audience": [ForPrograms(reason)]})
    return Asked(None if scope is None else _in_order(scope, _ALL, audience), audience)


def narrow(present: str | None, asked: str | None, *, audience: str | None) -> str | None:
    """The scope of a session from now on: *asked*, if it adds nothing to the *present* one. Raises InvalidInput."""
    if asked is None:
        return present
    return _in_order(asked, _ALL if present is None else tuple(present.split()), audience)


def check_narrowed(present: str | None, asked: str | None, *, audience: str | None) -> None:
    """Refuse what would narrow a session whose refresh token is not the latest one any more. Raises InvalidInput."""
    if narrow(present, asked, audience=audience) != present:
        raise InvalidInput({"scope": [ForPrograms("Ask with the latest refresh token.")]})


def _in_order(scope: str, known: tuple[str, ...], audience: str | None) -> str:
    names = set(scope.split())
    if not names or not names <= set(known):
        raise InvalidInput({"scope": [ForPrograms(f"Choose from: {', '.join(known)}.")]})
    if audience is not None and SERVICES not in names:
        raise InvalidInput({"scope": [ForPrograms(f"A token for another audience takes the scope {SERVICES}.")]})
    return " ".join(name for name in known if name in names)
