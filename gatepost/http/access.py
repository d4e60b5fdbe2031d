"""Access rules: each endpoint declares one, and no request passes without it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import Protocol

from gatepost.caller import Caller, ClientCredentials
from gatepost.crypto import same
from gatepost.errors import (
    AuthenticationRequired,
    EnrolmentRequired,
    InsufficientScope,
    InvalidToken,
    MalformedAuthorization,
)
from gatepost.http.client_credentials import client_credentials
from gatepost.http.present import present
from gatepost.settings import settings

Authenticate = Callable[[str], Caller]
Require = Callable[[Caller], None]


class AuthenticateClient(Protocol):
    def __call__(self, credentials: ClientCredentials | None, *, public: bool) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Access:
    """A rule: name, meaning for readers, the kind of token it requires (None: no token), or a client instead.

    *recent*: the log-in must be recent; *factor*: by a second factor, too; *enrolling*: also for users who may only
    enrol one.
    """

    name: str
    meaning: str
    token: str | None
    client: bool = False
    recent: bool = False
    factor: bool = False
    enrolling: bool = False


PUBLIC = Access("public", "anyone", None)
SIGNED_IN = Access("signed in", "callers with a valid access token", "access")
RECENT = Access("recent", "signed in, by a log-in that is recent where REAUTHENTICATION is on", "access", recent=True)
FACTOR = Access(
    "factor",
    "signed in, by a log-in and a second factor that are recent where REAUTHENTICATION is on",
    "access",
    recent=True,
    factor=True,
)
ENROLLING = Access(
    "enrolling", f"{SIGNED_IN.meaning}; also who may only enrol a second factor", "access", enrolling=True
)
RECENT_ENROLLING = Access(
    "recent enrolling",
    f"{RECENT.meaning}; also who may only enrol a second factor",
    "access",
    recent=True,
    enrolling=True,
)
ADMIN = Access("admin", "signed in as an administrator", "access")
REFRESH_TOKEN = Access("refresh token", "callers with the refresh token", "refresh")
FORWARDED = Access("forwarded", "callers that sent a valid access token to the proxy that asks", "access")
CLIENT = Access("client", "a registered client, with its secret", None, client=True)
ANY_CLIENT = Access("any client", "a registered client, or `client_id=gatepost` without a secret", None, client=True)
MONITOR = Access("monitor", "callers with GATEPOST_METRICS_TOKEN", "metrics")

_TOKEN_CHARACTERS = f"{ascii_letters}{digits}._~+/-".encode()  # RFC 6750 section 2.1
_BEARER = "gatepost.bearer"  # the token, once it was found
_SCHEME = re.compile(r"bearer( |$)", re.IGNORECASE)


def bearer_token() -> str:
    """The token of the header Authorization, unverified. Raises AuthenticationRequired, MalformedAuthorization."""
    environ = present()
    if (found := environ.get(_BEARER)) is not None:
        return str(found)
    header = environ.get("HTTP_AUTHORIZATION")
    if header is None or not _SCHEME.match(header):
        raise AuthenticationRequired
    token: str = header[len("bearer ") :].lstrip(" ")
    unpadded = token.rstrip("=")
    if not unpadded or unpadded.encode("latin-1", "replace").translate(None, _TOKEN_CHARACTERS):
        raise MalformedAuthorization
    environ[_BEARER] = token
    return token


@dataclass(frozen=True, slots=True)
class Gate:
    """Authenticates callers, by functions of the rooms above: ``http/`` imports no room."""

    authenticate: Authenticate
    require_recent: Require
    require_factor: Require
    authenticate_client: AuthenticateClient
    record_refused_endpoint: Callable[[Caller], None]

    def admit(self, access: Access) -> Caller | None:
        """The caller, if *access* requires an access token; otherwise None.

        Raises the refusal of *authenticate*, MalformedAuthorization, EnrolmentRequired, InsufficientScope,
        ReauthenticationRequired, FactorRequired.
        """
        if access is MONITOR and not same(bearer_token(), settings.metrics_token):
            raise InvalidToken
        if access.token != "access":  # noqa: S105  the kind of token, not one
            return None
        try:
            caller = self.authenticate(bearer_token())
        except MalformedAuthorization:
            if access is FORWARDED:  # a proxy takes only 401 and 403 as refusals: nginx turns 400 into 500
                raise InvalidToken from None
            raise
        if caller.enrolling and not access.enrolling:
            raise EnrolmentRequired
        if access is ADMIN and not caller.is_admin:
            self.record_refused_endpoint(caller)
            raise InsufficientScope
        if access.recent:
            self.require_recent(caller)
        if access.factor:
            self.require_factor(caller)
        return caller

    def admit_client(self, access: Access, fields: Mapping[str, str]) -> str | None:
        """The ``client_id`` of the registered client that sent this form; None for the public one.

        Raises InvalidClient, TwoWaysToAuthenticate.
        """
        return self.authenticate_client(client_credentials(fields), public=access is ANY_CLIENT)
