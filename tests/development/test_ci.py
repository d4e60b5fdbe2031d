"""What CI runs: every part, also after a failure, and the suite last."""

import pytest

from tests.support.debian import Debian

PARTS = {
    "run": ["check", "mutants", "test --newest --servers", "test --newest --rest --coverage"],
    "nightly": [
        *("check", "mutants --all", "faults --require", "test tests/galera", "test tests/installed"),
        *("test --by-lane", "test --by-gunicorn"),
        *("test --newest --every-engine", "test --coverage --every-engine"),
    ],
}
DEV = """[ "$CI" = true ] || exit 9
echo "$*" >> dev.log
case "$1" in {failing}) exit 1; esac
echo "== the summary of $1 =="
"""


@pytest.mark.parametrize("script", PARTS)
@pytest.mark.parametrize(("failing", "told"), [("nothing", 0), ("mutants", 1), ("check|mutants", 2), ("test", None)])
def test_every_part_runs_and_a_failure_is_kept(debian: Debian, script: str, failing: str, told: int | None) -> None:
    checkout = debian.ci.parent
    (checkout / "dev").write_text(f"#!/bin/sh\n{DEV.format(failing=failing)}")
    (checkout / "dev").chmod(0o755)
    ran = debian.run(script)
    assert (checkout / "dev.log").read_text().splitlines() == PARTS[script]
    assert ran.returncode == int(failing != "nothing")
    tests = sum(part.startswith("test") for part in PARTS[script])
    assert ran.stdout.count("FAILED: ") == (tests - 1 if told is None else told)  # the last tells by itself
    if failing != "test":
        assert ran.stdout.splitlines()[-1] == "== the summary of test =="


def test_the_servers_are_installed_first(debian: Debian) -> None:
    debian.add("apt-get", "exit 1")
    ran = debian.run("parts", "false", "true")
    assert "FAILED: .ci/servers" in ran.stdout
    assert "FAILED: false" in ran.stdout
    assert ran.returncode == 1
