"""The kinds of clashes, and what becomes of the rows if the operator accepts them. Nothing is ever merged."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["uuid", "username", "mobile", "email", "password", "created"]


class Meaning(NamedTuple):
    """The rows that clash, and what ``--accept`` does with them, in sentences for the operator."""

    means: str
    accepted: str


KINDS: dict[Kind, Meaning] = {
    "uuid": Meaning(
        "No valid uuid, or that of an older row.",
        "Each gets a new uuid. Other databases that hold the old one have to be told.",
    ),
    "username": Meaning(
        "The username is not valid here, or an older row has the same one but for letter case or width.",
        "Each keeps its account under the name shown. Its user logs in by number or address, and may choose a name.",
    ),
    "mobile": Meaning(
        "The number is missing or not valid here, or an older row has the same one in another writing.",
        "Each keeps its account. The number is shown but counts for nothing: no log-in, and no code goes there."
        " If it has no country, set GATEPOST_PHONE_REGION instead.",
    ),
    "email": Meaning(
        "The e-mail address is not valid here, or an older row has the same one in another writing.",
        "Each keeps its account, without the address.",
    ),
    "password": Meaning(
        "The password is not stored as the original stores it (32 hexadecimal digits).",
        "Each keeps its account, without a password. Its user chooses one by a code.",
    ),
    "created": Meaning(
        "The time of creation cannot be read.",
        "Each counts as created now, and as younger than all others.",
    ),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """A row that cannot be adopted as it is, *why*, and what becomes of it once its kind is accepted."""

    kind: Kind
    uuid: str
    identifier: str
    why: str
    then: str
