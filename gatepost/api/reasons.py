"""The reason that staff give for what they do to a user."""

from typing import Annotated

from pydantic import Field, StringConstraints

from gatepost.api.fields import VISIBLE, Body

REASON_MAX = 200
Reason = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=REASON_MAX, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
    ),
    VISIBLE,
    Field(description="goes on record, with your uuid"),
]


class Deed(Body):
    """The reason for a deed."""

    reason: Reason
