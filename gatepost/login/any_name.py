"""The one name that a person types to sign in: a username, an e-mail address or a mobile number."""

from gatepost.caller import Client
from gatepost.contacts.address import KINDS
from gatepost.errors import InvalidInput
from gatepost.login.find_claimant import find_claimant
from gatepost.throttling.claimant import Claimant
from gatepost.users.identifiers import find_username_key
from gatepost.users.models import find_by_username


def find_by_any_name(name: str, *, client: Client) -> Claimant:
    """The claimant by this *name*. A number that is a user's name is that name. Raises InvalidInput."""
    kind = kind_of(name)
    if kind == "mobile" and find_by_username(name) is not None:
        kind = "username"
    given = {"username": None, "mobile": None, "email": None, kind: name}
    return find_claimant(**given, client=client)


def kind_of(name: str) -> str:
    """``email`` with an @, which no username has; ``mobile`` for what reads as a number; otherwise ``username``."""
    if "@" in name:
        return "email"
    try:
        KINDS["mobile"].stored_forms(name)
    except InvalidInput:
        return "username"
    return "mobile"


def account_named_by(name: str) -> str | None:
    """The account that *name* means, for limits: the same however it is written. None for text that is no name."""
    kind = kind_of(name)
    try:
        key = find_username_key(name) if kind == "username" else KINDS[kind].stored_forms(name)[0]  # type: ignore[index]  # one of both
    except InvalidInput:
        return None
    return f"{kind}:{key}"
