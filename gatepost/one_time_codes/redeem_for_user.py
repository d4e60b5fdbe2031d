"""Redeem a code or link for an active user, at an address where they may get back in."""

from dataclasses import dataclass

from gatepost.caller import Client
from gatepost.contacts.address import Address
from gatepost.database import db
from gatepost.errors import ForPrograms, InvalidInput, InvalidProof
from gatepost.one_time_codes.identifier import Identifier, parse_identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.recipients import find_recoverable, find_redeemer
from gatepost.one_time_codes.redeem import clear_guesses, redeem_code, redeem_link
from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User


@dataclass(frozen=True, slots=True)
class Link:
    """The token of a link."""

    token: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code, and the identifier by which it was requested."""

    code: str
    asked: Identifier


def parse_code_or_link(
    *,
    token: str | None = None,
    code: str | None = None,
    username: str | None = None,
    mobile: str | None = None,
    email: str | None = None,
) -> Link | Code:
    """The one that is given. Raises InvalidInput for none, for both, and for a malformed one."""
    others = (code, username, mobile, email)
    if token is not None and others == (None,) * len(others):
        return Link(token)
    if token is not None or code is None:
        raise InvalidInput({"body": [ForPrograms("Give a token, or a code and one of username, mobile and email.")]})
    return Code(code, parse_identifier(username=username, mobile=mobile, email=email))


def redeem_for_user(
    purpose: Purpose, proof: Link | Code, *, client: Client, session_id: str | None = None
) -> tuple[User, Address]:
    """Spend the proof, and return its user and the address where they read it.

    The address must be the one to which a proof would be sent now: one that was changed since is refused. An unknown
    user, and one who may not get back in, take the same way as a wrong code. Raises InvalidProof.
    """
    if isinstance(proof, Link):
        spent = redeem_link(purpose, proof.token)
        found = find_redeemer(spent, purpose)
    else:
        found = find_recoverable(proof.asked, purpose)
        claimant = claimant_by(proof, found[0] if found else None, client=client, session_id=session_id)
        spent = redeem_code(purpose, found[1] if found else None, proof.code, asked=proof.asked, claimant=claimant)
    if found is None or found[0].uuid != spent.user_uuid:
        db.session.rollback()
        raise InvalidProof
    return found


def peek_at_user(purpose: Purpose, proof: Link | Code, *, client: Client) -> User:
    """The user whom :func:`redeem_for_user` would return. The proof is not spent, and the try does not count.

    It allows checks before the proof is spent, while no transaction is open. Raises InvalidProof.
    """
    user, address = redeem_for_user(purpose, proof, client=client)
    db.session.rollback()
    if isinstance(proof, Code):
        clear_guesses(purpose, address, claimant_by(proof, user, client=client), asked=proof.asked)
        db.session.commit()
    return user


def claimant_by(proof: Link | Code, user: User | None, *, client: Client, session_id: str | None = None) -> Claimant:
    """The claimant who redeems it. A link names no user, so it stands for the username."""
    if isinstance(proof, Code):
        return Claimant(user, client, named=str(proof.asked), session_id=session_id)
    return Claimant(user, client, named=f"username:{user.username_key}" if user else "", session_id=session_id)
