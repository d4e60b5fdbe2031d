"""The operations that are measured in turn, and the servers they are measured on."""

from dataclasses import dataclass

GATEPOST, HELLO, FASTAPI_USERS, POCKETBASE, RAW = "gatepost", "hello", "fastapi-users", "pocketbase", "raw"
BEFORE = "before"  # Gatepost as it was at another commit
EVERYTHING = (GATEPOST, HELLO, FASTAPI_USERS, POCKETBASE, RAW)
CALM = "calm"  # Gatepost once more within the same rounds, with the operation that this one is compared with
ENROLLED = ("N", "T", "S")  # operations of users with second factors


@dataclass(frozen=True)
class Operation:
    """One request that is sent again and again, or one flow of requests, from *connections* connections at once.

    *calm* is the letter of another operation, which Gatepost is measured with in the same rounds.
    """

    letter: str
    title: str
    connections: int
    calm: str = ""


# In the order of measuring: access tokens last 15 minutes, so those that need one come first.
OPERATIONS = (
    Operation("M", "one user, `GET /user/:uuid`, 200 tokens in turn", 32),
    Operation("I", "introspection, `POST /oauth/introspect`, the same 200 tokens in turn", 32),
    Operation("A", "forward authentication, `GET /forward-auth`, the same 200 tokens in turn", 32),
    Operation("W", "as M, while 20 sessions a second are refreshed by `POST`", 32, calm="M"),
    Operation("N", "as M, 200 users who have an app for codes and a passkey", 32, calm="M"),
    Operation(
        "P", "refresh and rotate, `POST /user/refresh-token/`, each time with the token of the answer before", 32
    ),
    Operation("F", "refresh, `GET /user/refresh-token/`, 200 tokens in turn", 32),
    Operation("U", "50 of 10,000 users, `GET /user?limit=50`, 200 tokens in turn", 32),
    Operation("L", "log-in, `POST /user/login`, 200 users in turn", 8),
    Operation("T", "finished log-ins by passkey, options and answer, 200 users in turn", 8, calm="L"),
    Operation("S", "finished log-ins by password and code, two requests, 4,000 users in turn", 8, calm="L"),
    Operation("R", "register, `POST /user`, each time another name and number", 8),
)
