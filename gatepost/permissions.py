"""The one catalogue of permissions, and the roles that are built in.

Own roles are in the database (users/roles.py). A permission has the form of a scope-token (RFC 6749 section 3.3).
"""

from typing import Literal, TypeAlias, get_args

Permission: TypeAlias = Literal[
    "users:read",
    "users:write",
    "users:invite",
    "users:help",
    "users:suspend",
    "users:export",
    "users:impersonate",
    "sessions:read",
    "sessions:end",
    "factors:remove",
    "audit:read",
    "outbox:read",
    "roles:write",
    "keys:write",
    "clients:write",
    "webhooks:read",
    "webhooks:write",
    "staff:protected",
]

PERMISSIONS: dict[Permission, str] = {
    "users:read": "see every user",
    "users:write": "change and delete users",
    "users:invite": "invite people, list and withdraw invitations",
    "users:help": "help users in: create and activate accounts, lift waits, begin resets, replace addresses",
    "users:suspend": "suspend users, and end a suspension",
    "users:export": "export all that is stored about a user",
    "users:impersonate": "act as a user for a quarter of an hour",
    "sessions:read": "list the sessions of every user",
    "sessions:end": "end the sessions of users",
    "factors:remove": "remove the second factors of users",
    "audit:read": "read the audit record, and what happened to every account",
    "outbox:read": "see which messages went to a user, and whether they were sent",
    "roles:write": "list, define and delete roles, and give and take them",
    "keys:write": "list, rotate and revoke the keys that sign tokens",
    "clients:write": "list, register and remove services that may ask about tokens, and renew their secrets",
    "webhooks:read": "see webhooks and their deliveries",
    "webhooks:write": "register, change and remove webhooks, renew their secrets, and deliver again",
    "staff:protected": "be acted on only by those who have it, too; it opens nothing",
}

Scope: TypeAlias = Literal["account:read", "account:write", "services"] | Permission

ACCOUNT_SCOPES = {
    "account:read": "read everything about your own account",
    "account:write": "change of your own account what takes no recent log-in",
    "services": "be known as you to other services: introspection and forward authentication",
}
"""The scopes of a personal token or of a session that asks for less, besides the permissions of its user."""

SERVICES: Scope = "services"
SCOPE_MAX = 1000
"""Characters of several names with blanks between, as they are stored."""

ADMINISTRATOR, SUPPORT, USER = "administrator", "support", "user"
BUILT_IN: dict[str, frozenset[str]] = {
    ADMINISTRATOR: frozenset(PERMISSIONS),
    SUPPORT: frozenset(PERMISSIONS)
    - {"users:write", "users:export", "users:impersonate", "roles:write", "keys:write", "clients:write"}
    - {"webhooks:read", "webhooks:write", "staff:protected"},
    USER: frozenset(),
}
"""The roles that cannot be changed, with their permissions. Everybody has the role ``user``; nobody is given it."""

MEANINGS = {
    ADMINISTRATOR: "may do everything",
    SUPPORT: "helps users: sees, invites, helps in and suspends them, ends sessions, removes second factors",
    USER: "everybody: may do everything with their own account",
}
"""The purposes of the built-in roles."""

assert set(PERMISSIONS) == set(get_args(Permission))  # noqa: S101  each has its meaning
