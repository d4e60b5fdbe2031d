"""POST /user/lost-factor, POST /user/lost-factor/stop"""

from datetime import datetime

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import PUBLIC, Answer, Body, Limits, OptionalName, OptionalSecret, Room, Secret, client
from gatepost.errors import InvalidProof, NotOffered
from gatepost.factors.own_factors import rfc3339
from gatepost.lost_factors.report import report_after_first_factor, report_from_address, send_loss_code
from gatepost.lost_factors.stop import stop_removal
from gatepost.one_time_codes.identifier import parse_identifier
from gatepost.one_time_codes.limit_keys import named_account
from gatepost.one_time_codes.redeem_for_user import parse_code_or_link
from gatepost.sessions.answers import Moment
from gatepost.users.answers import StatusAnswer
from gatepost.users.schemas import CODE, EMAIL, MOBILE, TOKEN, USERNAME, never_null

room = Room("lost_factors")


class LostFactorReport(Body):
    """The token of `second_factor` or of a link. Or one of username, mobile and email; then the same with the code."""

    token: OptionalSecret = Field(
        None, json_schema_extra=never_null({"description": "of `second_factor`, or of the link"})
    )
    username: OptionalName = Field(None, json_schema_extra=never_null(USERNAME))
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))


class TokenOfLink(Body):
    """The token of the link in a message: all of it behind the colon."""

    token: Secret = Field(json_schema_extra=TOKEN)


class Waits(TypedDict):
    """The waiting time has begun, or goes on: *removes_at* is its end."""

    removes_at: Moment
    message: str
    status: int


@room.post(
    "/user/lost-factor",
    access=PUBLIC,
    limit=Limits(
        each="10/minute",
        account_of=named_account,
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    body=LostFactorReport,
    answer=Waits,
    also={202: StatusAnswer},
    refuses=(InvalidProof, NotOffered),
)
def report_lost_factor(body: LostFactorReport) -> Answer:
    """Say that your second factors are lost. After a waiting time they are removed, unless somebody objects.

    After the password: send the token of `second_factor`. Without it: have a code sent, and by e-mail a link; then send
    it back. The first answer is 202, the same whether or not there is such a user. All addresses of the user are told,
    with a link that stops it. To ask again changes nothing. A new password, and a right proof of a factor, end it.
    """
    named = {"username": body.username, "mobile": body.mobile, "email": body.email}
    if body.code is None and body.token is None:
        send_loss_code(parse_identifier(**named), client=client())
        return Answer({"message": "If this account is known, a message is on its way.", "status": 202}, status=202)
    proof = parse_code_or_link(token=body.token, code=body.code, **named)
    removes_at = None if body.token is None else report_after_first_factor(body.token, client=client())
    return _answer(removes_at or report_from_address(proof, client=client()))


@room.post(
    "/user/lost-factor/stop",
    access=PUBLIC,
    limit="30/minute",
    body=TokenOfLink,
    answer=StatusAnswer,
    refuses=(InvalidProof,),
)
def keep_factors(body: TokenOfLink) -> StatusAnswer:
    """Keep the second factors that somebody called lost, by the link in the message."""
    stop_removal(body.token, client=client())
    return {"message": "Your second factors stay. Choose a new password.", "status": 200}


def _answer(removes_at: datetime) -> Answer:
    message = "Your second factors will be removed, unless you or somebody who reads your messages objects."
    return Answer({"removes_at": rfc3339(removes_at), "message": message, "status": 200})
