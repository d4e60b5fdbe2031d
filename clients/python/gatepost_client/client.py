"""A client for threads."""

import time
from collections.abc import Iterator
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

import httpx

from gatepost_client import flows
from gatepost_client.call import Call
from gatepost_client.errors import NoAnswer
from gatepost_client.outcome import FactorDue, Outcome, SignedIn
from gatepost_client.send import Patience
from gatepost_client.session import OwnSession
from gatepost_client.steps import Alone, Failures, Send, Steps, Wait
from gatepost_client.store import MemoryStore, Store
from gatepost_client.types import Credentials

T = TypeVar("T")


class Client:
    """One user's way to the service at *url*. All threads of a process may share it.

    *timeout* is for each wait for the network, in seconds. A call that the service refuses for now is sent up to
    *tries* times, with pauses of *patience* seconds in all at most. *http* is a client of httpx of your own, for
    proxies or certificates; it stays open.
    """

    def __init__(
        self,
        url: str,
        *,
        store: Store | None = None,
        timeout: float = 10,
        tries: int = 3,
        patience: float = 10,
        http: httpx.Client | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._session = OwnSession(store or MemoryStore(), Patience(max(tries, 1), patience))
        self._timeout = timeout
        self._http = http or httpx.Client()
        self._is_own = http is None
        self._lock = Lock()
        self._failures = Failures()

    def send(self, call: Call[T]) -> T:
        """The answer to *call*. Raises Refused, NoAnswer, UnexpectedAnswer."""
        return self._take(flows.answer(self._session, call))

    def pages(self, call: Call[T]) -> Iterator[T]:
        """The answer to *call*, and those with the pages after it. Raises as ``send`` does."""
        following: Call[T] | None = call
        while following is not None:
            answer, following = self._take(flows.page(self._session, following))
            yield answer

    def log_in(self, **credentials: Unpack[Credentials]) -> Outcome:
        """Log in with a password. Raises Refused (``invalid_credentials``, …), NoAnswer, UnexpectedAnswer."""
        return self._take(flows.log_in(self._session, credentials))

    def log_in_with_factor(self, due: FactorDue, **proof: Unpack[flows.FactorProof]) -> SignedIn:
        """Finish a log-in: ``code=``, ``recovery_code=`` or ``passkey=``. Raises Refused (``invalid_proof``, …), …"""
        return self._take(flows.log_in_with_factor(self._session, due, proof))

    def log_in_by(self, call: Call[Any]) -> Outcome:
        """Log in by another call of ``calls.login`` or ``calls.providers``. Raises as ``log_in`` does."""
        return self._take(flows.log_in_by(self._session, call))

    def log_out(self) -> None:
        """End the session. Its tokens are kept until the service has said that it ended. Raises NoAnswer, Refused, …"""
        self._take(self._session.log_out())

    def forget(self) -> None:
        """Keep the tokens of the session no longer, without asking the service."""
        self._take(flows.forget(self._session))

    def close(self) -> None:
        """Close the connections."""
        if self._is_own:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _take(self, steps: Steps[T]) -> T:
        outcome: Any = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]  # StopIteration has no type
            if isinstance(step, Alone):
                outcome = self._alone(step)
            elif isinstance(step, Wait):
                time.sleep(step.seconds)
            else:
                outcome = self._send(step)

    def _alone(self, step: Alone) -> Any:
        seen = self._failures.count
        with self._lock, self._failures.shared(step.once, seen=seen):
            return self._take(step.steps)

    def _send(self, step: Send) -> httpx.Response:
        try:
            return self._http.request(
                step.method,
                f"{self._url}{step.path}",
                params=step.query,
                json=step.body,
                headers=step.headers,
                timeout=self._timeout,
                follow_redirects=False,
            )
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise NoAnswer(error) from error
