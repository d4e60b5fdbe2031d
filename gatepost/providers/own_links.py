"""Link and unlink accounts at providers, by a signed-in user."""

from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import InvalidProof, LastWayIn, ProviderLinkNotFound
from gatepost.notices.notify import notify
from gatepost.providers.codes import find_code, spend_code
from gatepost.providers.identity import Identity
from gatepost.providers.links import add_link, find_linked
from gatepost.providers.native import verify_native
from gatepost.providers.set_aside import set_aside
from gatepost.providers.undo import keep_change
from gatepost.sessions.end import end_other_sessions
from gatepost.sessions.lock_caller import lock_caller
from gatepost.users.models import User
from gatepost.users.ways_in import has_way_in


def link_with_code(caller: Caller, name: str, code: str, *, verifier: str | None, client: Client) -> None:
    """Link the account of the provider for which the browser brought *code* back to this session, and no other.

    So nobody who is sent to a provider by somebody else gives them a way in. Raises InvalidProof, AlreadyLinked,
    InvalidToken.
    """
    found = find_code(code, verifier=verifier, session_id=caller.session_id)
    if found.user_uuid != caller.uuid or found.provider != name:
        raise InvalidProof
    user, _ = lock_caller(caller)
    spend_code(found)
    _link(user, found.identity, client=client)


def link_with_id_token(caller: Caller, name: str, token: str, *, nonce: str, client: Client) -> None:
    """Link by an ID token that an app got from the provider.

    Raises UnknownProvider, NotOffered, ProviderRefused, ProviderUnavailable, AlreadyLinked, InvalidToken.
    """
    identity = verify_native(name, token, nonce=nonce)
    user, _ = lock_caller(caller)
    _link(user, identity, client=client)


def unlink(caller: Caller, identifier: str, *, client: Client) -> None:
    """Remove a link, but not the last way in. All other sessions end, because one may be of somebody who used it.

    Raises ProviderLinkNotFound, LastWayIn, InvalidToken.
    """
    user, _ = lock_caller(caller)
    removed = set_aside(user.uuid, [identifier])
    if not removed:
        db.session.rollback()
        raise ProviderLinkNotFound
    if not has_way_in(user):
        db.session.rollback()
        raise LastWayIn
    end_other_sessions(user.uuid, keep=caller.session_id, reason="provider_unlinked")
    record("provider.unlinked", user_uuid=user.uuid, actor_uuid=user.uuid, client=client)
    undo = keep_change(user, removed=removed)
    notify(user, "provider_unlinked", everywhere=True, undo=undo, provider=removed[0]["provider"])
    db.session.commit()


def _link(user: User, identity: Identity, *, client: Client) -> None:
    """It is linked once; the same again changes nothing."""
    holder = find_linked(identity)
    if holder is None or holder.uuid != user.uuid:
        add_link(user, identity, client=client, actor_uuid=user.uuid)
    db.session.commit()
