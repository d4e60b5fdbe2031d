"""A client for asyncio."""

import asyncio
from collections.abc import AsyncIterator
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


class AsyncClient:
    """``Client`` for asyncio: the same methods, awaited. All tasks of a loop may share it.

    A task may be cancelled at any moment. If it was refreshing the session, the next call refreshes it again, with the
    same refresh token, and gets the tokens that were lost.
    """

    def __init__(
        self,
        url: str,
        *,
        store: Store | None = None,
        timeout: float = 10,
        tries: int = 3,
        patience: float = 10,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._session = OwnSession(store or MemoryStore(), Patience(max(tries, 1), patience))
        self._timeout = timeout
        self._http = http or httpx.AsyncClient()
        self._is_own = http is None
        self._lock = asyncio.Lock()
        self._failures = Failures()

    async def send(self, call: Call[T]) -> T:
        """The answer to *call*. Raises Refused, NoAnswer, UnexpectedAnswer."""
        return await self._take(flows.answer(self._session, call))

    async def pages(self, call: Call[T]) -> AsyncIterator[T]:
        """The answer to *call*, and those with the pages after it. Raises as ``send`` does."""
        following: Call[T] | None = call
        while following is not None:
            answer, following = await self._take(flows.page(self._session, following))
            yield answer

    async def log_in(self, **credentials: Unpack[Credentials]) -> Outcome:
        """Log in with a password. Raises Refused (``invalid_credentials``, …), NoAnswer, UnexpectedAnswer."""
        return await self._take(flows.log_in(self._session, credentials))

    async def log_in_with_factor(self, due: FactorDue, **proof: Unpack[flows.FactorProof]) -> SignedIn:
        """Finish a log-in: ``code=``, ``recovery_code=`` or ``passkey=``. Raises Refused (``invalid_proof``, …), …"""
        return await self._take(flows.log_in_with_factor(self._session, due, proof))

    async def log_in_by(self, call: Call[Any]) -> Outcome:
        """Log in by another call of ``calls.login`` or ``calls.providers``. Raises as ``log_in`` does."""
        return await self._take(flows.log_in_by(self._session, call))

    async def log_out(self) -> None:
        """End the session. Its tokens are kept until the service has said that it ended. Raises NoAnswer, Refused, …"""
        await self._take(self._session.log_out())

    async def forget(self) -> None:
        """Keep the tokens of the session no longer, without asking the service."""
        await self._take(flows.forget(self._session))

    async def close(self) -> None:
        """Close the connections."""
        if self._is_own:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def _take(self, steps: Steps[T]) -> T:
        outcome: Any = None
        while True:
            try:
                step = steps.send(outcome)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]  # StopIteration has no type
            if isinstance(step, Alone):
                outcome = await self._alone(step)
            elif isinstance(step, Wait):
                await asyncio.sleep(step.seconds)
            else:
                outcome = await self._send(step)

    async def _alone(self, step: Alone) -> Any:
        seen = self._failures.count
        async with self._lock:
            with self._failures.shared(step.once, seen=seen):
                return await self._take(step.steps)

    async def _send(self, step: Send) -> httpx.Response:
        try:
            return await self._http.request(
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
