"""A file that a setting such as SECRET_KEY_FILE names must not be open to others."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.doctor.files import examine_files
from gatepost.environment import load_settings

pytestmark = pytest.mark.asvs("13.3.2")


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that SECRET_KEY_FILE names, in a working folder that others may enter; those of pytest are closed."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        monkeypatch.chdir(name)
        file = Path(name) / "key"
        file.write_text("a key of one's own, of at least 32 bytes")
        monkeypatch.setenv("SECRET_KEY_FILE", str(file))
        yield file


@pytest.mark.parametrize(("mode", "found"), [(0o400, []), (0o440, []), (0o444, [False]), (0o602, [True])])
def test_a_secret_file_that_others_may_read_is_told_and_one_that_they_may_change_is_grave(
    secret: Path, mode: int, found: list[bool]
) -> None:
    secret.chmod(mode)
    settings = load_settings({}, instance=secret.parent / "data")
    findings = [finding for finding in examine_files(settings) if finding.about == str(secret)]
    assert [finding.grave for finding in findings] == found


def test_a_secret_file_in_a_closed_folder_is_fine(secret: Path) -> None:
    secret.chmod(0o666)
    secret.parent.chmod(0o700)
    assert list(examine_files(load_settings({}, instance=secret.parent / "data"))) == []


def test_the_file_with_a_secret_of_a_provider_is_examined_too(secret: Path) -> None:
    file = secret.with_name("client secret")
    file.write_text("a secret of the two")
    file.chmod(0o444)
    google = {"name": "google", "client_id": "gatepost", "client_secret_file": str(file)}
    settings = load_settings({}, instance=secret.parent / "data", providers=[google])
    assert str(file) in [finding.about for finding in examine_files(settings)]
