"""Find the user whom somebody names to log in with a password: by username, mobile number or e-mail address."""

from gatepost.caller import Client
from gatepost.one_time_codes.identifier import Identifier, parse_identifier
from gatepost.settings import settings
from gatepost.throttling.claimant import Claimant
from gatepost.users.identifiers import find_username_key
from gatepost.users.models import User, find_by_identifier, find_by_username


def find_claimant(*, username: str | None, mobile: str | None, email: str | None, client: Client) -> Claimant:
    """The claimant by the one name that is given.

    Text that never was a username is an unknown one, because the founding document knows no other refusal. A malformed
    number or address is refused: that tells nothing of any account. Raises InvalidInput, also for several names.
    """
    if username is not None and mobile is None and email is None:
        named = f"username:{find_username_key(username) or username}"
        return Claimant(find_by_username(username), client, named=named, typed=username)
    contact = parse_identifier(username=username, mobile=mobile, email=email)
    return Claimant(_find_by_contact(contact), client, named=str(contact), typed=mobile or email or "")


def _find_by_contact(named: Identifier) -> User | None:
    """The user whose contact this is. Where contacts have to be verified, one that is not is nobody's name.

    Otherwise somebody could put a stranger's address on an account, and the stranger would take it for theirs.
    """
    user = find_by_identifier(named.kind, *named.keys)
    if user is None or settings.activation != "code":
        return user
    verified = [each for each in user.contacts if each.kind == named.kind and each.verified_at is not None]
    return user if any(each.key in named.keys for each in verified) else None
