"""The control of the run: a loss and a revival made by hand, which it has to find."""

from sqlalchemy import text

from .account import Account, State
from .scenarios import CALM
from .world import World

_TAKE_EMAIL = text("DELETE FROM contacts WHERE user_uuid = :uuid AND kind = 'email'")


class Blind(AssertionError):
    """The run did not see what was done to the database. Its other results mean nothing."""


def check_that_faults_are_found(world: World) -> None:
    """Take an e-mail address away and bring an ended session back, behind the service."""
    with world.load():
        world.pause(CALM)
        for _ in range(20):
            if victims := _finished(world):
                break
            world.pause(CALM)
        with world.connection() as connection:
            connection.execute(_TAKE_EMAIL, {"uuid": victims[0].uuid})
            connection.execute(text("UPDATE sessions SET ended_at = NULL"))
            connection.commit()
    if not world.ledger.lost or not world.ledger.wrong:
        raise Blind(f"found lost: {world.ledger.lost}, wrong: {world.ledger.wrong}")


def _finished(world: World) -> list[Account]:
    """Accounts with an e-mail address and a living session, which their clients have left."""
    accounts = [account for client in world.clients for account in client.accounts[:-1]]
    return [each for each in accounts if each.state is State.THERE and each.emails != [None] and each.living]
