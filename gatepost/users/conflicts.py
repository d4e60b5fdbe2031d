"""Which identifier was taken, when the database refused a row."""

from sqlalchemy.exc import IntegrityError

from gatepost.database import violated_constraint
from gatepost.errors import EmailTaken, MobileTaken, Refusal, UsernameTaken

_REFUSALS: dict[str, type[Refusal]] = {
    "username_key": UsernameTaken,
    "mobile_key": MobileTaken,
    "email_key": EmailTaken,
}


def taken(error: IntegrityError) -> Exception:
    """The refusal that *error* stands for, or *error* itself if it is about something else."""
    constraint = violated_constraint(error)
    for key, refusal in _REFUSALS.items():
        if key in constraint:
            return refusal()
    return error
