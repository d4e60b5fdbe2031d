"""``python -m tests.faults``: let each fault happen, print the table, and fail if anything is lost or wrong."""

import argparse
import sys
import traceback
from pathlib import Path

from .control import check_that_faults_are_found
from .scenarios import SCENARIOS, Scenario
from .table import Row, table
from .world import ENGINES, SINGLE, World


def main() -> int:
    """Run the faults that are asked for; 1 if anything was lost or wrong, or if a fault had no run."""
    chosen = _parse()
    rows: list[Row] = []
    failed = False
    for engine in chosen.engine or ENGINES:
        if engine in SINGLE:
            print(f"{engine}: the control", flush=True)
            _run(World(engine), check_that_faults_are_found)
        for scenario in SCENARIOS:
            if engine not in scenario.engines or (chosen.fault and chosen.fault not in scenario.name):
                continue
            if lacking := scenario.lacks():
                print(f"{engine}: {scenario.name}: skipped, {lacking}", flush=True)
                failed = failed or chosen.require
                continue
            row = _row(scenario, engine)
            failed = failed or row is None or row.lost + row.wrong > 0
            rows += [row] if row else []
    print(f"\n{table(rows)}")
    if chosen.write:
        chosen.write.write_text(table(rows))
    return int(failed)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only this one; may be repeated")
    parser.add_argument("--fault", default="", help="only those whose name has this in it")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table to this file, too")
    parser.add_argument("--require", action="store_true", help="fail if a fault cannot be made on this machine")
    return parser.parse_args()


def _row(scenario: Scenario, engine: str) -> Row | None:
    """The row of this fault; None if the run itself failed, whose reason is printed."""
    world = World(engine)
    try:
        _run(world, scenario.run)
    except Exception:
        traceback.print_exc()
        return None
    ledger = world.ledger
    for text in [*ledger.lost, *ledger.wrong][:20]:
        print(f"  {text}")
    found = (ledger.acknowledged, ledger.unanswered, len(ledger.lost), len(ledger.wrong), ledger.longest_gap)
    row = Row(scenario.name, engine, *found)
    print(" | ".join(row.cells), flush=True)
    return row


def _run(world: World, deed: object) -> None:
    assert callable(deed)
    try:
        deed(world)
    finally:
        world.close()


if __name__ == "__main__":
    sys.exit(main())
