"""POST /user/login, POST /user/reauthenticate"""

from gatepost.caller import Caller
from gatepost.errors import AccountNotActive, InvalidCredentials, WrongPassword
from gatepost.login.password import log_in_with_password
from gatepost.login.reauthenticate import reauthenticate
from gatepost.sessions.answers import AccessToken, TokenPair
from gatepost.web import PUBLIC, SIGNED_IN, Body, Name, Room, Secret, client

room = Room("login")


class Credentials(Body):
    """A username and its password."""

    username: Name
    password: Secret


class Proof(Body):
    """The password of the user who is signed in."""

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


@room.post(
    "/user/reauthenticate",
    access=SIGNED_IN,
    limit="10/minute",
    body=Proof,
    answer=AccessToken,
    refuses=(WrongPassword,),
)
def prove_again(body: Proof, caller: Caller) -> AccessToken:
    """Prove again who you are, for what asks for a recent log-in.

    The session goes on: its tokens stay valid and count as recent, and the new access token says so (`auth_time`).
    """
    return reauthenticate(caller, body.password)
