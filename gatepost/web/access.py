"""Who may: each endpoint declares one of these rules, and no request passes without it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_letters, digits

from flask import request

from gatepost.caller import Caller
from gatepost.errors import AuthenticationRequired, InsufficientScope, MalformedAuthorization

Authenticate = Callable[[str], Caller]
RequireRecent = Callable[[Caller], None]


@dataclass(frozen=True, slots=True)
class Access:
    """A rule: its name, what it means for a reader, and which token it asks for (None: none)."""

    name: str
    meaning: str
    token: str | None


PUBLIC = Access("public", "anyone", None)
SIGNED_IN = Access("signed in", "whoever sends a valid access token", "access")
RECENT = Access("recent", "signed in, by a log-in that is recent where REAUTHENTICATION is on", "access")
ADMIN = Access("admin", "signed in as an administrator", "access")
REFRESH_TOKEN = Access("refresh token", "whoever sends the refresh token", "refresh")

_TOKEN_CHARACTERS = f"{ascii_letters}{digits}._~+/-".encode()  # RFC 6750 section 2.1
_SCHEME = re.compile(r"bearer( |$)", re.IGNORECASE)


def bearer_token() -> str:
    """The token of the header Authorization. Raises AuthenticationRequired, MalformedAuthorization."""
    header = request.environ.get("HTTP_AUTHORIZATION")
    if header is None or not _SCHEME.match(header):
        raise AuthenticationRequired
    token: str = header[len("bearer ") :].lstrip(" ")
    unpadded = token.rstrip("=")
    if not unpadded or unpadded.encode("latin-1", "replace").translate(None, _TOKEN_CHARACTERS):
        raise MalformedAuthorization
    return token


@dataclass(frozen=True, slots=True)
class Gate:
    """Tells who calls. The two questions about sessions are answered by a room that web/ does not know."""

    authenticate: Authenticate
    require_recent: RequireRecent

    def admit(self, access: Access) -> Caller | None:
        """The caller, if *access* asks for one. Raises what refuses them."""
        if access.token != "access":  # noqa: S105  the kind of token, not one
            return None
        caller = self.authenticate(bearer_token())
        if access is ADMIN and not caller.is_admin:
            raise InsufficientScope
        if access is RECENT:
            self.require_recent(caller)
        return caller
