"""/user/personal-tokens, /user/<uuid>/personal-tokens"""

from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import RECENT, SIGNED_IN, Body, Name, Room, client, own_or
from gatepost.caller import Caller
from gatepost.errors import (
    FactorRequired,
    Forbidden,
    NotOffered,
    PersonalTokenNotFound,
    TooManyPersonalTokens,
    UserNotFound,
)
from gatepost.personal_tokens.answers import NewTokenAnswer, TokensAnswer
from gatepost.personal_tokens.list_tokens import list_tokens
from gatepost.personal_tokens.make_token import make_token
from gatepost.personal_tokens.revoke_token import revoke_token, revoke_tokens
from gatepost.users.answers import StatusAnswer
from gatepost.users.personal_tokens import NAME_MAX

room = Room("personal_tokens")

ScopeName = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}(:[a-z]{1,20})?$")]


class NewToken(Body):
    """The purpose of the token, its scope, and how long it lasts."""

    name: Name = Field(max_length=NAME_MAX, examples=["nightly backup"])
    scope: list[ScopeName] = Field(min_length=1, max_length=50, description="names of scopes: docs/personal-tokens.md")
    expires_in_days: int = Field(90, ge=1, le=3650, description="GATEPOST_PERSONAL_TOKEN_LIFETIME is the most")


class Revoked(TypedDict):
    """How many tokens were revoked."""

    revoked: int


class RevokedAnswer(TypedDict):
    """How many tokens were revoked, and in words."""

    data: Revoked
    message: str
    status: int


@room.post(
    "/user/personal-tokens",
    access=RECENT,
    limit="30/minute",
    body=NewToken,
    answer=NewTokenAnswer,
    status=201,
    refuses=(NotOffered, FactorRequired, TooManyPersonalTokens),
)
def make_own_token(body: NewToken, caller: Caller) -> NewTokenAnswer:
    """Make a personal access token.

    `token` is shown this once. A program sends it as `Authorization: Bearer gp_pat_…`.
    """
    days = body.expires_in_days if "expires_in_days" in body.model_fields_set else None
    made = make_token(caller, name=body.name, scope=body.scope, days=days, client=client())
    return {"data": made, "message": "Copy the token now: it is not shown again.", "status": 201}


@room.get(
    "/user/personal-tokens",
    access=SIGNED_IN.or_token("account:read"),
    limit="120/minute",
    answer=TokensAnswer,
)
def get_own_tokens(caller: Caller) -> TokensAnswer:
    """List your personal tokens, the newest first.

    When one was last used is noted at most every five minutes.
    """
    return _list(caller, caller.uuid)


@room.delete("/user/personal-tokens", access=SIGNED_IN, limit="60/minute", answer=RevokedAnswer)
def revoke_own_tokens(caller: Caller) -> RevokedAnswer:
    """Revoke all your personal tokens."""
    return _revoke_all(caller, caller.uuid)


@room.delete(
    "/user/personal-tokens/<id:token_id>",
    access=SIGNED_IN,
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(PersonalTokenNotFound,),
)
def revoke_own_token(token_id: str, caller: Caller) -> StatusAnswer:
    """Revoke one of your personal tokens."""
    return _revoke(caller, caller.uuid, token_id)


@room.get(
    "/user/<uuid:uuid>/personal-tokens",
    access=own_or("sessions:read").or_token("account:read", "sessions:read"),
    limit="120/minute",
    answer=TokensAnswer,
    refuses=(UserNotFound, Forbidden),
)
def get_tokens(uuid: str, caller: Caller) -> TokensAnswer:
    """List the personal tokens of a user: your own, or another's."""
    return _list(caller, uuid)


@room.delete(
    "/user/<uuid:uuid>/personal-tokens",
    access=own_or("sessions:end"),
    limit="60/minute",
    answer=RevokedAnswer,
    refuses=(UserNotFound, Forbidden),
)
def revoke_tokens_of_user(uuid: str, caller: Caller) -> RevokedAnswer:
    """Revoke all personal tokens of a user: your own, or another's."""
    return _revoke_all(caller, uuid)


@room.delete(
    "/user/<uuid:uuid>/personal-tokens/<id:token_id>",
    access=own_or("sessions:end"),
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, PersonalTokenNotFound),
)
def revoke_token_of_user(uuid: str, token_id: str, caller: Caller) -> StatusAnswer:
    """Revoke a personal token of a user: your own, or another's."""
    return _revoke(caller, uuid, token_id)


def _list(caller: Caller, uuid: str) -> TokensAnswer:
    return {"data": list_tokens(caller, uuid), "message": "Success!", "status": 200}


def _revoke(caller: Caller, uuid: str, token_id: str) -> StatusAnswer:
    revoke_token(caller, uuid, token_id, client=client())
    return {"message": "Token revoked.", "status": 200}


def _revoke_all(caller: Caller, uuid: str) -> RevokedAnswer:
    revoked = revoke_tokens(caller, uuid)
    words = "1 token revoked." if revoked == 1 else f"{revoked} tokens revoked."
    return {"data": {"revoked": revoked}, "message": words, "status": 200}
