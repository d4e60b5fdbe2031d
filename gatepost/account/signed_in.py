"""The answer to a log-in on a page: its session, a second factor that is due, and where the person goes on."""

from urllib.parse import urlencode

from flask import Response

from gatepost.account.next_address import go_on, kept
from gatepost.account.steps import remember_step
from gatepost.caller import SessionCookie
from gatepost.errors import NotOffered
from gatepost.http.device_cookie import remember_device
from gatepost.http.session_cookie import remember_session
from gatepost.login.outcome import FactorDue, Outcome
from gatepost.pages import go_to


def answer_outcome(outcome: Outcome, next_address: str) -> Response:
    """Give the browser its session, and lead it to where the person wanted to go; before, to a factor that is due.

    A person who has to enrol a factor is led there, because nothing else is open to them yet.
    """
    if isinstance(outcome, FactorDue):
        return remember_step(go_to(with_next("account/login/factor", next_address)), "factor", token=outcome.token)
    if not isinstance(outcome.session, SessionCookie):
        raise NotOffered
    remember_session(outcome.session)
    answer = go_to("account/factors") if outcome.session.enrolling else go_on(next_address)
    return known_from_now_on(answer, outcome.device)


def known_from_now_on(answer: Response, device: str) -> Response:
    """Give the browser the token by which this device is known. Returns the *answer*."""
    answer.headers.add("Set-Cookie", remember_device(device)["Set-Cookie"])
    return answer


def with_next(path: str, next_address: str, **more: str) -> str:
    """The *path* with ``next``, if a person may be led there, and *more* parameters."""
    query = urlencode({**more, **({"next": kept(next_address)} if kept(next_address) else {})})
    return f"{path}?{query}" if query else path
