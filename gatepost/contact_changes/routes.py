"""POST /user/<uuid>/prove-change, POST /user/prove-change, POST /user/undo-change, DELETE /user/<uuid>/pending/…"""

from pydantic import Field

from gatepost.api import (
    PUBLIC,
    SIGNED_IN,
    Body,
    Limits,
    OptionalName,
    OptionalSecret,
    Room,
    Secret,
    client,
    own_or,
)
from gatepost.caller import Caller
from gatepost.contact_changes.pending_change import (
    cancel_change,
    verify_change_by_code,
    verify_change_by_link,
    verify_change_by_name,
)
from gatepost.contact_changes.undo_change import undo_change
from gatepost.contacts.address import Kind
from gatepost.errors import (
    EmailTaken,
    Forbidden,
    ForPrograms,
    InvalidInput,
    InvalidProof,
    MobileTaken,
    NothingPending,
    UserNotFound,
)
from gatepost.one_time_codes.limit_keys import named_account
from gatepost.one_time_codes.redeem_for_user import Link, parse_code_or_link
from gatepost.users.answers import StatusAnswer, UserAnswer, show
from gatepost.users.schemas import CODE, EMAIL, MOBILE, TOKEN, USERNAME, never_null

room = Room("addresses")


class CodeOfAddress(Body):
    """The code that was sent to the new address: one of the two."""

    mobile: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    email: OptionalName = Field(None, json_schema_extra=never_null(CODE))


class ProofOfChange(Body):
    """The token of the link in an e-mail; or the code that was sent to a new mobile number, and a name of its user."""

    token: OptionalSecret = Field(None, json_schema_extra=never_null(TOKEN))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    username: OptionalName = Field(None, json_schema_extra=never_null(USERNAME))
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))


class TokenOfLink(Body):
    """The token of the link in a message: all of it behind the colon."""

    token: Secret = Field(json_schema_extra=TOKEN)


@room.post(
    "/user/<uuid:uuid>/prove-change",
    access=SIGNED_IN,
    limit="30/minute",
    body=CodeOfAddress,
    answer=UserAnswer,
    refuses=(InvalidProof, UserNotFound, Forbidden, MobileTaken, EmailTaken),
)
def prove_change_with_code(uuid: str, body: CodeOfAddress, caller: Caller) -> UserAnswer:
    """Prove your new mobile number or e-mail address by the code that was sent there."""
    given: dict[Kind, str | None] = {"mobile": body.mobile, "email": body.email}
    codes = [(kind, code) for kind, code in given.items() if code is not None]
    if len(codes) != 1:
        raise InvalidInput({"body": [ForPrograms("Give one code, as mobile or as email.")]})
    kind, code = codes[0]
    user = verify_change_by_code(caller, uuid, kind, code, client=client())
    return {"data": show(user, active=user.is_active), "message": "Success!", "status": 200}


@room.post(
    "/user/prove-change",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=named_account,
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    body=ProofOfChange,
    answer=StatusAnswer,
    refuses=(InvalidProof, MobileTaken, EmailTaken),
)
def prove_change_with_link(body: ProofOfChange) -> StatusAnswer:
    """Prove a new address without being signed in: an e-mail address by its link, a mobile number by its code.

    With the code send the username, or the mobile number or e-mail address that the account has until then.
    """
    proof = parse_code_or_link(
        token=body.token, code=body.code, username=body.username, mobile=body.mobile, email=body.email
    )
    if isinstance(proof, Link):
        verify_change_by_link(proof.token, client=client())
    else:
        verify_change_by_name(proof.asked, proof.code, client=client())
    return {"message": "The address is confirmed.", "status": 200}


@room.post(
    "/user/undo-change",
    access=PUBLIC,
    limit="30/minute",
    body=TokenOfLink,
    answer=StatusAnswer,
    refuses=(InvalidProof, MobileTaken, EmailTaken),
)
def undo_changed_address(body: TokenOfLink) -> StatusAnswer:
    """Have an address back that was changed, by the link that was sent to it.

    All sessions of the account end, and its password stops working; a link to choose a new one is sent to the address.
    """
    undo_change(body.token, client=client())
    return {"message": "The change is undone. Choose a new password.", "status": 200}


@room.delete(
    "/user/<uuid:uuid>/pending/mobile",
    access=own_or("users:write"),
    limit="30/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, NothingPending),
)
def withdraw_mobile(uuid: str, caller: Caller) -> StatusAnswer:
    """Withdraw the change of a mobile number that waits for its proof."""
    cancel_change(caller, uuid, "mobile", client=client())
    return {"message": "Withdrawn.", "status": 200}


@room.delete(
    "/user/<uuid:uuid>/pending/email",
    access=own_or("users:write"),
    limit="30/minute",
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, NothingPending),
)
def withdraw_email(uuid: str, caller: Caller) -> StatusAnswer:
    """Withdraw the change of an e-mail address that waits for its proof."""
    cancel_change(caller, uuid, "email", client=client())
    return {"message": "Withdrawn.", "status": 200}
