"""Authenticate a client. An unknown one and a wrong secret get the same answer, after the same work."""

from gatepost.caller import ClientCredentials
from gatepost.crypto import digest, random_token, same
from gatepost.errors import InvalidClient
from gatepost.oauth.registry import secret_digests_of
from gatepost.tokens.access_token import CLIENT as PUBLIC_CLIENT

_DECOY = digest(random_token())


def authenticate_client(credentials: ClientCredentials | None, *, public: bool) -> str | None:
    """The ``client_id`` of the registered client with this secret.

    Returns None for the client of our own log-ins, which has no secret, where *public* lets it ask, too.
    Raises InvalidClient.
    """
    if credentials is None:
        raise InvalidClient
    client_id, secret = credentials
    if public and client_id == PUBLIC_CLIENT and secret is None:
        return None
    known, given = secret_digests_of(client_id), digest(secret or "")
    right = [same(given, each) for each in (*known, _DECOY, _DECOY)[:2]]  # always two, whatever there is
    if not any(right) or not known:
        raise InvalidClient
    return client_id
