"""The result of a first proof, from which a log-in is finished: at once, or after a second factor."""

from collections.abc import Callable
from dataclasses import dataclass

from gatepost.throttling.claimant import Claimant
from gatepost.users.models import User


@dataclass(frozen=True, slots=True)
class FirstProof:
    """*user* has proven who they are. The *claimant* is as they were when their attempt was counted.

    *amr* names the methods after RFC 8176; *shown* are their names in the list of sessions. *rehashed* replaces the
    hash of the same password; *new_password_hash* is of the password that replaces an expired one. *spend* uses the
    proof up, in the transaction of the log-in, once the user's row is locked; without it that is done already.
    """

    user: User
    claimant: Claimant
    amr: tuple[str, ...]
    shown: tuple[str, ...]
    rehashed: str | None = None
    new_password_hash: str | None = None
    spend: Callable[[], None] | None = None

    @property
    def by_password(self) -> bool:
        return "pwd" in self.amr

    @property
    def by_passkey(self) -> bool:
        """It proves two factors, and no attempt was counted, because nobody guesses one."""
        return "mfa" in self.amr

    def use_up(self) -> None:
        """Use the proof up, in the present transaction, whose caller has locked the user's row."""
        if self.spend is not None:
            self.spend()
