"""GET /user/factors, PATCH DELETE /user/factors/<id>, POST /user/factors/totp, …/totp/verify, …/recovery-codes

DELETE /user/<uuid>/factors, POST /user/passkeys
"""

from typing import Annotated, NotRequired

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import (
    ENROLLING,
    FACTOR,
    RECENT,
    RECENT_ENROLLING,
    Answer,
    Body,
    Name,
    NewPasskey,
    Room,
    client,
    own_or,
    remember_device,
)
from gatepost.caller import Caller
from gatepost.errors import (
    FactorLocked,
    FactorNotFound,
    FactorRequired,
    Forbidden,
    InvalidPasskey,
    InvalidProof,
    LastFactor,
    LastWayIn,
    NotOffered,
    PasskeyTaken,
    TooManyFactors,
    TooManyPasskeys,
    UserNotFound,
)
from gatepost.factors.enrol_passkey import enrol_passkey
from gatepost.factors.enrol_totp import begin_totp, verify_totp
from gatepost.factors.models import NAME_MAX
from gatepost.factors.own_factors import count_recovery_codes, list_factors, remove_factor, rename_factor, rfc3339
from gatepost.factors.remove_all import remove_factors_of
from gatepost.factors.renew_codes import renew_codes
from gatepost.passkeys.answers import AddedPasskeyAnswer
from gatepost.sessions.answers import Moment, RenewedSession
from gatepost.sessions.routes import show_renewed
from gatepost.users.answers import StatusAnswer
from gatepost.users.schemas import APP_CODE

room = Room("factors")

ID_PATTERN = "^[0-9a-f]{32}$"


class FactorName(Body):
    """The name that the user gives the factor."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=NAME_MAX, pattern=r"^[^\x00-\x1f\x7f]*$")]


class FirstCode(Body):
    """A code of the app that has just learnt the secret."""

    id: Annotated[str, StringConstraints(pattern=ID_PATTERN)] = Field(description="from POST /user/factors/totp")
    code: Name = Field(json_schema_extra=APP_CODE)


class FactorData(TypedDict):
    """A factor that counts. *kind* is `totp`; *name* is null before the user has given one."""

    id: str
    kind: str
    name: str | None
    created_at: Moment
    last_used_at: Moment | None


class FactorsAnswer(TypedDict):
    """The factors of a user, and how many recovery codes are left."""

    data: list[FactorData]
    recovery_codes: int
    message: str
    status: int


class TotpSecret(TypedDict):
    """The secret with which an app makes codes: by itself, as a URI, and as a picture of that (QR code in SVG)."""

    id: str
    secret: str
    uri: str
    qr: str


class Enrolment(RenewedSession):
    """A token of the session, which has two factors now. With the first factor also the recovery codes, shown once."""

    recovery_codes: NotRequired[list[str]]


class RecoveryCodes(TypedDict):
    """The recovery codes, shown once."""

    recovery_codes: list[str]


@room.get("/user/factors", access=ENROLLING.or_token("account:read"), limit="120/minute", answer=FactorsAnswer)
def get_factors(caller: Caller) -> FactorsAnswer:
    """List your second factors."""
    data: list[FactorData] = [
        {
            "id": factor.id,
            "kind": factor.kind,
            "name": factor.name,
            "created_at": rfc3339(factor.created_at),
            "last_used_at": None if factor.last_used_at is None else rfc3339(factor.last_used_at),
        }
        for factor in list_factors(caller.uuid)
    ]
    left = count_recovery_codes(caller.uuid)
    return {"data": data, "recovery_codes": left, "message": "Success!", "status": 200}


@room.post(
    "/user/factors/totp",
    access=RECENT_ENROLLING,
    limit="10/minute",
    answer=TotpSecret,
    status=201,
    refuses=(TooManyFactors, FactorRequired),
)
def make_totp_secret(caller: Caller) -> TotpSecret:
    """Begin to enrol an app that makes codes (TOTP).

    The secret is shown once, and counts once its first code was sent to POST /user/factors/totp/verify. A user who has
    a second factor must have proven it lately.
    """
    begun = begin_totp(caller)
    return {"id": begun.id, "secret": begun.secret, "uri": begun.uri, "qr": begun.picture}


@room.post(
    "/user/factors/totp/verify",
    access=ENROLLING,
    limit="30/minute",
    body=FirstCode,
    answer=Enrolment,
    refuses=(InvalidProof, FactorLocked, FactorRequired),
)
def verify_first_code(body: FirstCode, caller: Caller) -> Enrolment:
    """Finish the enrolment of an app by a code of it. From then on a log-in asks for one.

    With the first factor your other sessions end, and you get ten recovery codes.
    """
    enrolled = verify_totp(caller, body.id, body.code, client=client())
    name, token = show_renewed(enrolled.renewed)
    answer: Enrolment = {}
    answer[name] = token
    if enrolled.recovery_codes:
        answer["recovery_codes"] = enrolled.recovery_codes
    return answer


@room.post(
    "/user/passkeys",
    access=RECENT_ENROLLING,
    limit="30/minute",
    body=NewPasskey,
    answer=AddedPasskeyAnswer,
    status=201,
    refuses=(NotOffered, FactorRequired, InvalidPasskey, PasskeyTaken, TooManyPasskeys),
)
def add_own_passkey(body: NewPasskey, caller: Caller) -> AddedPasskeyAnswer:
    """Add a passkey: send what `navigator.credentials.create()` has returned.

    Its name is that of its maker, if we know them. The session has two factors from then on. Where you have to have
    one and had none (GATEPOST_SECOND_FACTOR), your other sessions end, and you get ten recovery codes.
    """
    enrolled = enrol_passkey(caller, body.model_dump(), client=client())
    answer: AddedPasskeyAnswer = {
        "data": enrolled.data,
        "signals": enrolled.signals,
        "message": "Passkey added.",
        "status": 201,
    }
    if enrolled.renewed is not None:
        name, token = show_renewed(enrolled.renewed)
        answer[name] = token
    if enrolled.recovery_codes:
        answer["recovery_codes"] = enrolled.recovery_codes
    return answer


@room.post("/user/factors/recovery-codes", access=FACTOR, limit="10/minute", answer=RecoveryCodes, status=201)
def make_recovery_codes(caller: Caller) -> RecoveryCodes:
    """Make ten recovery codes, each good once in place of a second factor. Those of before end."""
    return {"recovery_codes": renew_codes(caller, client=client())}


@room.patch(
    "/user/factors/<id:factor_id>",
    access=RECENT,
    limit="30/minute",
    body=FactorName,
    answer=StatusAnswer,
    refuses=(FactorNotFound,),
)
def name_factor(factor_id: str, body: FactorName, caller: Caller) -> StatusAnswer:
    """Name one of your second factors."""
    rename_factor(caller, factor_id, body.name)
    return {"message": "Success!", "status": 200}


@room.delete(
    "/user/factors/<id:factor_id>",
    access=FACTOR,
    limit="30/minute",
    answer=StatusAnswer,
    refuses=(FactorNotFound, LastFactor),
)
def delete_factor(factor_id: str, caller: Caller) -> Answer:
    """Remove one of your second factors.

    With the last one your recovery codes end. No device of yours is known any more but this one.
    """
    device = remove_factor(caller, factor_id, client=client())
    return Answer({"message": "Factor removed.", "status": 200}, headers=remember_device(device))


@room.delete(
    "/user/<uuid:uuid>/factors",
    access=own_or("factors:remove", recent=True),
    limit="30/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, FactorRequired, FactorNotFound, LastFactor, LastWayIn),
)
def delete_factors_of_user(uuid: str, caller: Caller) -> StatusAnswer:
    """Remove all second factors of a user: another's, or your own after a proof of one.

    The recovery codes and all sessions of the user end, no device is known any more, and the user is told.
    """
    remove_factors_of(uuid, caller=caller, client=client())
    return {"message": "Factors removed.", "status": 200}
