"""POST /user/login, POST /user/login/code, POST /user/login/factor, POST /user/reauthenticate"""

from pydantic import Field
from pydantic.config import JsonDict

from gatepost.api import (
    ENROLLING,
    PUBLIC,
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
    FactorLocked,
    InvalidCredentials,
    InvalidInput,
    InvalidProof,
    NotOffered,
    PasswordChangeRequired,
    SecondFactorRequired,
    WrongPassword,
)
from gatepost.factors.kinds import Proof as FactorProof
from gatepost.login.code import log_in_with_code, send_login_code
from gatepost.login.factor import log_in_with_factor
from gatepost.login.outcome import FactorDue, Outcome
from gatepost.login.password import log_in_with_password
from gatepost.login.reauthenticate import reauthenticate, reauthenticate_with_code, reauthenticate_with_factor
from gatepost.one_time_codes.identifier import parse_identifier
from gatepost.one_time_codes.limit_keys import named_account, named_username
from gatepost.one_time_codes.redeem_for_user import parse_code_or_link
from gatepost.sessions.answers import AccessToken, TokenPair
from gatepost.users.answers import StatusAnswer
from gatepost.users.schemas import (
    APP_CODE,
    CODE,
    EMAIL,
    MOBILE,
    NEW_PASSWORD,
    RECOVERY_CODE,
    TOKEN,
    USERNAME,
    never_null,
)

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


class FactorLogIn(Body):
    """The token of a log-in that waits, and a proof of one of its factors: a code of an app, or a recovery code."""

    token: Secret = Field(json_schema_extra={"description": "from `second_factor` of the log-in"})
    code: OptionalName = Field(None, json_schema_extra=never_null(APP_CODE))
    recovery_code: OptionalName = Field(None, json_schema_extra=never_null(RECOVERY_CODE))
    trust_device: bool = Field(False, description="no second factor on this device for GATEPOST_TRUSTED_DEVICE")


class Proof(Body):
    """The password of the user who is signed in, a code that was sent to them, or a proof of a second factor.

    A second factor may come with the password.
    """

    password: OptionalSecret = Field(None, json_schema_extra=never_null({}))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    factor_code: OptionalName = Field(None, json_schema_extra=never_null(APP_CODE))
    recovery_code: OptionalName = Field(None, json_schema_extra=never_null(RECOVERY_CODE))


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
    refuses=(InvalidCredentials, AccountNotActive, PasswordChangeRequired, SecondFactorRequired),
    hashes=True,
)
def login(body: Credentials) -> Answer:
    """Log in with a password.

    Send the header Gatepost-Device of the answer with later log-ins: then no stranger's failures slow this device.
    """
    return answer_outcome(
        log_in_with_password(body.username, body.password, new_password=body.new_password, client=client())
    )


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
    refuses=(InvalidProof, NotOffered, SecondFactorRequired),
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
    return answer_outcome(log_in_with_code(proof, client=client()))


@room.post(
    "/user/login/factor",
    access=PUBLIC,
    limit="30/minute",
    body=FactorLogIn,
    answer=TokenPair,
    refuses=(InvalidProof, FactorLocked),
)
def login_with_factor(body: FactorLogIn) -> Answer:
    """Finish a log-in by a second factor.

    After 403 `second_factor_required`, within five minutes and five tries, from the same device.
    """
    proof = _factor_proof(code=body.code, recovery_code=body.recovery_code)
    if proof is None:
        raise InvalidInput({"body": ["Give a code or a recovery_code."]})
    return answer_outcome(log_in_with_factor(body.token, proof, trust=body.trust_device, client=client()))


@room.post(
    "/user/reauthenticate",
    access=ENROLLING,
    limit="10/minute",
    body=Proof,
    answer=AccessToken,
    refuses=(WrongPassword, PasswordChangeRequired, InvalidProof, NotOffered, FactorLocked),
    hashes=True,
)
def prove_again(body: Proof, caller: Caller) -> AccessToken:
    """Prove again who you are, for what asks for a recent log-in.

    By the password, a second factor, or both; or by a code, for which to ask by POST /user/login/code with the
    username. Where a recent second factor is asked for, send that one. The session goes on: its tokens stay valid and
    count as recent, and the new access token says so (`auth_time`).
    """
    factor = _factor_proof(code=body.factor_code, recovery_code=body.recovery_code)
    if body.code is not None and body.password is None and factor is None:
        return reauthenticate_with_code(caller, body.code, client=client())
    if body.password is not None and body.code is None:
        return reauthenticate(caller, body.password, factor=factor, client=client())
    if body.code is not None or factor is None:
        raise InvalidInput({"body": ["Give a password, a code, or a proof of a second factor."]})
    return reauthenticate_with_factor(caller, factor, client=client())


def _factor_proof(*, code: str | None, recovery_code: str | None) -> FactorProof | None:
    """The one that is given; None for none. Raises InvalidInput for both."""
    if code is not None and recovery_code is not None:
        raise InvalidInput({"recovery_code": ["Give one proof of a second factor."]})
    if code is not None:
        return FactorProof("totp", code)
    return None if recovery_code is None else FactorProof("recovery_code", recovery_code)


def answer_outcome(outcome: Outcome) -> Answer:
    """Render the tokens and the token of the device; or the second factor that is due, in the shape of refusals."""
    if isinstance(outcome, FactorDue):
        seconds = int(outcome.expires_in.total_seconds())
        raise SecondFactorRequired(token=outcome.token, factors=outcome.factors, expires_in=seconds)
    return Answer(outcome.tokens, headers=remember_device(outcome.device))
