"""E-mail by an SMTP server (RFC 5321), with encryption and log-in as in its URL."""

import re
import socket
import ssl
from contextlib import suppress
from datetime import timedelta
from smtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from gatepost.messaging.message import Message
from gatepost.messaging.senders.compose import compose, recipient
from gatepost.messaging.senders.connection import TimedConnection, timed_connection
from gatepost.outbox.kinds import NotDelivered
from gatepost.server_addresses import Mailbox, SmtpServer

_PERMANENT = range(500, 600)
_LOG_IN_FIRST = 530  # RFC 4954


class SmtpSender:
    """Sends e-mails by one server.

    Only a 5xx for the recipient or for the message is permanent. An error at the connection, the log-in or the sender
    concerns the settings, which can be mended.
    """

    def __init__(self, server: SmtpServer, sender: Mailbox, timeout: timedelta) -> None:
        self.server = f"the mail server {server.host}, port {server.port}"
        self._server = server
        self._sender = sender
        self._timeout = timeout
        self._tls = ssl.create_default_context()

    def send(self, message: Message) -> None:
        """Return once the server has accepted *message*. Raises NotDelivered."""
        to = recipient(message)
        mail = compose(message, sender=self._sender, to=to)
        with timed_connection(self._timeout) as timed:
            client = self._greet(timed)
            try:
                self._secure(client)
                client.send_message(mail, self._sender.address, [to])
            except SMTPRecipientsRefused as error:
                ((code, text),) = error.recipients.values()
                raise _refused("the recipient", code, text) from None
            except SMTPDataError as error:
                raise _refused("the message", error.smtp_code, error.smtp_error) from None
            except SMTPNotSupportedError:
                raise NotDelivered("the server takes no address with such letters", permanent=True) from None
            except SMTPAuthenticationError as error:
                raise NotDelivered(f"the log-in was refused ({_code(error.smtp_code, error.smtp_error)})") from None
            except SMTPResponseException as error:
                raise NotDelivered(f"the server answered {_code(error.smtp_code, error.smtp_error)}") from None
            finally:
                with suppress(OSError):
                    client.putcmd("quit")  # its answer is not needed, because the message is accepted
                client.close()

    def _greet(self, timed: TimedConnection) -> SMTP:
        try:
            return _Client(timed, self._server, tls=self._tls, name=self._sender.domain)
        except SMTPResponseException as error:
            raise NotDelivered(f"the server answered {_code(error.smtp_code, error.smtp_error)}") from None

    def _secure(self, client: SMTP) -> None:
        """Encrypt the connection, then log in, as configured. Raises NotDelivered."""
        client.ehlo_or_helo_if_needed()
        if not self._server.tls and self._server.starttls != "off":
            if client.has_extn("starttls"):
                client.starttls(context=self._tls)
            elif self._server.starttls == "required":
                raise NotDelivered("the server offers no STARTTLS, and without it nothing is sent")
        if self._server.user is not None:
            try:
                client.login(self._server.user, self._server.password)
            except (SMTPResponseException, SMTPServerDisconnected):
                raise
            except SMTPException:
                raise NotDelivered("the server offers no way to log in that is known here") from None


class _Client(SMTP):
    """smtplib's client on a TimedConnection. It overrides the method that SMTP_SSL overrides, too."""

    def __init__(self, timed: TimedConnection, server: SmtpServer, *, tls: ssl.SSLContext, name: str) -> None:
        self._timed = timed
        self._implicit_tls = tls if server.tls else None
        super().__init__(server.host, server.port, local_hostname=name)

    def _get_socket(self, host: str, port: int, _timeout: float) -> socket.socket:
        return self._timed.connect(host, port, tls=self._implicit_tls)


def _refused(what: str, code: int, text: bytes | str) -> NotDelivered:
    permanent = code in _PERMANENT and code != _LOG_IN_FIRST
    return NotDelivered(f"the server refused {what} ({_code(code, text)})", permanent=permanent)


def _code(code: int, text: bytes | str) -> str:
    """The code and the enhanced code (RFC 3463). The rest is left out, because it may contain an address."""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    enhanced = re.match(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}\b", words)
    return f"{code} {enhanced[0]}" if enhanced else str(code)
