"""GET /user/<uuid>/export, POST /admin/users/<uuid>/export"""

from gatepost.api import RECENT, Answer, Deed, Room, client, permits
from gatepost.caller import Caller
from gatepost.errors import Forbidden, UserNotFound
from gatepost.exports.answers import Export, ExportAnswer
from gatepost.exports.export_user import export_own, export_user

room = Room("exports")


@room.get(
    "/user/<uuid:uuid>/export",
    access=RECENT,
    limit="6/minute",
    answer=ExportAnswer,
    refuses=(UserNotFound, Forbidden),
)
def export_own_data(uuid: str, caller: Caller) -> Answer:
    """Download all that is stored about you, and what happened to your account.

    Secrets and what is made of them are left out. It is put on record.
    """
    return _download(export_own(caller, uuid, client=client()))


@room.post(
    "/admin/users/<uuid:uuid>/export",
    access=permits("users:export", recent=True),
    limit="6/minute",
    body=Deed,
    answer=ExportAnswer,
    refuses=(UserNotFound, Forbidden),
)
def export_data_of_user(uuid: str, body: Deed, caller: Caller) -> Answer:
    """Export all that is stored about a user, as they would get it themselves."""
    return _download(export_user(uuid, reason=body.reason, caller=caller, client=client()))


def _download(export: Export) -> Answer:
    """The export as a file, where a browser asks for it."""
    headers = {"Content-Disposition": 'attachment; filename="account.json"'}
    return Answer({"data": export, "message": "Success!", "status": 200}, headers)
