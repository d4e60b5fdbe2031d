"""The steps of all that a client offers: each method of ``Client`` and ``AsyncClient`` takes those of one of these."""

from dataclasses import replace
from typing import Any, NotRequired, TypedDict, TypeVar

import httpx

from gatepost_client.call import Call
from gatepost_client.calls import login
from gatepost_client.errors import Refused, read
from gatepost_client.outcome import FactorDue, Outcome, SignedIn, factor_due, outcome_of
from gatepost_client.session import OwnSession
from gatepost_client.steps import Alone, Steps
from gatepost_client.types import Credentials, UsedPasskey

T = TypeVar("T")


class FactorProof(TypedDict):
    """One of *code*, *recovery_code* and *passkey*. *trust_device*: this device is asked for no factor for a while."""

    code: NotRequired[str]
    recovery_code: NotRequired[str]
    passkey: NotRequired[UsedPasskey]
    trust_device: NotRequired[bool]


def answer(session: OwnSession, call: Call[T]) -> Steps[T]:
    response = yield from session.ask(call)
    told: T = read(response)
    return told


def page(session: OwnSession, call: Call[T]) -> Steps[tuple[T, Call[T] | None]]:
    """The answer to *call*, and the call for the page after it, if there is one.

    Of the header ``Link`` only the cursor is taken, so no answer sends the token elsewhere.
    """
    response = yield from session.ask(call)
    told: T = read(response)
    address = response.links.get("next", {}).get("url")
    if address is None:
        return told, None
    return told, replace(call, query={**call.query, "cursor": httpx.URL(address).params["cursor"]})


def log_in(session: OwnSession, credentials: Credentials) -> Steps[Outcome]:
    return (yield from log_in_by(session, login.login(**credentials)))


def log_in_by(session: OwnSession, call: Call[Any]) -> Steps[Outcome]:
    try:
        return outcome_of((yield from answer(session, call)))
    except Refused as refused:
        return factor_due(refused)


def log_in_with_factor(session: OwnSession, due: FactorDue, proof: FactorProof) -> Steps[SignedIn]:
    return outcome_of((yield from answer(session, login.login_with_factor(token=due.token, **proof))))


def forget(session: OwnSession) -> Steps[None]:
    yield Alone(session.forget())
