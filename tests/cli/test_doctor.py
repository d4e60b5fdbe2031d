"""gatepost doctor"""

from tests.cli.run import Typed

FINE = {"GATEPOST_PUBLIC_URL": "https://accounts.example.org"}


def test_a_sound_installation_has_nothing(typed: Typed) -> None:
    assert typed("db", "upgrade").returncode == 0
    answer = typed("doctor", **FINE)
    assert (answer.returncode, answer.stderr) == (0, "Nothing found.\n")
    assert "- warning: GATEPOST_LIMITS: off" in answer.stdout


def test_each_finding_is_told_with_its_remedy(typed: Typed) -> None:
    answer = typed("doctor", DEBUG="1")
    assert answer.returncode == 1
    assert "- GATEPOST_PUBLIC_URL: it is not set" in answer.stdout
    assert "- DEBUG: it is on" in answer.stdout
    assert "- The tables: they are not up to date. Run: gatepost db upgrade" in answer.stdout
    assert answer.stderr == "3 found\n"


def test_a_database_that_is_away_is_a_finding_among_others(typed: Typed) -> None:
    answer = typed("doctor", SQLALCHEMY_DATABASE_URI="postgresql://gatepost:aGoodPassword@127.0.0.1:1/accounts")
    assert (answer.returncode, answer.stderr) == (1, "2 found\n")
    assert "- GATEPOST_PUBLIC_URL: it is not set" in answer.stdout
    assert "- SQLALCHEMY_DATABASE_URI: the database cannot be used: " in answer.stdout
    assert "aGoodPassword" not in answer.stdout


def test_a_redis_that_does_not_answer_is_a_warning(typed: Typed) -> None:
    typed("db", "upgrade")
    answer = typed("doctor", **FINE, GATEPOST_REDIS_URL="redis://:aGoodPassword@127.0.0.1:1/0")
    assert (answer.returncode, answer.stderr) == (0, "Nothing found.\n")
    assert "- warning: GATEPOST_REDIS_URL: nothing answers there" in answer.stdout
    assert "Start Redis" in answer.stdout
    assert "aGoodPassword" not in answer.stdout
