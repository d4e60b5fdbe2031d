"""The pages that are made from the code say what the code says."""

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from gatepost.app import ROOMS
from gatepost.http.paths import readable
from gatepost.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.asvs("16.1.1")
@pytest.mark.asvs("8.1.1")
@pytest.mark.asvs("2.1.3")
@pytest.mark.asvs("2.1.1")
def test_no_page_lags_behind_the_code() -> None:
    checked = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_page_that_lags_is_named(
    generate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path)
    monkeypatch.setattr(sys, "argv", ["generate.py"])
    assert generate.main() == 0
    (tmp_path / "errors.md").write_text("something else")
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    assert generate.main() == 1
    assert [line.partition(" ")[0] for line in capsys.readouterr().err.splitlines()] == ["docs/errors.md"]


def test_every_endpoint_is_on_its_page() -> None:
    page = (DOCS / "endpoints.md").read_text()
    for endpoint in (endpoint for room in ROOMS for endpoint in room.endpoints):
        assert f"### `{endpoint.method} {readable(endpoint.path)}`" in page


def test_every_code_means_one_refusal(generate: ModuleType) -> None:
    """A refusal that shares the code of the one above it is a case of that one, with words of its own."""
    own = [refusal.code for refusal in generate.lists.all_refusals() if "code" in vars(refusal)]
    assert len(own) == len(set(own))
    assert len(own) > 20


def test_every_refusal_says_when_it_is_given(generate: ModuleType) -> None:
    assert [refusal.__name__ for refusal in generate.lists.all_refusals() if not refusal.__doc__] == []


def test_every_setting_is_described_and_in_a_group(generate: ModuleType) -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
    grouped = [name for _, names in generate._groups() for name in names]
    assert grouped == list(Settings.model_fields)
