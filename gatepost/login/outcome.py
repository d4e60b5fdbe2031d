"""The outcomes of a log-in. Endpoints and pages render the same outcome, each in its own form."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from gatepost.caller import SessionCookie
from gatepost.sessions.answers import TokenPair


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The log-in is finished: the session's tokens or its cookie, and the token by which this device is known now."""

    session: TokenPair | SessionCookie
    device: str


@dataclass(frozen=True, slots=True)
class FactorDue:
    """The first factor was right, and a second one is due. Nothing is open yet, and the attempt still counts.

    *token* stands for the first factor, *factors* are the kinds that the user has enrolled. No log-in ends with it yet.
    """

    token: str
    factors: tuple[str, ...]
    expires_in: timedelta


Outcome: TypeAlias = SignedIn | FactorDue
