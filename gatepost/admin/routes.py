"""GET /admin/users, GET /admin/users/<uuid>, …/messages, POST …/suspend, …/unsuspend, …/lift-waits, …/reset"""

from gatepost.admin.activate_user import activate_user
from gatepost.admin.answers import FoundUsersAnswer, SeenMessagesAnswer, SeenUserAnswer
from gatepost.admin.begin_reset import begin_reset
from gatepost.admin.bodies import Finding, MessageListing, NewUser, Replacement, ResetDeed, Suspension
from gatepost.admin.create_user import create_user
from gatepost.admin.find_users import find_users
from gatepost.admin.lift_waits import lift_waits
from gatepost.admin.list_messages import list_messages
from gatepost.admin.replace_address import replace_address
from gatepost.admin.see_user import see_user
from gatepost.admin.suspend import suspend, unsuspend
from gatepost.api import Answer, Deed, Room, client, link_to_next, permits
from gatepost.caller import Caller
from gatepost.contacts.address import Kind
from gatepost.errors import (
    AccountNotActive,
    EmailTaken,
    Forbidden,
    ForPrograms,
    InvalidInput,
    LastAdministrator,
    MobileTaken,
    NoVerifiedAddress,
    TooManyRequests,
    UsernameTaken,
    UserNotFound,
)
from gatepost.users.answers import StatusAnswer, UserAnswer, show

room = Room("admin")

_SEE = permits("users:read").or_token("users:read")
_HELP = permits("users:help", recent=True)
_SUSPEND = permits("users:suspend", recent=True)


@room.get("/admin/users", access=_SEE, limit="600/minute", query=Finding, answer=FoundUsersAnswer)
def find(query: Finding) -> Answer:
    """Find users by a name, a number, an e-mail address or a uuid; without any, the newest first.

    A name is found by its beginning, a number and a uuid whole, an e-mail address by its beginning up to the `@` or
    further. The next page is in the header `Link`, with `rel="next"`.
    """
    page = find_users(q=query.q, limit=query.limit, cursor=query.cursor)
    asked = query.model_dump(exclude_defaults=True) | {"limit": query.limit}
    link = link_to_next("/admin/users", asked, page.next_cursor)
    return Answer({"data": page.users, "message": "Success!", "status": 200}, link)


@room.get(
    "/admin/users/<uuid:uuid>",
    access=_SEE,
    limit="600/minute",
    answer=SeenUserAnswer,
    refuses=(UserNotFound,),
)
def see(uuid: str) -> SeenUserAnswer:
    """See a user: contacts, pending changes, factors, passkeys, providers, password, waits, suspension."""
    return {"data": see_user(uuid), "message": "Success!", "status": 200}


@room.get(
    "/admin/users/<uuid:uuid>/messages",
    access=permits("outbox:read").or_token("outbox:read"),
    limit="120/minute",
    query=MessageListing,
    answer=SeenMessagesAnswer,
    refuses=(UserNotFound,),
)
def see_messages(uuid: str, query: MessageListing) -> Answer:
    """List the messages to a user, the newest first: when, by which channel, to which masked address, and whether sent.

    The next page is in the header `Link`, with `rel="next"`.
    """
    page = list_messages(uuid, limit=query.limit, cursor=query.cursor)
    link = link_to_next(f"/admin/users/{uuid}/messages", {"limit": query.limit}, page.next_cursor)
    return Answer({"data": page.messages, "message": "Success!", "status": 200}, link)


@room.post(
    "/admin/users/<uuid:uuid>/suspend",
    access=_SUSPEND,
    limit="60/minute",
    body=Suspension,
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, LastAdministrator),
)
def suspend_user(uuid: str, body: Suspension, caller: Caller) -> StatusAnswer:
    """Suspend a user until a moment, or for ever. Their sessions end at once.

    Not yourself, not a user who may do more than you, and not the last active administrator.
    """
    suspend(uuid, until=body.until, reason=body.reason, caller=caller, client=client())
    return {"message": "The user is suspended.", "status": 200}


@room.post(
    "/admin/users/<uuid:uuid>/unsuspend",
    access=_SUSPEND,
    limit="60/minute",
    body=Deed,
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden),
)
def unsuspend_user(uuid: str, body: Deed, caller: Caller) -> StatusAnswer:
    """End the suspension of a user before its time."""
    unsuspend(uuid, reason=body.reason, caller=caller, client=client())
    return {"message": "The user is not suspended.", "status": 200}


@room.post(
    "/admin/users/<uuid:uuid>/lift-waits",
    access=_HELP,
    limit="60/minute",
    body=Deed,
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden),
)
def lift_waits_of_user(uuid: str, body: Deed, caller: Caller) -> StatusAnswer:
    """Lift the waits of a user after wrong passwords, codes and factors. A disabled password is right again."""
    lift_waits(uuid, reason=body.reason, caller=caller, client=client())
    return {"message": "No wait holds any more.", "status": 200}


@room.post(
    "/admin/users/<uuid:uuid>/reset",
    access=_HELP,
    limit="30/minute",
    body=ResetDeed,
    answer=StatusAnswer,
    status=202,
    refuses=(UserNotFound, Forbidden, AccountNotActive, NoVerifiedAddress, TooManyRequests),
)
def begin_reset_of_user(uuid: str, body: ResetDeed, caller: Caller) -> StatusAnswer:
    """Begin the reset of a password: a code, and by e-mail a link, goes to a verified address of the user.

    Without a channel it is the address at which they get messages. You do not see the code.
    """
    channel = begin_reset(uuid, reason=body.reason, channel=body.channel, caller=caller, client=client())
    where = "by e-mail" if channel == "email" else "by SMS"
    return {"message": f"A message is on its way {where}.", "status": 202}


@room.post(
    "/admin/users/<uuid:uuid>/replace-address",
    access=_HELP,
    limit="30/minute",
    body=Replacement,
    answer=StatusAnswer,
    status=202,
    refuses=(UserNotFound, Forbidden, AccountNotActive, MobileTaken, EmailTaken, TooManyRequests),
)
def replace_address_of_user(uuid: str, body: Replacement, caller: Caller) -> StatusAnswer:
    """Replace a mobile number or an e-mail address that a user has lost.

    A code, and by e-mail a link, goes to the new one. It counts once the user has sent that to POST /user/prove-change.
    Then the old one is told, with a link that undoes it.
    """
    given: dict[Kind, str | None] = {"mobile": body.mobile, "email": body.email}
    addresses = [(kind, value) for kind, value in given.items() if value is not None]
    if len(addresses) != 1:
        raise InvalidInput({"body": [ForPrograms("Give one of mobile and email.")]})
    kind, value = addresses[0]
    replace_address(uuid, kind=kind, value=value, reason=body.reason, caller=caller, client=client())
    return {"message": "A message is on its way to the new address.", "status": 202}


@room.post(
    "/admin/users",
    access=_HELP,
    limit="30/minute",
    body=NewUser,
    answer=UserAnswer,
    status=201,
    refuses=(UsernameTaken, MobileTaken, EmailTaken, TooManyRequests),
)
def create(body: NewUser, caller: Caller) -> UserAnswer:
    """Create an account for a person, who gets a code, and by e-mail a link, to choose a password.

    That is POST /user/reset-password. It activates the account, and proves the address. After the code has expired the
    person has another sent by POST /user/forgot-password.
    """
    user = create_user(
        username=body.username,
        addresses={"mobile": body.mobile, "email": body.email},
        locale=body.locale,
        fields=body.fields,
        reason=body.reason,
        caller=caller,
        client=client(),
    )
    return {"data": show(user, active=False), "message": "Account created successfully!", "status": 201}


@room.post(
    "/admin/users/<uuid:uuid>/activate",
    access=_HELP,
    limit="60/minute",
    body=Deed,
    answer=StatusAnswer,
    refuses=(UserNotFound, Forbidden, AccountNotActive),
)
def activate_by_hand(uuid: str, body: Deed, caller: Caller) -> StatusAnswer:
    """Activate the account of a user who gets no message. Addresses that wait for a proof still do."""
    activate_user(uuid, reason=body.reason, caller=caller, client=client())
    return {"message": "The account is active.", "status": 200}
