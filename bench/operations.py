"""The operations that are measured, and the goals for ratios."""

from dataclasses import dataclass

GATEPOST, HELLO, FASTAPI_USERS, POCKETBASE, RAW = "gatepost", "hello", "fastapi-users", "pocketbase", "raw"
EVERYTHING = (GATEPOST, HELLO, FASTAPI_USERS, POCKETBASE, RAW)


@dataclass(frozen=True)
class Operation:
    """One request that is sent again and again, from *connections* connections at once."""

    letter: str
    title: str
    connections: int


@dataclass(frozen=True)
class Goal:
    """A minimum for Gatepost's rate divided by that of *other*."""

    letter: str
    other: str
    at_least: float


# In the order of measuring: access tokens last 15 minutes, so those that need one come first.
OPERATIONS = (
    Operation("M", "one user, `GET /user/:uuid`, 200 tokens in turn", 32),
    Operation("I", "introspection, `POST /oauth/introspect`, the same 200 tokens in turn", 32),
    Operation(
        "W", "as M, while 20 sessions a second are refreshed by `POST`: each makes Gatepost ask its database anew", 32
    ),
    Operation(
        "P", "refresh and rotate, `POST /user/refresh-token/`, each time with the token of the answer before", 32
    ),
    Operation("F", "refresh, `GET /user/refresh-token/`, 200 tokens in turn", 32),
    Operation("U", "50 of 10,000 users, `GET /user?limit=50`, 200 tokens in turn", 32),
    Operation("L", "log-in, `POST /user/login`, 200 users in turn", 8),
    Operation("R", "register, `POST /user`, each time another name and number", 8),
)

GOALS = (
    Goal("M", HELLO, 0.6),
    Goal("I", HELLO, 0.6),
    Goal("W", HELLO, 0.4),
    Goal("P", HELLO, 0.133),
    Goal("M", POCKETBASE, 1.2),
    Goal("F", POCKETBASE, 1.0),
    Goal("U", POCKETBASE, 1.5),
    Goal("L", RAW, 0.85),
    Goal("R", RAW, 0.85),
)
