"""POST /user/login, POST /user/login/code, POST /user/login/passkey, POST /user/reauthenticate"""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from gatepost.api import (
    PUBLIC,
    SIGNED_IN,
    Answer,
    AuthenticatorAnswer,
    Base64Url,
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
    InvalidPasskey,
    InvalidProof,
    NotOffered,
    PasswordChangeRequired,
    UnknownPasskey,
    WrongPassword,
)
from gatepost.login.code import log_in_with_code, send_login_code
from gatepost.login.outcome import FactorDue, Outcome
from gatepost.login.passkey import begin_passkey_login, log_in_with_passkey
from gatepost.login.password import log_in_with_password
from gatepost.login.reauthenticate import reauthenticate, reauthenticate_with_code
from gatepost.one_time_codes.identifier import parse_identifier
from gatepost.one_time_codes.limit_keys import named_account, named_username
from gatepost.one_time_codes.redeem_for_user import parse_code_or_link
from gatepost.passkeys.answers import RequestOptions
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


class Assertion(Body):
    """What the authenticator has signed. Members that browsers add are ignored."""

    model_config = ConfigDict(extra="ignore")

    clientDataJSON: Base64Url
    authenticatorData: Base64Url
    signature: Base64Url
    userHandle: Annotated[str, StringConstraints(max_length=100, pattern=r"^[A-Za-z0-9_-]*$")] | None = None


class UsedPasskey(AuthenticatorAnswer):
    """The answer of ``navigator.credentials.get()``, as ``toJSON()`` gives it (AuthenticationResponseJSON)."""

    response: Assertion


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
    "/user/login/passkey/options", access=PUBLIC, limit="60/minute", answer=RequestOptions, refuses=(NotOffered,)
)
def get_options_to_log_in() -> Answer:
    """Get the options to log in with a passkey.

    Give them to `PublicKeyCredential.parseRequestOptionsFromJSON()`, and its result to `navigator.credentials.get()`.
    They hold for five minutes and one answer, from the device with the header (or cookie) Gatepost-Device of this
    answer.
    """
    begun = begin_passkey_login(client=client())
    return Answer(begun.options, headers=remember_device(begun.device))


@room.post(
    "/user/login/passkey",
    access=PUBLIC,
    limit="30/minute",
    body=UsedPasskey,
    answer=TokenPair,
    refuses=(InvalidPasskey, UnknownPasskey, AccountNotActive, NotOffered),
)
def login_with_passkey(body: UsedPasskey) -> Answer:
    """Log in with a passkey: send what `navigator.credentials.get()` has returned.

    The passkey names its user. Outside of a browser of this site, send the header Gatepost-Device that came with the
    options.
    """
    return _answer(log_in_with_passkey(body.model_dump(), client=client()))


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
