"""A real SMTP server (aiosmtpd) on a free port of 127.0.0.1, which keeps what it gets and misbehaves when told to.

``with MailServer() as mail``: set ``GATEPOST_SMTP_URL`` to ``mail.url``, then ``mail.wait()`` for what arrives.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.received import Mail

# deliver: take every message · refuse: nobody listens · hang: accept the connection and say nothing · temporary: 451
# to every recipient · permanent: 550 to every recipient · stranger: 553 to every sender · unwanted: 554 to every whole
# message · cut: take a whole message and close without an answer · trickle: greet by one byte in a twentieth of a
# second, without an end
Behaviour = Literal["deliver", "refuse", "hang", "temporary", "permanent", "stranger", "unwanted", "cut", "trickle"]


class MailServer:
    """Takes mail. With a certificate it offers STARTTLS (or, with ``tls=True``, speaks TLS from the start); with a
    *login* it takes mail only from that user, by that password."""

    def __init__(
        self,
        *,
        certificate: ssl.SSLContext | None = None,
        tls: bool = False,
        login: tuple[str, str] | None = None,
        utf8: bool = True,
    ) -> None:
        self.messages: list[Mail] = []
        self.connections = 0
        self.log_ins: list[tuple[str, str] | None] = []
        self.port = 0
        self._certificate = certificate
        self._tls = tls
        self._login = login
        self._utf8 = utf8
        self._behaviour: Behaviour = "deliver"
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server", daemon=True)
        self._listener: asyncio.Server | None = None
        self._transports: set[asyncio.Transport] = set()

    @property
    def url(self) -> str:
        """As in GATEPOST_SMTP_URL."""
        login = f"{self._login[0]}:{self._login[1]}@" if self._login else ""
        return f"smtp{'s' if self._tls else ''}://{login}127.0.0.1:{self.port}"

    def behave(self, how: Behaviour) -> None:
        """From the next connection on, do this."""
        self._behaviour = how
        self._run(self._close() if how == "refuse" else self._listen())

    def wait(self, count: int = 1, *, within: float = 10) -> list[Mail]:
        """The messages, once there are *count* of them."""
        with self._news:
            arrived = self._news.wait_for(lambda: len(self.messages) >= count, within)
        assert arrived, f"only {len(self.messages)} of {count} messages came within {within} s"
        return list(self.messages)

    def to(self, address: str) -> list[Mail]:
        """What came for this address, in its order."""
        return [mail for mail in list(self.messages) if address in mail.recipients]

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, deed: Any) -> None:
        asyncio.run_coroutine_threadsafe(deed, self._loop).result(10)

    async def _listen(self) -> None:
        if self._listener is None:
            context = self._certificate if self._tls else None
            self._listener = await self._loop.create_server(self._protocol, "127.0.0.1", self.port, ssl=context)
            self.port = self._listener.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for transport in self._transports:
            transport.abort()
        await asyncio.sleep(0)

    def _protocol(self) -> asyncio.BaseProtocol:
        self.connections += 1
        if self._behaviour in ("hang", "trickle"):
            return _Silent(self._transports, trickling=self._behaviour == "trickle")
        return _Speaking(
            self._transports,
            _Handler(self._behaviour, self._keep),
            loop=self._loop,
            hostname="mail.test",
            enable_SMTPUTF8=self._utf8,
            tls_context=None if self._tls else self._certificate,
            auth_required=self._login is not None,
            auth_require_tls=self._certificate is not None and not self._tls,
            authenticator=self._authenticate,
        )

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: Any) -> AuthResult:
        told = (given.login.decode(), given.password.decode()) if isinstance(given, LoginPassword) else None
        self.log_ins.append(told)
        return AuthResult(success=told == self._login, handled=False, auth_data=told[0] if told else None)

    def _keep(self, mail: Mail) -> None:
        with self._news:
            self.messages.append(mail)
            self._news.notify_all()


class _Handler:
    """What aiosmtpd asks while it speaks with a client."""

    def __init__(self, behaviour: Behaviour, keep: Callable[[Mail], None]) -> None:
        self._behaviour = behaviour
        self._keep = keep

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._behaviour == "stranger":
            return f"553 5.7.1 <{address}>: not yours"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self._behaviour == "temporary":
            return "451 4.3.0 Try again later"
        if self._behaviour == "permanent":
            return f"550 5.1.1 <{address}>: no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        assert server.transport is not None
        if self._behaviour == "cut":
            server.transport.abort()  # type: ignore[attr-defined]
        elif self._behaviour == "unwanted":
            return f"554 5.7.1 <{envelope.rcpt_tos[0]}> does not want this"
        else:
            encrypted = server.transport.get_extra_info("ssl_object") is not None
            self._keep(Mail(str(envelope.mail_from), envelope.rcpt_tos, raw, encrypted, session.auth_data))
        return "250 2.0.0 Taken"


class _Speaking(SMTP):
    """aiosmtpd's server; what it is connected with can be cut off from outside."""

    def __init__(self, transports: set[asyncio.Transport], handler: _Handler, **options: Any) -> None:
        super().__init__(handler, **options)
        self._transports = transports

    def connection_made(self, transport: Any) -> None:
        self._transports.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transports.discard(self.transport)  # type: ignore[arg-type]
        super().connection_lost(error)


class _Silent(asyncio.Protocol):
    """Accepts a connection, and never comes to the point."""

    def __init__(self, transports: set[asyncio.Transport], *, trickling: bool) -> None:
        self._transports = transports
        self._trickling = trickling

    def connection_made(self, transport: Any) -> None:
        self._transports.add(transport)
        self._transport = transport
        if self._trickling:
            self._trickle()

    def connection_lost(self, _error: Exception | None) -> None:
        self._transports.discard(self._transport)

    def _trickle(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b"2")
            asyncio.get_running_loop().call_later(0.05, self._trickle)
