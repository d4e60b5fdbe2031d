"""Find, claim and remove invitations."""

from sqlalchemy import delete, select

from gatepost import clock
from gatepost.contacts.address import Address
from gatepost.crypto import digest
from gatepost.database import db, read_all, read_one, write
from gatepost.errors import InvalidProof
from gatepost.invitations.models import Invitation

_MOST_LISTED = 200


def find_invitation(token: str) -> Invitation:
    """The invitation whose link has this *token*. Raises InvalidProof alike for one that is used, over or unknown."""
    live = (Invitation.token_digest == digest(token), Invitation.expires_at > clock.now())
    found = read_one(select(Invitation).where(*live))
    if found is None:
        raise InvalidProof
    return found


def claim_invitation(invitation: Invitation) -> bool:
    """Use the invitation up in the present transaction. Of several who register by it, one does."""
    return write(delete(Invitation).where(Invitation.token_digest == invitation.token_digest)) == 1


def remove_invitations_to(address: Address) -> None:
    """Remove all invitations to this *address*, in the present transaction."""
    write(delete(Invitation).where(Invitation.kind == address.kind, Invitation.key.in_(address.keys)))


def list_invitations() -> list[Invitation]:
    """The invitations that wait, the newest first; 200 at most."""
    live = select(Invitation.__table__).where(Invitation.expires_at > clock.now())
    newest = live.order_by(Invitation.created_at.desc(), Invitation.id).limit(_MOST_LISTED)
    names = Invitation.__table__.columns.keys()
    return [Invitation(**dict(zip(names, row, strict=True))) for row in read_all(newest)]


def purge_invitations(most: int) -> int:
    """Remove up to *most* invitations that have expired. Returns how many."""
    over = Invitation.expires_at < clock.now()
    rows = read_all(select(Invitation.id).where(over).limit(most))
    if not rows:
        return 0
    purged = write(delete(Invitation).where(Invitation.id.in_([identifier for (identifier,) in rows]), over))
    db.session.commit()
    return purged
