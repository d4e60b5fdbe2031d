"""POST /user/change-password/<uuid>, DELETE /user/<uuid>/password, POST /user/forgot-password, …/reset-password"""

from pydantic import Field
from pydantic.config import JsonDict

from gatepost.api import (
    PUBLIC,
    RECENT,
    SIGNED_IN,
    Answer,
    Body,
    Limits,
    OptionalName,
    OptionalSecret,
    Room,
    Secret,
    client,
    remember_device,
)
from gatepost.caller import Caller
from gatepost.errors import (
    FactorRequired,
    Forbidden,
    InvalidProof,
    NoPasskey,
    NoPassword,
    NoVerifiedAddress,
    ReauthenticationRequired,
    UserNotFound,
    WrongPassword,
)
from gatepost.one_time_codes.identifier import parse_identifier
from gatepost.one_time_codes.limit_keys import named_account
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.redeem_for_user import parse_code_or_link
from gatepost.one_time_codes.request_code import request_code
from gatepost.passwords.change_password import change_password, choose_password
from gatepost.passwords.remove_password import remove_password
from gatepost.passwords.reset_password import reset_password
from gatepost.users.answers import MessageAnswer, StatusAnswer
from gatepost.users.schemas import CODE, EMAIL, MOBILE, NEW_PASSWORD, TOKEN, USERNAME, never_null

room = Room("passwords")


_OLD: JsonDict = {"description": "left out by a user who has no password"}


class PasswordChange(Body):
    """The password until now, and the one from now on."""

    old_password: OptionalSecret = Field(None, json_schema_extra=never_null(_OLD))
    new_password: Secret


class Forgotten(Body):
    """Whose password: one of these."""

    username: OptionalName = Field(None, json_schema_extra=never_null(USERNAME))
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))


class PasswordReset(Forgotten):
    """The token of the link; or the code, with what was given when it was asked for."""

    token: OptionalSecret = Field(None, json_schema_extra=never_null(TOKEN))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    new_password: Secret = Field(json_schema_extra=NEW_PASSWORD)


@room.post(
    "/user/change-password/<uuid:uuid>",
    access=SIGNED_IN,
    limit="10/minute",
    body=PasswordChange,
    answer=MessageAnswer,
    refuses=(WrongPassword, UserNotFound, Forbidden, ReauthenticationRequired, FactorRequired),
    hashes=True,
)
def change_own_password(uuid: str, body: PasswordChange, caller: Caller) -> Answer:
    """Change your own password.

    Every other session of yours ends. No device of yours is known any more but this one, by the header Gatepost-Device.
    A user without a password leaves the old one out, after a recent log-in; with a second factor, after a proof of it.
    """
    old, new = body.old_password, body.new_password
    if old is None:
        device = choose_password(caller, uuid, new_password=new, client=client())
    else:
        device = change_password(caller, uuid, old_password=old, new_password=new, client=client())
    return Answer({"message": "Success!"}, headers=remember_device(device))


@room.delete(
    "/user/<uuid:uuid>/password",
    access=RECENT,
    limit="10/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, FactorRequired, NoPassword, NoPasskey, NoVerifiedAddress),
)
def remove_own_password(uuid: str, caller: Caller) -> Answer:
    """Remove your own password, to log in by passkeys alone.

    It takes a recent proof of a second factor, a passkey, and a verified address, by which POST /user/forgot-password
    sets a new password. Every other session of yours ends. No device of yours is known any more but this one, by the
    header Gatepost-Device.
    """
    device = remove_password(caller, uuid, client=client())
    return Answer({"message": "Password removed.", "status": 200}, headers=remember_device(device))


@room.post(
    "/user/forgot-password",
    access=PUBLIC,
    limit=Limits(
        each="10/minute",
        account_of=named_account,
        account_and_address="10/5 minutes",
        account="30/5 minutes",
    ),
    body=Forgotten,
    answer=StatusAnswer,
    status=202,
)
def forget_password(body: Forgotten) -> StatusAnswer:
    """Have a code sent, and by e-mail a link, with which to choose a new password.

    The answer is the same whether or not there is such a user.
    """
    identifier = parse_identifier(username=body.username, mobile=body.mobile, email=body.email)
    request_code(Purpose.RESET, identifier, client=client())
    return {"message": "If this account is known, a message is on its way.", "status": 202}


@room.post(
    "/user/reset-password",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=named_account,
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    body=PasswordReset,
    answer=StatusAnswer,
    refuses=(InvalidProof,),
    hashes=True,
)
def choose_new_password(body: PasswordReset) -> StatusAnswer:
    """Choose a new password by the link or the code of the message.

    Every session of yours ends, and you are told. Log in with the new password then.
    """
    proof = parse_code_or_link(
        token=body.token, code=body.code, username=body.username, mobile=body.mobile, email=body.email
    )
    reset_password(proof, body.new_password, client=client())
    return {"message": "Password changed.", "status": 200}
