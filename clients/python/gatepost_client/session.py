"""The session of a client: begun, sent with each call, refreshed once for all who need it, ended."""

from dataclasses import replace
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from gatepost_client.call import Call
from gatepost_client.errors import Refused, json_of, read, read_pair
from gatepost_client.send import Patience, send
from gatepost_client.steps import Alone, Steps
from gatepost_client.store import Session, Store

T = TypeVar("T")
_REFRESH: Call[Any] = Call("POST", "/user/refresh-token/")
_LOG_OUT: Call[Any] = Call("POST", "/user/logout/")


class OwnSession:
    """The steps of everything that a client does in its session."""

    def __init__(self, store: Store, patience: Patience) -> None:
        self._store = store
        self._patience = patience

    def ask(self, call: Call[T]) -> Steps[httpx.Response]:
        """The answer to *call*. If its access token has expired, the session is refreshed and the call sent again.

        401 ``invalid_token`` means that nothing was done, so it is repeated whatever it does.
        """
        session = None if call.is_public else self._store.load().session
        response = yield from self._send(call, session)
        if session is not None and _is_invalid_token(response):
            renewed: Session | None = yield Alone(self._refresh(session), once=f"refresh {session.access_token}")
            if renewed is not None:
                response = yield from self._send(call, renewed)
                session = renewed
        if response.is_success and ("Gatepost-Device" in response.headers or call.effect):
            yield Alone(self._keep(call, response, of=session.id if session else ""))
        return response

    def log_out(self) -> Steps[None]:
        """End the session. Its tokens are kept until the service says that it has ended; the device token stays."""
        session = self._store.load().session
        if session is None:
            return
        try:
            read((yield from self.ask(_LOG_OUT)))
        except Refused as refused:
            if refused.code != "invalid_token":  # it had ended before
                raise
        yield Alone(self.forget(only=session.id))

    def forget(self, *, only: str = "") -> Steps[None]:
        """Keep the tokens of the session no longer; with *only* not those of another one than that."""
        yield from ()  # a generator like the others
        kept = self._store.load()
        if kept.session and only in ("", kept.session.id):
            self._store.save(replace(kept, session=None))

    def _send(
        self, call: Call[Any], session: Session | None, *, token: str = "", repeatable: bool = False
    ) -> Steps[httpx.Response]:
        headers = {}
        if device := self._store.load().device:
            headers["Gatepost-Device"] = device
        if session is not None:
            headers["Authorization"] = f"Bearer {token or session.access_token}"
        return (yield from send(call, headers, self._patience, repeatable=repeatable))

    def _refresh(self, used: Session) -> Steps[Session | None]:
        """The session with a fresh access token, and kept so; None if it has ended, or another one has begun.

        *used* is what the refused call was sent with. A refresh whose answer was lost is safe to repeat: the same
        refresh token gets the same successor until that is used (decision 38 of Gatepost).
        """
        kept = self._store.load()
        if kept.session is None or kept.session.id != used.id:
            return None
        if kept.session.access_token != used.access_token:
            return kept.session  # another call has refreshed it
        response = yield from self._send(_REFRESH, used, token=kept.session.refresh_token, repeatable=True)
        if _is_invalid_token(response):
            self._store.save(replace(kept, session=None))
            return None
        renewed = Session(used.id, *read_pair(response))
        self._store.save(replace(kept, session=renewed))
        return renewed

    def _keep(self, call: Call[Any], response: httpx.Response, *, of: str) -> Steps[None]:
        """Keep the tokens of an answer: those of a session that begins, of the present one (*of*), of the device."""
        yield from ()  # a generator like the others
        told, kept = json_of(response) or {}, self._store.load()
        kept = replace(kept, device=response.headers.get("Gatepost-Device", kept.device))
        if call.effect == "begins" and "refresh_token" in told:
            kept = replace(kept, session=Session(uuid4().hex, *read_pair(response)))
        elif call.effect == "renews" and "access_token" in told and kept.session and kept.session.id == of:
            kept = replace(kept, session=replace(kept.session, access_token=told["access_token"]))
        self._store.save(kept)


def _is_invalid_token(response: httpx.Response) -> bool:
    if response.status_code != 401:  # noqa: PLR2004  Unauthorized
        return False
    told = json_of(response)
    return told is not None and told.get("code") == "invalid_token"
