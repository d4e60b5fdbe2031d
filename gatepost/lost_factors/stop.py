"""Stop the removal of lost factors, by the link in the message."""

from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.database import db
from gatepost.errors import InvalidProof
from gatepost.factors.lost_factor import find_stoppable, stop_waiting
from gatepost.users.models import lock_user


def stop_removal(token: str, *, client: Client) -> None:
    """Keep the factors of the user to whom this *token* was sent. Of a stop and a removal at once one wins.

    Raises InvalidProof.
    """
    user_uuid = find_stoppable(token)
    if user_uuid is None:
        raise InvalidProof
    if not lock_user(user_uuid) or not stop_waiting(user_uuid, token):
        db.session.rollback()
        raise InvalidProof
    record("factor.loss_stopped", user_uuid=user_uuid, client=client)
    db.session.commit()
