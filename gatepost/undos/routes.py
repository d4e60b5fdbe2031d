"""POST /user/undo-way-in"""

from pydantic import Field

from gatepost.api import PUBLIC, Body, Room, Secret, client
from gatepost.errors import InvalidProof
from gatepost.undos.revert import undo_way_in
from gatepost.users.answers import StatusAnswer
from gatepost.users.schemas import TOKEN

room = Room("undos")


class TokenOfUndo(Body):
    """The token of the link in the message: all of it behind the colon."""

    token: Secret = Field(json_schema_extra=TOKEN)


@room.post(
    "/user/undo-way-in",
    access=PUBLIC,
    limit="30/minute",
    body=TokenOfUndo,
    answer=StatusAnswer,
    refuses=(InvalidProof,),
)
def undo_change_of_ways_in(body: TokenOfUndo) -> StatusAnswer:
    """Undo a change of your second factors, passkeys or linked providers, by the link in the message about it.

    They are as before the change, so later changes are undone, too. All sessions of the account end. If nothing is left
    to log in with, a link to choose a new password is sent to a proven address.
    """
    undo_way_in(body.token, client=client())
    return {"message": "The change is undone. Choose a new password.", "status": 200}
