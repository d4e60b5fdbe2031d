"""POST /user, POST /user/activate-account/"""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from pydantic.config import JsonDict

from gatepost.api import (
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
from gatepost.errors import (
    AccountNotActive,
    DeniedByHook,
    EmailTaken,
    ForPrograms,
    InvalidInput,
    InvalidProof,
    InvitationRequired,
    MobileTaken,
    Reason,
    SignUpClosed,
    UsernameTaken,
    UserNotFound,
)
from gatepost.fields.given import GivenFields
from gatepost.input_errors import InputErrors
from gatepost.one_time_codes.identifier import Identifier, parse_contact
from gatepost.one_time_codes.limit_keys import named_address
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.request_code import request_code
from gatepost.registration.activate import activate, activate_by_code, activate_by_link
from gatepost.registration.register import check_registration, register, register_privately
from gatepost.registration.register_invited import check_sign_up, register_invited
from gatepost.settings import settings
from gatepost.tokens.device_token import issue_device_token
from gatepost.users.answers import ActivationAnswer, StatusAnswer, UserAnswer, show, with_fields
from gatepost.users.identifiers import username_forms
from gatepost.users.models import User
from gatepost.users.schemas import CODE, EMAIL, LOCALE, MOBILE, NEW_PASSWORD, TOKEN, USERNAME, never_null

room = Room("registration")


_INVITATION: JsonDict = {"description": "what stands behind `#invitation:` in the link; in place of mobile and email"}


class Registration(Body):
    """A request for an account, by a mobile number, an e-mail address or both; or by the token of an invitation."""

    username: Name = Field(json_schema_extra=USERNAME)
    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    locale: OptionalName = Field(None, json_schema_extra=never_null(LOCALE))
    password: Secret = Field(json_schema_extra=NEW_PASSWORD)
    invitation: OptionalSecret = Field(None, json_schema_extra=never_null(_INVITATION))

    fields: GivenFields = Field({}, description="values of declared fields")

    @classmethod
    def check_given(cls, given: Mapping[str, Any]) -> None:
        check_registration(given)


class Activation(Body):
    """One of mobile and email; then the same with the code. Or the token of the link.

    The username tells which account is meant, where several wait for one address.
    """

    mobile: OptionalName = Field(None, json_schema_extra=never_null(MOBILE))
    email: OptionalName = Field(None, json_schema_extra=never_null(EMAIL))
    username: OptionalName = Field(None, json_schema_extra=never_null(USERNAME))
    code: OptionalName = Field(None, json_schema_extra=never_null(CODE))
    token: OptionalSecret = Field(None, json_schema_extra=never_null(TOKEN))


@room.post(
    "/user",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=named_address,
        account_and_address="10/5 minutes",
        account="30/5 minutes",
    ),
    body=Registration,
    answer=UserAnswer,
    status=201,
    also={202: StatusAnswer},
    refuses=(SignUpClosed, InvitationRequired, DeniedByHook, InvalidProof, UsernameTaken, MobileTaken, EmailTaken),
    hashes=True,
)
def register_user(body: Registration) -> Answer:
    """Register an account.

    Where ACTIVATION is code, a code is sent to the mobile number, or else to the e-mail address. Until the account is
    active, the same username and password continue the registration with the addresses of the new request. Where
    REGISTRATION_ANSWER is private, the answer is 202, the same for a new and for a taken identifier. That hides who
    has a mobile number or an e-mail address, not which usernames there are.

    Send the header Gatepost-Device of the answer with the activation. Otherwise the link of the message ends the
    password.

    With an invitation the account is active at once, and the address of the invitation is its own. Where SIGN_UP is
    invited, there is no other way.
    """
    check_sign_up(invited=body.invitation is not None)
    if body.invitation is not None:
        return _register_invited(body, body.invitation)
    if settings.registration_answer == "private":
        uuid = register_privately(**body.model_dump(exclude={"invitation"}), client=client())
        told = {"message": "If nothing was taken, the account has been created.", "status": 202}
        return Answer(told, _known_from_now_on(uuid), status=202)
    user = register(**body.model_dump(exclude={"invitation"}), client=client())
    return _created(user, active=False)


@room.post(
    "/user/activate-account/",
    access=PUBLIC,
    limit=Limits(
        each="30/minute",
        account_of=named_address,
        account_and_address="20/5 minutes",
        account="60/5 minutes",
    ),
    body=Activation,
    answer=ActivationAnswer,
    also={202: StatusAnswer},
    refuses=(UserNotFound, AccountNotActive, InvalidProof, MobileTaken, EmailTaken),
)
def activate_account(body: Activation) -> ActivationAnswer | Answer:
    """Activate an account.

    Where ACTIVATION is mobile, the mobile number (or e-mail address) is enough. Where it is code, that alone has a code
    sent, and the answer is 202, the same whether or not there is such an account.

    The answer has password_ended if the first proof of the address has ended the password of the registration. The user
    then chooses one by POST /user/forgot-password.
    """
    if body.token is not None:
        if body.model_fields_set != {"token"}:
            raise InvalidInput({"token": [ForPrograms("Give a token, or an address; not both.")]})
        return _verified(activate_by_link(body.token, client=client()))
    address, username = _named(body)
    if body.code is not None:
        return _verified(activate_by_code(address, body.code, username=username, client=client()))
    if settings.activation == "code":
        request_code(Purpose.ACTIVATION, address, client=client(), username=username)
        return Answer({"message": "If an account waits for this, a code is on its way.", "status": 202}, status=202)
    return _activated(activate(address, username=username, client=client()))


def _register_invited(body: Registration, token: str) -> Answer:
    if body.mobile is not None or body.email is not None:
        raise InvalidInput({"invitation": [Reason("The account gets the address that was invited: give no other.")]})
    given = body.model_dump(include={"username", "locale", "password", "fields"})
    user = register_invited(token=token, client=client(), **given)
    return _created(user, active=True)


def _created(user: User, *, active: bool) -> Answer:
    data = with_fields(show(user, active=active), user.fields, to=frozenset({"user"}))
    told = {"data": data, "message": "Account created successfully!", "status": 201}
    return Answer(told, _known_from_now_on(user.uuid))


def _named(body: Activation) -> tuple[Identifier, str | None]:
    """The address and the normal form of the username. Raises InvalidInput, which names both if both are malformed."""
    errors, username = InputErrors(), None
    with errors.collect():
        username = None if body.username is None else username_forms(body.username)[0]
    with errors.collect():
        address = parse_contact(mobile=body.mobile, email=body.email)
    errors.refuse()
    return address, username


def _activated(user: User) -> ActivationAnswer:
    return {"data": show(user, active=True), "message": "Success!", "status": 200}


def _verified(user: User) -> ActivationAnswer:
    """The answer to somebody who has proven the address. Strangers do not learn whether there is a password."""
    return _activated(user) if user.has_password else {**_activated(user), "password_ended": True}


def _known_from_now_on(user_uuid: str) -> dict[str, str]:
    """The headers by which a link is known to be followed on the device that registered."""
    if settings.activation != "code":
        return {}
    return remember_device(issue_device_token(client().device, user_uuid=user_uuid, version=1))
