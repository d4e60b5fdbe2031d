"""After the fault: compare each acknowledged fact with what the service says."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from tests.serving.wire import Reply, ask

from .account import Account, Session, State
from .ledger import Ledger

PATIENCE = 60.0  # seconds until the service has to be well again


def examine(url: str, accounts: Iterable[Account], ledger: Ledger) -> None:
    """Write down each fact that is lost or wrong."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda account: _examine_account(url, account, ledger), accounts))


def _examine_account(url: str, account: Account, ledger: Ledger) -> None:
    for session in account.sessions:
        _examine_session(url, account, session, ledger)
    statuses = [_log_in(url, account.username, password) for password in account.passwords]
    if account.state is State.THERE and 200 not in statuses:
        ledger.lose(f"account {account.username}: {statuses}")
    if account.state is State.GONE and 200 in statuses:
        ledger.find_wrong(f"deleted account {account.username} is there")


def _examine_session(url: str, account: Account, session: Session, ledger: Ledger) -> None:
    if session.state is State.UNKNOWN or account.state is State.UNKNOWN:
        return
    read = _settled(url, f"GET /user/{account.uuid}", token=session.access_token)
    refreshed = _settled(url, "POST /user/refresh-token/", token=session.refresh_token)
    statuses = (read.status, refreshed.status)
    if session.state is State.GONE and statuses != (401, 401):
        ledger.find_wrong(f"an ended session of {account.username} gets {statuses}")
    if session.state is State.THERE:
        if statuses != (200, 200):
            why = ", whose last refresh got no answer" if session.answer_lost else ""
            ledger.lose(f"session of {account.username}{why}: {statuses}")
        elif (email := read.json["data"].get("email")) not in account.emails:
            ledger.lose(f"email of {account.username}: {email}, not one of {account.emails}")


def _log_in(url: str, username: str, password: str) -> int:
    return _settled(url, "POST /user/login", {"username": username, "password": password}).status


def _settled(url: str, line: str, body: object = None, *, token: str = "") -> Reply:
    """The answer, once the service is well."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            reply = ask(url, line, body, token=token)
        except OSError:
            reply = None
        if reply is not None and reply.status not in (429, 503):
            return reply
        if time.monotonic() > deadline:
            raise TimeoutError(f"{line} gets no answer {PATIENCE:g} s after the fault")
        time.sleep(0.2)
