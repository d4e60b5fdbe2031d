"""Whether a user can still log in after one way in is gone."""

from gatepost.messaging.senders import is_sent
from gatepost.settings import current_settings
from gatepost.users.models import User
from gatepost.users.ways_in import has_own_way_in


def has_way_in(user: User) -> bool:
    """Whether a password, a provider, a passkey or a code to a verified address lets *user* in.

    It is asked in the present transaction, which has locked the user's row.

    Without codes to log in, a verified address is enough to choose a password, too (POST /user/forgot-password).
    """
    settings = current_settings()
    verified = [each for each in user.contacts if each.verified_at is not None]
    reachable = any(each.address and is_sent(settings, each.address.channel) for each in verified)
    return reachable or has_own_way_in(user)
