"""POST /user/login"""

from gatepost.errors import AccountNotActive, InvalidCredentials
from gatepost.login.password import log_in_with_password
from gatepost.sessions.answers import TokenPair
from gatepost.web import PUBLIC, Body, Name, Room, Secret, client

room = Room("login")


class Credentials(Body):
    """A username and its password."""

    username: Name
    password: Secret


@room.post(
    "/user/login",
    access=PUBLIC,
    limit="30/minute",
    body=Credentials,
    answer=TokenPair,
    refuses=(InvalidCredentials, AccountNotActive),
)
def login(body: Credentials) -> TokenPair:
    """Log in with a password."""
    return log_in_with_password(body.username, body.password, client=client())
