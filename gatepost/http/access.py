"""Access rules: each endpoint declares one, and no request passes without it."""

from dataclasses import dataclass, replace
from functools import cache

from gatepost.permissions import Permission, Scope


@dataclass(frozen=True, slots=True)
class Access:
    """A rule: name, meaning for readers, the kind of token it requires (None: no token), or a client instead.

    *recent*: the log-in must be recent; *factor*: by a second factor, too; *enrolling*: also for users who may only
    enrol one. *permission*: a role of the caller must give it; *others*: it must for the record of another user.
    *by_cookie*: in place of an access token the session cookie will do; *at_host*: the cookie of a protected host.
    *acting*: also for staff who act as a user; otherwise they are let in only to read, by a log-in of any age.
    *by_acting_cookie*: the cookie by which they do so on pages comes before their own session.
    *scopes*: a personal token with one of these is let in, too; if there are none, no personal token is. The same holds
    for a session that asked for a scope, except for what is its own: *any_scope*.
    """

    name: str
    meaning: str
    token: str | None
    client: bool = False
    recent: bool = False
    factor: bool = False
    enrolling: bool = False
    permission: Permission | None = None
    others: Permission | None = None
    by_cookie: bool = True
    at_host: bool = False
    acting: bool = False
    by_acting_cookie: bool = False
    scopes: tuple[Scope, ...] = ()
    any_scope: bool = False

    def or_token(self, *scopes: Scope) -> "Access":
        """This rule, also for personal tokens with one of these *scopes*, and for sessions that asked for one.

        Raises TypeError if it takes a recent log-in or a factor: neither counts where a scope holds.
        """
        if self.recent or self.factor or self.token != "access":  # noqa: S105  the kind of token, not one
            raise TypeError(f"{self.name}: no personal token may open this")
        told = " or ".join(f"`{each}`" for each in scopes)
        meaning = f"{self.meaning}; also by a personal token or a narrowed session with {told}"
        return replace(self, meaning=meaning, scopes=scopes)

    def of_any_scope(self) -> "Access":
        """This rule, also for sessions that asked for whatever scope: it is about the session of the request itself."""
        return replace(self, any_scope=True)

    def or_acting(self) -> "Access":
        """This rule, also for staff who act as a user (claim ``act``)."""
        return replace(self, acting=True)

    def or_acting_cookie(self) -> "Access":
        """This rule for a page about an account, which a browser shows to staff who act as its user."""
        return replace(self, by_acting_cookie=True)

    def admits_actors(self, method: str) -> bool:
        """Whether staff who act as a user may send a request with this HTTP *method*."""
        return self.acting or (method in _SAFE and not (self.recent or self.factor))


_SAFE = ("GET", "HEAD")

PUBLIC = Access("public", "anyone", None)
_HOLDERS = "callers with a valid access token"
SIGNED_IN = Access("signed in", f"{_HOLDERS} or session cookie", "access")
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
ENROLLING_BY_TOKEN = replace(
    ENROLLING,
    name="token only",
    meaning=f"{_HOLDERS}; also who may only enrol a second factor",
    by_cookie=False,
)
RECENT_ENROLLING = Access(
    "recent enrolling",
    f"{RECENT.meaning}; also who may only enrol a second factor",
    "access",
    recent=True,
    enrolling=True,
)
REFRESH_TOKEN = Access("refresh token", "callers with the refresh token", "refresh")
FORWARDED = Access(
    "forwarded",
    "callers that sent a valid access token, or the cookie of a protected host, to the proxy that asks",
    "access",
    by_cookie=False,
    at_host=True,
).or_token("services")
CLIENT = Access("client", "a registered client, with its secret", None, client=True)
ANY_CLIENT = Access("any client", "a registered client, or `client_id=gatepost` without a secret", None, client=True)
MONITOR = Access("monitor", "callers with GATEPOST_METRICS_TOKEN", "metrics")


@cache
def permits(permission: Permission, *, recent: bool = False) -> Access:
    """The rule of endpoints for callers with this *permission*."""
    rule = RECENT if recent else SIGNED_IN
    return replace(
        rule,
        name=f"recent {permission}" if recent else permission,
        meaning=f"{rule.meaning}; with the permission `{permission}`",
        permission=permission,
    )


@cache
def own_or(permission: Permission, *, recent: bool = False) -> Access:
    """The rule of endpoints about one's own record, or about another's with this *permission*.

    The deed looks at the permission, because it knows whose record it is (users/visible.py).
    """
    rule = RECENT if recent else SIGNED_IN
    return replace(
        rule,
        name=f"recent own or {permission}" if recent else f"own or {permission}",
        meaning=f"{rule.meaning}; for another user with the permission `{permission}`",
        others=permission,
    )
