"""Request bodies as bytes: bounded, of a declared type, and read even if no endpoint needs them."""

import re
from contextlib import suppress
from typing import Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from gatepost.errors import InvalidRequest, Refusal, TooLarge
from gatepost.http.media_type import text_type
from gatepost.http.present import present

MAX_BYTES = 64 * 1024
MOST_DISCARDED = 1024 * 1024  # a client that sends more loses the connection
WHOLE = "gatepost.body"  # the bytes of a body that a server has read whole, or more than MAX_BYTES of it
_READ = "gatepost.body_read"


def read_body(kind: re.Pattern[str], *, otherwise: type[Refusal]) -> bytes:
    """The whole body of the present request, at most MAX_BYTES, if its Content-Type matches *kind* or is missing.

    Raises *otherwise* for another type, TooLarge, InvalidRequest if the body ended too early.
    """
    content_type = present().get("CONTENT_TYPE")
    if content_type and not kind.fullmatch(text_type(content_type) or ""):
        raise otherwise
    raw: bytes | None = present().get(WHOLE)
    if raw is None:
        try:
            raw = get_input_stream(present(), max_content_length=MAX_BYTES + 1).read()
        except RequestEntityTooLarge:
            raise TooLarge from None
    if len(raw) > MAX_BYTES:
        raise TooLarge
    if is_cut_short(present(), len(raw)):
        raise InvalidRequest
    present()[_READ] = True
    return raw


def is_cut_short(environ: dict[str, Any], length: int) -> bool:
    """Whether a body of this *length* ended before its declared end, such as when the client hung up.

    Its beginning may be whole JSON by chance, but it is not what the client meant (RFC 9112 section 8).
    """
    declared = environ.get("CONTENT_LENGTH", "")
    is_declared = declared.isdecimal() and "HTTP_TRANSFER_ENCODING" not in environ
    return is_declared and length < min(int(declared), MAX_BYTES)


def discard_unread(environ: dict[str, Any]) -> None:
    """Read and discard the body of a request that was answered without it, up to MOST_DISCARDED bytes.

    Otherwise the server closes the connection, perhaps while the client sends its next request.
    """
    if environ.get("wsgi.input_terminated") and _READ not in environ:
        with suppress(OSError):
            for _ in range(MOST_DISCARDED // MAX_BYTES):
                if not environ["wsgi.input"].read(MAX_BYTES):
                    break
