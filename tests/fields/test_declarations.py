"""A declaration that cannot be used stops the start, with file, line, field and rule."""

from pathlib import Path

import pytest

from gatepost.app import create_app
from gatepost.doctor.own_files import examine_declarations
from gatepost.environment import load_settings
from gatepost.fields.declared import check_declarations
from gatepost.serving.prepare import prepare_to_serve
from gatepost.settings import BadSettings
from tests.fields.conftest import LIBRARY, REQUIRED

WHO = 'read = ["user"]\nwrite = ["user"]\n'
TEXT = f'type = "text"\n{WHO}'
BOTH = 'read = ["user", "service"]\nwrite = []\ntoken = true\n'
TYPES = "type is one of: text, integer, boolean, date, choice, choices."


def refusal(folder: Path, text: str | bytes) -> str:
    (folder / "fields.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadSettings) as refused:
        check_declarations(load_settings({}, instance=folder))
    return str(refused.value).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xff", "fields.toml: this is not UTF-8: invalid start byte"),
        ("[a", "fields.toml: Expected ']' at the end of a table declaration (at end of document)"),
        ("a = 1", "fields.toml: a is not in a table. Declare it below a line [a]."),
        (f"\n[Team]\n{TEXT}", "fields.toml, line 2: Team is no name of a field"),
        (f'["a b"]\n{TEXT}', "fields.toml, line 1: a b is no name of a field"),
        (f"[{'a' * 41}]\n{TEXT}", "is no name of a field"),
        (f"[_a]\n{TEXT}", "is no name of a field"),
        (f"[a]\n{WHO}", f"fields.toml, line 1: a: {TYPES}"),
        (f'[a]\ntype = "regex"\n{WHO}', f"a: {TYPES}"),
        (f"[a]\n{TEXT}pattern = '(x+)+y'\n", "a.pattern: Extra inputs are not permitted."),
        ('[a]\ntype = "text"\nwrite = []\n', "a.read: Field required."),
        ('[a]\ntype = "text"\nread = ["user"]\n', "a.write: Field required."),
        ('[a]\ntype = "text"\nread = []\nwrite = []\n', "a: read names nobody."),
        ('[a]\ntype = "text"\nread = ["everyone"]\nwrite = []\n', "a.read.0: Input should be 'user', 'administrator'"),
        ('[a]\ntype = "text"\nread = ["service"]\nwrite = ["service"]\n', "a.write.0: Input should be 'user' or"),
        (
            '[a]\ntype = "text"\nread = ["user"]\nwrite = ["administrator"]\n',
            "write names administrator, and read",
        ),
        ('[a]\ntype = "text"\nread = ["user"]\nwrite = []\nrequired = true\n', "so write has to name"),
        (f"[a]\n{TEXT}token = true\n", 'read has to name "user" and "service".'),
        (f"[a]\n{TEXT}max_length = 2001\n", "a.max_length: give a number from 1 to 2000."),
        (f'[a]\n{TEXT}max_length = "9"\n', "a.max_length: Input should be a valid integer."),
        (f'[a]\n{TEXT}label = ""\n', "a.label"),
        (f'[a]\n{TEXT}label = {{ "d e" = "x" }}\n', "a.label: d e is no language."),
        (f'[a]\ntype = "integer"\n{WHO}min = 2\nmax = 1\n', "a: min and max are in order, and from -90"),
        (f'[a]\ntype = "integer"\n{WHO}max = 9007199254740992\n', "a: min and max are in order"),
        (f'[a]\ntype = "choice"\n{WHO}', "a.values: Field required."),
        (f'[a]\ntype = "choice"\n{WHO}values = []\n', "a.values: name 1 to 100 values, each once."),
        (f'[a]\ntype = "choice"\n{WHO}values = ["x", "x"]\n', "a.values: name 1 to 100 values, each once."),
        (f'[a]\ntype = "choice"\n{WHO}values = [" x"]\n', "a.values: each is one line of 1 to 100 characters"),
        (f'[a]\ntype = "choices"\n{WHO}values = {[str(n) for n in range(41)]}\n', "a form takes 40 inputs"),
        (
            "".join(f"[a{n}]\n{TEXT}max_length = 2000\n" for n in range(5)),
            "the values of one user may have 40042",
        ),
        (
            f'[a]\ntype = "text"\nmax_length = 300\n{BOTH}',
            "with token = true may have 1209 bytes, and a token",
        ),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in refusal(tmp_path, text)


def test_it_stops_the_start_and_doctor_says_the_same(tmp_path: Path) -> None:
    said = refusal(tmp_path, f"[a]\n{TEXT}token = true\n")
    settings = load_settings({}, instance=tmp_path)
    with pytest.raises(BadSettings) as stopped:
        prepare_to_serve(create_app(settings))
    assert str(stopped.value).endswith(said)
    (finding,) = examine_declarations(settings)
    assert finding.grave
    assert str(finding).startswith(f"{tmp_path}/{said.partition(': ')[0]}: ")


@pytest.mark.parametrize("text", ["", "# none\n", LIBRARY, REQUIRED, "\ufeff" + LIBRARY])
def test_what_is_right_is_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "fields.toml").write_text(text)
    assert list(examine_declarations(load_settings({}, instance=tmp_path))) == []


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "fields.toml").mkdir()
    with pytest.raises(BadSettings, match=r"fields\.toml: this cannot be read: Is a directory"):
        check_declarations(load_settings({}, instance=tmp_path))
