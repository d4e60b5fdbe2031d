"""Whether a username was taken, when the database refused a row."""

from sqlalchemy.exc import IntegrityError

from gatepost.database import violated_constraint
from gatepost.errors import UsernameTaken


def taken(error: IntegrityError) -> Exception:
    """The refusal that *error* stands for, or *error* itself if it is about something else."""
    return UsernameTaken() if "username_key" in violated_constraint(error) else error
