"""``${NAME}`` in .env stands for a variable; one that is not there never makes another secret."""

from pathlib import Path

import pytest

from gatepost.environment import load_settings
from gatepost.settings import BadSettings
from tests.cli.run import Typed
from tests.cli.run import typed as typed

REST = "a" * 40


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("xz", "later"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("quote", ["", '"', "'"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "Q7${xz}" + REST),
        ("GATEPOST_SMTP_URL", "smtp://ada:p${xz}@mail.example:587"),
        ("SALT_KEY", "a${}b"),
        ("SECRET_KEY_FILE", "/run/${xz}"),
        ("SALT_KEY", "${later}"),
        ("SALT_KEY", "${SALT_KEY}"),
    ],
)
def test_a_variable_that_is_not_there_stops_the_start(folder: Path, name: str, value: str, quote: str) -> None:
    (folder / ".env").write_text(f"{name}={quote}{value}{quote}\nlater=x\n")
    with pytest.raises(BadSettings, match=rf"^{name} in \.env: \$\{{\w*\}} stands for a variable"):
        load_settings({})


def test_the_commands_say_so_too(typed: Typed) -> None:
    (typed.folder / ".env").write_text("SECRET_KEY='Q7${xz}" + REST + "'\n")
    for words in (["doctor"], ["users", "list"]):
        said = typed(*words)
        assert said.returncode != 0
        assert "SECRET_KEY in .env: ${xz} stands for a variable" in said.stderr + said.stdout
        assert REST not in said.stderr + said.stdout


def test_one_that_is_there_counts_and_so_does_a_default(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("xz", "of the environment")
    text = "first=of a line\nSALT_KEY=${first}, ${xz}, ${none:-of neither}\nOTHERS=${none}\nSECRET_KEY=a$bc$(d)$"
    (folder / ".env").write_text(text)
    settings = load_settings({})
    assert settings.salt_key == "of a line, of the environment, of neither"
    assert settings.secret_key == "a$bc$(d)$"
