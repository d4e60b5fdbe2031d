"""Client credentials: by HTTP Basic, or in the form (RFC 6749 section 2.3.1)."""

import re
from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import unquote_plus

from gatepost.caller import ClientCredentials
from gatepost.errors import InvalidClient, TwoWaysToAuthenticate
from gatepost.http.present import present

_SCHEME = re.compile(r"basic( |$)", re.IGNORECASE)


def client_credentials(fields: Mapping[str, str]) -> ClientCredentials | None:
    """The credentials in the header ``Authorization``, otherwise those in the form; None if there are none.

    Raises InvalidClient for a malformed header, TwoWaysToAuthenticate.
    """
    header = present().get("HTTP_AUTHORIZATION", "")
    client_id, secret = fields.get("client_id"), fields.get("client_secret")
    if not _SCHEME.match(header):
        return ClientCredentials(client_id, secret) if client_id is not None else None
    found = _basic(header[len("basic ") :].strip(" "))
    if secret is not None or client_id not in (None, found.client_id):
        raise TwoWaysToAuthenticate
    return found


def _basic(encoded: str) -> ClientCredentials:
    """Decode HTTP Basic: both parts are form-encoded before they are joined. An empty secret counts as none."""
    try:
        client_id, colon, secret = b64decode(encoded, validate=True).decode().partition(":")
        if not colon:
            raise InvalidClient
        client_id, secret = (unquote_plus(part, errors="strict") for part in (client_id, secret))
        return ClientCredentials(client_id, secret or None)
    except ValueError:
        raise InvalidClient from None
