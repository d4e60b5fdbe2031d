"""POST /user/login, …/login/code, …/login/passkey, …/login/factor, POST /user/reauthenticate"""

from gatepost.api import (
    ENROLLING,
    PUBLIC,
    Answer,
    Limits,
    Room,
    UsedPasskey,
    client,
    client_at_log_in,
    remember_device,
)
from gatepost.caller import Caller, SessionCookie
from gatepost.errors import (
    AccountNotActive,
    CrossSiteRequest,
    DeniedByHook,
    FactorLocked,
    ForPrograms,
    InvalidCredentials,
    InvalidInput,
    InvalidPasskey,
    InvalidProof,
    NotOffered,
    PasswordChangeRequired,
    SecondFactorRequired,
    UnknownPasskey,
    WrongPassword,
)
from gatepost.factors.kinds import Proof as FactorProof
from gatepost.login.bodies import CodeLogIn, Credentials, FactorLogIn, PasskeyLogIn, Proof
from gatepost.login.code import log_in_with_code, send_login_code
from gatepost.login.factor import log_in_with_factor
from gatepost.login.find_claimant import find_claimant
from gatepost.login.outcome import FactorDue, Outcome
from gatepost.login.passkey import begin_passkey_login, log_in_with_passkey
from gatepost.login.password import log_in_with_password
from gatepost.login.reauthenticate import reauthenticate, reauthenticate_with_code, reauthenticate_with_factor
from gatepost.one_time_codes.identifier import parse_identifier
from gatepost.one_time_codes.limit_keys import named_account
from gatepost.one_time_codes.redeem_for_user import parse_code_or_link
from gatepost.passkeys.answers import RequestOptions
from gatepost.passkeys.spend_passkey import SentPasskey
from gatepost.sessions.answers import AccessToken, LoggedIn, OwnSession, Reauthenticated
from gatepost.sessions.renew import Renewed
from gatepost.sessions.routes import show
from gatepost.tokens.device_token import device_holder
from gatepost.users.answers import StatusAnswer

room = Room("login")

AT_LOG_IN = (DeniedByHook, NotOffered, CrossSiteRequest)
"""The refusals of a log-in by the blocking hook, and of one that asks for its session in a cookie."""


@room.post(
    "/user/login",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=named_account,
        account_and_address="10/5 minutes",
        account="100/5 minutes",
        everyone="1200/minute",
    ),
    body=Credentials,
    answer=LoggedIn,
    refuses=(InvalidCredentials, AccountNotActive, PasswordChangeRequired, SecondFactorRequired, *AT_LOG_IN),
    hashes=True,
)
def login(body: Credentials) -> Answer:
    """Log in with a password, by username, mobile number or e-mail address.

    Where ACTIVATION is code, only a verified number or address logs in. Send the header Gatepost-Device of the answer
    with later log-ins: then no stranger's failures slow this device.
    """
    known = client_at_log_in(body.session, scope=body.scope, audience=body.audience)
    claimant = find_claimant(username=body.username, mobile=body.mobile, email=body.email, client=known)
    return tell(log_in_with_password(claimant, body.password, new_password=body.new_password))


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
    answer=LoggedIn,
    also={202: StatusAnswer},
    refuses=(InvalidProof, SecondFactorRequired, *AT_LOG_IN),
)
def login_with_code(body: CodeLogIn) -> Answer:
    """Log in without a password: have a code sent, and by e-mail a link; then send it back.

    Without a code or token the answer is 202, the same whether or not there is such a user.
    """
    named = {"username": body.username, "mobile": body.mobile, "email": body.email}
    if body.code is None and body.token is None:
        send_login_code(parse_identifier(**named), client=client())
        return Answer({"message": "If this account is known, a message is on its way.", "status": 202}, status=202)
    known = client_at_log_in(body.session, scope=body.scope, audience=body.audience)
    proof = parse_code_or_link(token=body.token, code=body.code, **named)
    return tell(log_in_with_code(proof, client=known))


@room.post(
    "/user/login/passkey/options", access=PUBLIC, limit="60/minute", answer=RequestOptions, refuses=(NotOffered,)
)
def get_options_to_log_in() -> Answer:
    """Get the options to log in with a passkey.

    Give them to `PublicKeyCredential.parseRequestOptionsFromJSON()`, and its result to `navigator.credentials.get()`.
    They hold for five minutes and one answer, from the device with the header (or cookie) Gatepost-Device.
    """
    begun = begin_passkey_login(client=client())
    return Answer(begun.options, headers=remember_device(begun.device))


@room.post(
    "/user/login/passkey",
    access=PUBLIC,
    limit="30/minute",
    body=PasskeyLogIn,
    answer=LoggedIn,
    refuses=(InvalidPasskey, UnknownPasskey, AccountNotActive, *AT_LOG_IN),
)
def login_with_passkey(body: PasskeyLogIn) -> Answer:
    """Log in with a passkey: send what `navigator.credentials.get()` has returned.

    The passkey names its user. A page of another origin sends the header Gatepost-Device that came with the options.
    """
    known = client_at_log_in(body.session, scope=body.scope, audience=body.audience)
    return tell(log_in_with_passkey(body.model_dump(exclude={"session", "scope", "audience"}), client=known))


@room.post(
    "/user/login/factor",
    access=PUBLIC,
    limit="30/minute",
    body=FactorLogIn,
    answer=LoggedIn,
    refuses=(InvalidProof, FactorLocked, *AT_LOG_IN),
)
def login_with_factor(body: FactorLogIn) -> Answer:
    """Finish a log-in by a second factor.

    After 403 `second_factor_required`, within five minutes and five tries, from the same device. It says again where
    the session goes; the scope and the audience are those that the log-in asked for.
    """
    known = client_at_log_in(body.session)
    proof = _factor_proof(totp=body.code, recovery_code=body.recovery_code, passkey=body.passkey)
    if proof is None:
        raise InvalidInput({"body": [ForPrograms("Give a code, a recovery_code or a passkey.")]})
    return tell(log_in_with_factor(body.token, proof, trust=body.trust_device, client=known))


@room.post(
    "/user/reauthenticate",
    access=ENROLLING,
    limit="10/minute",
    body=Proof,
    answer=Reauthenticated,
    refuses=(WrongPassword, PasswordChangeRequired, InvalidProof, NotOffered, FactorLocked),
    hashes=True,
)
def prove_again(body: Proof, caller: Caller) -> AccessToken | OwnSession:
    """Prove again who you are, for what asks for a recent log-in.

    By the password, a second factor, or both; or by a code, for which to ask by POST /user/login/code with the
    username. Where a recent second factor is asked for, send that one. The session goes on: its tokens stay valid and
    count as recent, and the new access token says so (`auth_time`). A session in a cookie gets another cookie, and the
    one of before ends.
    """
    renewed = _renew(body, caller)
    return show(renewed) if isinstance(renewed, SessionCookie) else renewed


def _renew(body: Proof, caller: Caller) -> Renewed:
    factor = _factor_proof(totp=body.factor_code, recovery_code=body.recovery_code, passkey=body.passkey)
    if body.code is not None and body.password is None and factor is None:
        return reauthenticate_with_code(caller, body.code, client=client())
    if body.password is not None and body.code is None:
        return reauthenticate(caller, body.password, factor=factor, client=client())
    if body.code is not None or factor is None:
        raise InvalidInput({"body": [ForPrograms("Give a password, a code, or a proof of a second factor.")]})
    return reauthenticate_with_factor(caller, factor, client=client())


def _factor_proof(**sent: str | UsedPasskey | None) -> FactorProof | None:
    """The one that is given, by its kind; None for none. Raises InvalidInput for several."""
    given = {kind: value for kind, value in sent.items() if value is not None}
    if len(given) > 1:
        raise InvalidInput({[*given][-1]: [ForPrograms("Give one proof of a second factor.")]})
    for kind, value in given.items():
        if isinstance(value, UsedPasskey):
            return FactorProof(kind, SentPasskey(value.model_dump(), device_holder(client().device)))
        return FactorProof(kind, value)
    return None


def tell(outcome: Outcome) -> Answer:
    """Render the session and the token of the device; or the second factor that is due, in the shape of refusals."""
    if isinstance(outcome, FactorDue):
        seconds = int(outcome.expires_in.total_seconds())
        raise SecondFactorRequired(token=outcome.token, factors=outcome.factors, expires_in=seconds)
    session = outcome.session
    return Answer(
        show(session) if isinstance(session, SessionCookie) else session, headers=remember_device(outcome.device)
    )
