"""The gate: it lets a request in by the rule of its endpoint, or refuses it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import Protocol

from gatepost.caller import Caller, ClientCredentials
from gatepost.crypto import same
from gatepost.errors import (
    ActsForAnother,
    AuthenticationRequired,
    EnrolmentRequired,
    InsufficientScope,
    InvalidToken,
    MalformedAuthorization,
    SessionOver,
    SessionRequired,
)
from gatepost.http.access import ANY_CLIENT, MONITOR, Access
from gatepost.http.acting_cookie import forget_acting, note_acting
from gatepost.http.client_credentials import client_credentials
from gatepost.http.cookie_credential import acting_credential, cookie_credential
from gatepost.http.present import present
from gatepost.http.protected import host_credential, refusal_to_proxy
from gatepost.http.session_cookie import forget_session
from gatepost.permissions import Permission
from gatepost.settings import settings

Authenticate = Callable[[str], Caller]
Require = Callable[[Caller], None]


class AuthenticateClient(Protocol):
    def __call__(self, credentials: ClientCredentials | None, *, public: bool) -> str | None: ...


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
    has_permission: Callable[[Caller, Permission], bool]
    authenticate_cookie: Authenticate
    authenticate_at_host: Callable[[str, str], Caller]

    def admit(self, access: Access) -> Caller | None:
        """The caller, if *access* requires an access token; otherwise None. The session cookie may take its place.

        Raises the refusals of *authenticate*, MalformedAuthorization, EnrolmentRequired, ActsForAnother,
        SessionRequired, InsufficientScope, ReauthenticationRequired, FactorRequired, and those of cookie_credential and
        host_credential.
        """
        if access is MONITOR and not same(bearer_token(), settings.metrics_token):
            raise InvalidToken
        if access.token != "access":  # noqa: S105  the kind of token, not one
            return None
        caller = self._admit_forwarded() if access.at_host else self._identify(access)
        self._check_token(access, caller)
        if access.permission is not None and not self.has_permission(caller, access.permission):
            self.record_refused_endpoint(caller)
            raise InsufficientScope
        if access.recent:
            self.require_recent(caller)
        if access.factor:
            self.require_factor(caller)
        return caller

    def _identify(self, access: Access) -> Caller:
        if "HTTP_COOKIE" in present():
            if access.by_acting_cookie and (acting := acting_credential()):
                return self._known_as_acting(acting)
            if access.by_cookie and (cookie := cookie_credential()):
                return self._known_by(cookie)
        return self.authenticate(bearer_token())

    def _admit_forwarded(self) -> Caller:
        """The user of the request that a proxy asks about. Raises InvalidToken, SignInFirst, CrossSiteRequest."""
        try:
            credential = host_credential()
            return self.authenticate(bearer_token()) if credential is None else self.authenticate_at_host(*credential)
        except (AuthenticationRequired, InvalidToken, MalformedAuthorization) as refusal:
            raise refusal_to_proxy(refusal) from None

    def _known_by(self, cookie: str) -> Caller:
        """The user of the live session of this *cookie*. The browser loses it if that is over. Raises InvalidToken."""
        try:
            return self.authenticate_cookie(cookie)
        except SessionOver:
            forget_session()
            raise

    def _known_as_acting(self, token: str) -> Caller:
        """The user as whom staff act by the cookie with this *token*. The browser loses it if it holds no longer.

        Nobody is known by their own session instead: a page must not become that of another account. Raises
        InvalidToken.
        """
        try:
            caller = self.authenticate(token)
        except InvalidToken:
            forget_acting()
            raise
        if caller.actor is None:
            forget_acting()
            raise InvalidToken
        note_acting(caller.username)
        return caller

    def _check_token(self, access: Access, caller: Caller) -> None:
        """Refuse a token that does less than that of a session: to enrol a factor, of staff who act, with a scope."""
        if caller.enrolling and not access.enrolling:
            raise EnrolmentRequired
        if caller.actor is not None and not access.admits_actors(present()["REQUEST_METHOD"]):
            raise ActsForAnother
        if caller.scope is None or (access.any_scope and caller.session_id):
            return
        if not access.scopes:
            raise InsufficientScope if caller.session_id else SessionRequired
        if caller.scope.isdisjoint(access.scopes):
            self.record_refused_endpoint(caller)
            raise InsufficientScope(scope=access.scopes[0])

    def admit_client(self, access: Access, fields: Mapping[str, str]) -> str | None:
        """The ``client_id`` of the registered client that sent this form; None for the public one.

        Raises InvalidClient, TwoWaysToAuthenticate.
        """
        return self.authenticate_client(client_credentials(fields), public=access is ANY_CLIENT)
