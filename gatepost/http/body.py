"""Request bodies as bytes: bounded, of a declared type, and read even if no endpoint needs them."""

import re
from contextlib import suppress
from typing import Any

from flask import request

from gatepost.errors import Refusal, TooLarge

MAX_BYTES = 64 * 1024
MOST_DISCARDED = 1024 * 1024  # a client that sends more loses the connection
_READ = "gatepost.body_read"


def read_body(kind: re.Pattern[str], *, otherwise: type[Refusal]) -> bytes:
    """The whole body of the present request, at most MAX_BYTES, if its Content-Type matches *kind* or is missing.

    Raises *otherwise* for another type, TooLarge.
    """
    content_type = request.environ.get("CONTENT_TYPE")
    if content_type and not kind.fullmatch(content_type.strip()):
        raise otherwise
    raw = request.get_data(cache=False)
    if len(raw) > MAX_BYTES:
        raise TooLarge
    request.environ[_READ] = True
    return raw


def discard_unread(environ: dict[str, Any]) -> None:
    """Read and discard the body of a request that was answered without it, up to MOST_DISCARDED bytes.

    Otherwise the server closes the connection, perhaps while the client sends its next request.
    """
    if environ.get("wsgi.input_terminated") and _READ not in environ:
        with suppress(OSError):
            for _ in range(MOST_DISCARDED // MAX_BYTES):
                if not environ["wsgi.input"].read(MAX_BYTES):
                    break
