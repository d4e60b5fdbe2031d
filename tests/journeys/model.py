"""The accounts and sessions that a simple model of the service holds."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Account:
    """An account, as the model knows it."""

    uuid: str
    username: str
    mobile: str
    password: str
    active: bool = False
    gender: str = ""


@dataclass
class Session:
    """A session, as the model knows it; its refresh tokens stand in the order in which they came."""

    account: Account
    refresh_tokens: list[str]
    access_token: str
    issued: datetime
    used: datetime
    ends: datetime
    rotations: list[datetime] = field(default_factory=list)  # of each token but the newest
    ended: bool = False
