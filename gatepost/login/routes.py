"""POST /user/login, POST /user/login/code, POST /user/reauthenticate"""

from pydantic import Field
from pydantic.config import JsonDict

from gatepost.api import (
    PUBLIC,
    SIGNED_IN,
    Answer,
    Body,
    Limits,
    Name,
    OptionalName,
    OptionalSecret,
    Room,
    Secret,
    client,
    remember_device,
)
from gatepost.caller import Caller
from gatepost.errors import (
    AccountNotActive,
    InvalidCredentials,
    InvalidInput,
    InvalidProof,
    NotOffered,
    PasswordChangeRequired,
    WrongPassword,
)
from gatepost.login.code import log_in_with_code, send_login_code
from gatepost.login.outcome import FactorDue, Outcome
from gatepost.login.password import log_in_with_password
from gatepost.login.reauthenticate import reauthenticate, reauthenticate_with_code
from gatepost.one_time_codes.identifier import parse_identifier
from gatepost.one_time_codes.limit_keys import named_account, named_username
from gatepost.one_time_codes.redeem_for_user import parse_code_or_link
from gatepost.sessions.answers import AccessToken, TokenPair
from gatepost.users.answers import StatusAnswer
from gatepost.users.schemas import CODE, EMAIL, MOBILE, NEW_PASSWORD, TOKEN, USERNAME, never_null

room = Room("login")


_WHEN: JsonDict = {"description": "only where the password until now has expired (403 `password_change_required`)"}


class Credentials(Body):
    """A username and its password; a new one where that has expired."""

    username: Name
    password: Secret
    new_password: OptionalSecret = Field(None, json_schema_extra=never_null(NEW_PASSWORD | _WHEN))


class CodeLogIn(Body):
    """One of username, mobile and email; then the same with the code. Or the token of the link."""

    username: OptionalName = Field(None, json_schema_extra=never_null(USERNAME))
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    token: OptionalSecret = Field(None, json_schema_extra=never_null(TOKEN))


class Proof(Body):
    """The password of the user who is signed in, or a code that was sent to them."""

    password: OptionalSecret = Field(None, json_schema_extra=never_null({}))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))


@room.post(
    "/user/login",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=lambda body: named_username(body.username),
        account_and_address="10/5 minutes",
        account="100/5 minutes",
        everyone="1200/minute",
    ),
    body=Credentials,
    answer=TokenPair,
    refuses=(InvalidCredentials, AccountNotActive, PasswordChangeRequired),
    hashes=True,
)
def login(body: Credentials) -> Answer:
    """Log in with a password.

    Send the header Gatepost-Device of the answer with later log-ins: then no stranger's failures slow this device.
    """
    return _answer(log_in_with_password(body.username, body.password, new_password=body.new_password, client=client()))


@room.post(
    "/user/login/code",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=named_account,
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    body=CodeLogIn,
    answer=TokenPair,
    also={202: StatusAnswer},
    refuses=(InvalidProof, NotOffered),
)
def login_with_code(body: CodeLogIn) -> Answer:
    """Log in without a password: have a code sent, and by e-mail a link; then send it back.

    Without a code or token the answer is 202, the same whether or not there is such a user.
    """
    named = {"username": body.username, "mobile": body.mobile, "email": body.email}
    if body.code is None and body.token is None:
        send_login_code(parse_identifier(**named), client=client())
        return Answer({"message": "If this account is known, a message is on its way.", "status": 202}, status=202)
    proof = parse_code_or_link(token=body.token, code=body.code, **named)
    return _answer(log_in_with_code(proof, client=client()))


@room.post(
    "/user/reauthenticate",
    access=SIGNED_IN,
    limit="10/minute",
    body=Proof,
    answer=AccessToken,
    refuses=(WrongPassword, PasswordChangeRequired, InvalidProof, NotOffered),
    hashes=True,
)
def prove_again(body: Proof, caller: Caller) -> AccessToken:
    """Prove again who you are, for what asks for a recent log-in.

    By the password; or by a code, for which to ask by POST /user/login/code with the username.
    The session goes on: its tokens stay valid and count as recent, and the new access token says so (`auth_time`).
    """
    if body.code is not None and body.password is None:
        return reauthenticate_with_code(caller, body.code, client=client())
    if body.password is None or body.code is not None:
        raise InvalidInput({"body": ["Give a password or a code."]})
    return reauthenticate(caller, body.password, client=client())


def _answer(outcome: Outcome) -> Answer:
    """Render the tokens and the token of the device; or the second factor that is due, in the shape of refusals."""
    if isinstance(outcome, FactorDue):
        told = {"message": "A second factor is needed.", "status": 403, "code": "second_factor_required"}
        due = {
            "token": outcome.token,
            "factors": list(outcome.factors),
            "expires_in": int(outcome.expires_in.total_seconds()),
        }
        return Answer({**told, "second_factor": due}, status=403)
    return Answer(outcome.tokens, headers=remember_device(outcome.device))
