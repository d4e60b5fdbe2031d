"""gatepost doctor"""

from tests.cli.run import Typed

FINE = {"GATEPOST_PUBLIC_URL": "https://accounts.example.org"}


def test_a_sound_installation_has_nothing(typed: Typed) -> None:
    assert typed("db", "upgrade").returncode == 0
    answer = typed("doctor", **FINE)
    assert (answer.returncode, answer.stderr) == (0, "Nothing found.\n")


def test_each_finding_is_told_with_its_remedy(typed: Typed) -> None:
    answer = typed("doctor", DEBUG="1")
    assert answer.returncode == 1
    assert "- GATEPOST_PUBLIC_URL: it is not set" in answer.stdout
    assert "- DEBUG: it is on" in answer.stdout
    assert "- The tables: they are not up to date. Run: gatepost db upgrade" in answer.stdout
    assert answer.stderr == "3 found\n"
