"""The outcomes of a log-in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gatepost_client.errors import Refused


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session has begun, and the client keeps its tokens. *scope* is what it may do, where the log-in named one."""

    scope: str | None = None


@dataclass(frozen=True, slots=True)
class FactorDue:
    """A second factor is due, of one of these kinds, within so many seconds: ``log_in_with_factor(due, code=…)``."""

    factors: tuple[str, ...]
    expires_in: int
    token: str = field(repr=False)


Outcome: TypeAlias = SignedIn | FactorDue


def outcome_of(answer: Mapping[str, Any]) -> SignedIn:
    """The outcome that *answer* tells. Raises ValueError where no session with tokens has begun."""
    if "refresh_token" not in answer:
        raise ValueError("this call began no session with tokens: send it by send()")
    return SignedIn(answer.get("scope"))


def factor_due(refused: Refused) -> FactorDue:
    """The second factor that this refusal asks for; raises any other refusal again."""
    due = refused.second_factor
    if refused.code != "second_factor_required" or due is None:
        raise refused
    return FactorDue(tuple(due["factors"]), due["expires_in"], due["token"])
