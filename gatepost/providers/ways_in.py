"""Whether a user can still log in after one way in is gone: the one place that knows all ways."""

from gatepost.messaging.senders import is_sent
from gatepost.passkeys.store import read_passkeys
from gatepost.providers.set_aside import has_links
from gatepost.settings import current_settings
from gatepost.users.models import User


def has_way_in(user: User) -> bool:
    """Whether a password, a provider, a passkey or a code to a verified address lets *user* in.

    It is asked in the present transaction, which has locked the user's row.

    Without codes to log in, a verified address is enough to choose a password, too (POST /user/forgot-password).
    """
    settings = current_settings()
    verified = [each for each in user.contacts if each.verified_at is not None]
    reachable = any(each.address and is_sent(settings, each.address.channel) for each in verified)
    return user.has_password or reachable or has_links(user.uuid) or bool(read_passkeys(user.uuid))
