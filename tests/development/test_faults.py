"""The fault run sees what is lost. The faults themselves are for ``./dev faults``."""

from tests.faults.control import check_that_faults_are_found
from tests.faults.table import Row, table
from tests.faults.world import World


def test_a_loss_and_a_revival_made_by_hand_are_found() -> None:
    world = World("sqlite")
    try:
        check_that_faults_are_found(world)
    finally:
        world.close()
    assert any("@example.org" in text for text in world.ledger.lost)
    assert any("an ended session" in text for text in world.ledger.wrong)


def test_the_table_ends_with_sums_and_the_longest_gap() -> None:
    rows = [Row("a fault", "sqlite", 1200, 3, 0, 1, 0.25), Row("a fault", "mariadb", 100, 0, 2, 0, 4.1)]
    first, *_, last = table(rows).splitlines()[2:]
    assert first == "| a fault | sqlite | 1,200 | 3 | 0 | 1 | 0.2 s |"
    assert last == "| all |  | 1,300 | 3 | 2 | 1 | 4.1 s |"
