"""How personal tokens are shown."""

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.sessions.answers import Moment


class TokenData(TypedDict):
    """A personal token without the token itself. *hint* is how it ends."""

    id: str
    name: str
    hint: str
    scope: list[str]
    created_at: Moment
    expires_at: Moment
    last_used_at: Moment | None


class NewTokenData(TokenData):
    """A token that was just made: the only time that it is shown."""

    token: str


class NewTokenAnswer(TypedDict):
    """The token, and what is known of it."""

    data: NewTokenData
    message: str
    status: int


class TokensAnswer(TypedDict):
    """The personal tokens of a user that have not ended."""

    data: list[TokenData]
    message: str
    status: int
