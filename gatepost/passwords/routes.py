"""POST /user/change-password/<uuid>"""

from gatepost.caller import Caller
from gatepost.errors import Forbidden, UserNotFound, WrongPassword
from gatepost.passwords.change import change_password
from gatepost.users.answers import MessageAnswer
from gatepost.web import SIGNED_IN, Body, Room, Secret

room = Room("passwords")


class PasswordChange(Body):
    """The password until now, and the one from now on."""

    old_password: Secret
    new_password: Secret


@room.post(
    "/user/change-password/<uuid:uuid>",
    access=SIGNED_IN,
    limit="10/minute",
    body=PasswordChange,
    answer=MessageAnswer,
    refuses=(WrongPassword, UserNotFound, Forbidden),
)
def change_own_password(uuid: str, body: PasswordChange, caller: Caller) -> MessageAnswer:
    """Change your own password.

    Every other session of yours ends.
    """
    change_password(caller, uuid, old_password=body.old_password, new_password=body.new_password)
    return {"message": "Success!"}
