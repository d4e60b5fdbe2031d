"""The locks hold what pyproject.toml asks for, and nothing of the machine that wrote them (by ``./dev lock``)."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt", "deploy/requirements-image.txt", "deploy/requirements-build.txt")


def locked(lock: str) -> dict[str, Requirement]:
    """What *lock* pins: a requirement may stand there more than once, for different systems."""
    lines = [line.removesuffix("\\").strip() for line in (ROOT / lock).read_text().splitlines() if line[:1].isalnum()]
    requirements = {line: Requirement(line) for line in lines}
    return {str(requirement): requirement for requirement in requirements.values()}


def pins(lock: str) -> set[tuple[str, str]]:
    """The names and versions that *lock* pins, on whatever system."""
    return {(pin.name, str(pin.specifier)) for pin in locked(lock).values()}


def asked(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for."""
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project, groups = whole["project"], whole["dependency-groups"]
    build = groups["build"]
    wishes = {
        "requirements.txt": project["dependencies"],
        "requirements-dev.txt": [*project["dependencies"], *groups["dev"], *build],
        "deploy/requirements-image.txt": [*project["dependencies"], *project["optional-dependencies"]["redis"]],
        "deploy/requirements-build.txt": build,
    }
    return [Requirement(text) for text in wishes[lock] if text != {"include-group": "build"}]


def asked_when_locked(lock: str) -> set[str]:
    """What pyproject.toml asked for when the lock was written, by the lock's own comments."""
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    return {canonicalize_name(block.split("==")[0]) for block in blocks if re.search(r"gatepost \(pyproject", block)}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_what_is_asked_for(lock: str) -> None:
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in locked(lock).values()}
    for wish in asked(lock):
        assert wish.specifier.contains(versions.get(canonicalize_name(wish.name), "0")), f"{wish}: ./dev lock mends it"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_was_written_for_what_is_asked_for(lock: str) -> None:
    assert asked_when_locked(lock) == {canonicalize_name(wish.name) for wish in asked(lock)}


def test_the_developers_lock_holds_all_of_the_others() -> None:
    for lock in LOCKS:
        assert pins(lock) <= pins("requirements-dev.txt")


def test_the_image_holds_all_of_the_service() -> None:
    assert pins("requirements.txt") <= pins("deploy/requirements-image.txt")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_a_hash(lock: str) -> None:
    for block in re.split(r"\n(?=\S)", (ROOT / lock).read_text()):
        assert re.match(r"[a-zA-Z0-9.\[\],_-]+==\S+", block), block
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_place(lock: str) -> None:
    assert not re.findall(r".*(?:://|--index|--extra|--find|file:| @ ).*", (ROOT / lock).read_text())
