"""POST /user, POST /user/activate-account/"""

from pydantic import Field

from gatepost.errors import AccountNotActive, MobileTaken, UsernameTaken, UserNotFound
from gatepost.registration.activate import activate
from gatepost.registration.register import register, register_privately
from gatepost.settings import settings
from gatepost.users.answers import StatusAnswer, UserAnswer, show
from gatepost.users.schemas import MOBILE, NEW_PASSWORD, USERNAME
from gatepost.web import PUBLIC, Answer, Body, Name, Room, Secret

room = Room("registration")


class Registration(Body):
    """Who wants an account."""

    username: Name = Field(json_schema_extra=USERNAME)
    mobile: Name = Field(json_schema_extra=MOBILE)
    password: Secret = Field(json_schema_extra=NEW_PASSWORD)


class Activation(Body):
    """Whose account becomes active."""

    mobile: Name = Field(json_schema_extra=MOBILE)


@room.post(
    "/user",
    access=PUBLIC,
    limit="30/minute",
    body=Registration,
    answer=UserAnswer,
    status=201,
    also={202: StatusAnswer},
    refuses=(UsernameTaken, MobileTaken),
)
def register_user(body: Registration) -> UserAnswer | Answer:
    """Register an account.

    Where REGISTRATION_ANSWER is private, the answer is 202, the same for a new and for a taken identifier.
    """
    if settings.registration_answer == "private":
        register_privately(username=body.username, mobile=body.mobile, password=body.password)
        return Answer({"message": "If nothing was taken, the account has been created.", "status": 202}, status=202)
    user = register(username=body.username, mobile=body.mobile, password=body.password)
    return {"data": show(user, active=False), "message": "Account created successfully!", "status": 201}


@room.post(
    "/user/activate-account/",
    access=PUBLIC,
    limit="30/minute",
    body=Activation,
    answer=UserAnswer,
    refuses=(UserNotFound, AccountNotActive),
)
def activate_account(body: Activation) -> UserAnswer:
    """Activate an account."""
    return {"data": show(activate(body.mobile), active=True), "message": "Success!", "status": 200}
