"""docs/adopt.md: the way back from an adoption, and the end of the old table, are as it says."""

import pytest

from tests.adoption.conftest import Adopt, Make
from tests.adoption.conftest import adopt as adopt
from tests.adoption.conftest import make as make
from tests.adoption.original import old_user
from tests.database.conftest import empty_database as empty_database
from tests.docs.blocks import blocks

pytestmark = pytest.mark.every_engine

BACK, REMOVAL = (
    [each for each in text.split(";\n") if each] for kind, text in blocks("docs/adopt.md") if kind == "sql"
)
ROWS = "SELECT * FROM users ORDER BY uuid"


def test_the_way_back_leads_to_the_table_as_it_was_and_from_there_on_again(make: Make, adopt: Adopt) -> None:
    original = make(old_user(1), old_user(2))
    before = original.ask(ROWS)
    assert adopt().returncode == 0
    assert adopt.type("db", "downgrade", "base", "--yes").returncode == 0
    original.run(*BACK)
    assert original.ask(ROWS) == before
    assert adopt().returncode == 0
    original.run(*REMOVAL)
    assert "users_before_gatepost" not in adopt.type("doctor").stdout
    assert len(original.ask(ROWS)) == 2
