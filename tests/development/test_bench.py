"""The bench judges its figures as its goals say, and keeps the other sections of its page. Nothing is measured here."""

import cProfile
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from bench import grow, page, report
from bench.client import Answer, Client, Request
from bench.databases import Database, engine_of, opened
from bench.environment import CannotMeasure
from bench.goals import GOALS, MOST_MIB, MOST_START, P99, at_most, goals
from bench.load import Load
from bench.measure import Results
from bench.operations import BEFORE, CALM, ENROLLED, HELLO, OPERATIONS, POCKETBASE, RAW
from bench.options import read_options
from bench.processes import Memory
from bench.profiling.shares import PARTS, REST, shares_of
from bench.server import free_port, running
from bench.subjects import factors
from bench.subjects.gatepost import Gatepost
from bench.wrk import Run
from gatepost.http.media_type import text_type

ROOT = Path(__file__).parents[2]


def test_the_goals_are_those_that_were_asked_for() -> None:
    asked = {(each.letter, each.other, each.engine, each.figure): each.bound for each in GOALS if each.other != BEFORE}
    assert asked == {
        ("M", HELLO, "sqlite", "rate"): 2.0,
        ("M", HELLO, "sqlite", "p99"): 1.0,
        ("M", HELLO, "postgresql", "rate"): 1.0,
        ("M", HELLO, "mariadb", "rate"): 0.8,
        ("M", POCKETBASE, "sqlite", "rate"): 4.0,
        ("M", POCKETBASE, "postgresql", "rate"): 1.2,
        ("M", POCKETBASE, "mariadb", "rate"): 1.2,
        ("I", HELLO, "", "rate"): 1.5,
        ("A", HELLO, "", "rate"): 1.5,
        ("W", CALM, "", "rate"): 0.8,
        ("N", CALM, "", "rate"): 0.97,
        ("P", HELLO, "", "rate"): 0.16,
        ("F", POCKETBASE, "", "rate"): 1.5,
        ("U", POCKETBASE, "", "rate"): 4.0,
        ("L", RAW, "", "rate"): 0.9,
        ("T", CALM, "", "rate"): 6.0,
        ("S", CALM, "", "rate"): 0.9,
        ("R", RAW, "", "rate"): 0.9,
    }
    assert (MOST_MIB, MOST_START) == (170, 0.6)


def test_a_goal_is_for_its_engine_or_for_every_one() -> None:
    assert [(goal.bound, goal.figure) for goal in goals("M", HELLO, "sqlite")] == [(2.0, "rate"), (1.0, P99)]
    assert [goal.bound for goal in goals("M", HELLO, "mariadb")] == [0.8]
    assert [goal.bound for goal in goals("A", HELLO, "mariadb")] == [1.5]
    assert goals("M", RAW, "sqlite") == []


@pytest.mark.parametrize(("figure", "ratio", "word"), [("rate", 2.0, "reached"), ("rate", 1.99, "**missed**")])
def test_a_rate_has_to_be_greater(figure: str, ratio: float, word: str) -> None:
    goal = next(goal for goal in goals("M", HELLO, "sqlite") if goal.figure == figure)
    assert goal.judge([9.0, ratio, 0.1]) == f"{ratio:.2f} (0.10-9.00), goal 2: {word}"


@pytest.mark.parametrize(("ratio", "word"), [(1.0, "reached"), (1.01, "**missed**")])
def test_a_p99_has_to_be_smaller(ratio: float, word: str) -> None:
    goal = next(goal for goal in goals("M", HELLO, "sqlite") if goal.figure == P99)
    assert goal.judge([ratio]) == f"p99 {ratio:.2f} ({ratio:.2f}-{ratio:.2f}), goal at most 1: {word}"


def test_a_bound_is_reached_at_its_very_value() -> None:
    assert at_most(170, 170, "MiB") == "goal at most 170 MiB: reached"
    assert at_most(170.1, 170, "MiB") == "goal at most 170 MiB: **missed**"


def test_a_cell_has_the_rate_and_the_p99_of_the_same_round() -> None:
    runs = {"gatepost": [Run(20, 1, 4, 40)], "hello": [Run(10, 1, 8, 20)]}
    table = report.speed_table(Results(runs={"M": runs}), "sqlite")
    assert "2.00 (2.00-2.00), goal 2: reached; p99 0.50 (0.50-0.50), goal at most 1: reached" in table
    assert "goal 1: reached" in report.speed_table(Results(runs={"M": runs}), "postgresql")


def test_w_is_judged_by_the_m_of_its_own_rounds() -> None:
    runs = {"gatepost": [Run(79, 1, 4, 40)], CALM: [Run(100, 1, 8, 20)]}
    assert "0.79 (0.79-0.79), goal 0.8: **missed**" in report.speed_table(Results(runs={"W": runs}), "sqlite")


def test_an_invalid_run_has_no_ratio() -> None:
    runs = {"gatepost": [Run(79, 1, 4, 40, errors=1)], CALM: [Run(100, 1, 8, 20)]}
    assert "goal" not in report.speed_table(Results(runs={"W": runs}), "sqlite")


def test_the_greatest_memory_of_all_operations_is_judged() -> None:
    memory = {letter: {"gatepost": Memory(90, 60, pss, 3)} for letter, pss in (("M", 100), ("L", 171), ("R", 120))}
    table = report.other_table(Results(memory=memory, start_up={"gatepost": [0.5, 0.6, 0.7]}), [Gatepost({})])
    assert "0.60 (0.50-0.70), goal at most 0.6 s: reached" in table
    assert "171, goal at most 170 MiB: **missed**" in table


@pytest.mark.parametrize(
    ("database", "name"),
    [
        ("", "sqlite"),
        ("mariadb", "mariadb"),
        ("postgresql+psycopg://a:b@127.0.0.1/c", "postgresql"),
        ("mysql+pymysql://a:b@127.0.0.1/c", "mariadb"),
    ],
)
def test_the_engine_is_known_from_the_option(database: str, name: str) -> None:
    assert engine_of(database) == read_options(["--database", database]).engine == name


def test_a_database_of_the_callers_own_is_used_as_it_is() -> None:
    with opened("postgresql://127.0.0.1/mine") as (database,):
        assert database == Database("postgresql://127.0.0.1/mine")


def test_forward_authentication_is_verified_by_its_header(monkeypatch: pytest.MonkeyPatch) -> None:
    load = Load([Request("GET", "/forward-auth", {})], lambda _: True, header=("x-auth-user", "me"))
    for who in ("me", "another"):
        monkeypatch.setattr(Client, "send", lambda *_, who=who, **__: Answer(200, "", {"x-auth-user": who}))
        if who == "me":
            assert load.verify(Client("127.0.0.1", 1), who="gatepost") == json.dumps("")
        else:
            with pytest.raises(CannotMeasure):
                load.verify(Client("127.0.0.1", 1), who="gatepost")


def test_the_page_keeps_its_other_sections(tmp_path: Path) -> None:
    results = tmp_path / "results.md"
    for heading, text in (
        (page.GROWN, "a million\n"),
        (page.beside_others("sqlite"), "old\n"),
        (page.beside_others("mariadb"), "another\n"),
        (page.beside_others("sqlite"), "new\n"),
    ):
        page.keep(results, heading, text)
    head, *sections = results.read_text().split("\n## ")
    assert head.startswith("# What the bench gave")
    assert [" ".join(section.split()) for section in sections] == [
        "Beside other servers, on SQLite new",
        "Beside other servers, on MariaDB another",
        "With a million users a million",
    ]


def test_growth_is_the_ratio_of_times_within_a_round() -> None:
    pairs = [(Run(120, 1, 2, 10), Run(100, 1, 2, 10)), (Run(90, 1, 2, 10), Run(100, 1, 2, 10))]
    line, met = grow._line("sqlite", "M", [*pairs, pairs[0]])
    assert met
    assert "1.20 (0.90-1.20), goal at most 1.2: reached" in line
    assert grow._line("sqlite", "M", [(Run(130, 1, 2, 10), Run(100, 1, 2, 10))])[1] is False
    assert grow._line("sqlite", "M", [(Run(130, 1, 2, 10), Run(0, 0, 0, 0))])[1] is False


@pytest.mark.parametrize("lived_in", [False, True])
def test_users_are_seeded_in_every_table(tmp_path: Path, lived_in: bool) -> None:
    gatepost = Gatepost({}, users=400, lived_in=lived_in)
    gatepost.seed(tmp_path)
    (file,) = (tmp_path / "instance").glob("*.db")
    with closing(sqlite3.connect(file)) as database:
        tables = ("users", "contacts", "sessions", "known_devices")
        counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    assert counts == [400, 400, 400 * lived_in, 400 * lived_in]


def test_users_with_second_factors_log_in_as_the_bench_does(tmp_path: Path) -> None:
    gatepost = Gatepost({"GATEPOST_ARGON2_MEMORY": "8", "GATEPOST_ARGON2_PASSES": "1"}, enrolled=True)
    gatepost.seed(tmp_path)
    port = free_port()
    with running(gatepost.command(tmp_path, port), port) as server:
        loads = factors.loads(server.client, gatepost.users)
        for letter in ENROLLED:
            loads[letter].verify(server.client, who="gatepost")
        ask, *answers = loads["T"].renew(0.01)
        assert ask.path == "/user/login/passkey/options"
        for answer in answers:
            sent = server.client.send(answer.method, answer.path, body=answer.body, headers=answer.headers)
            assert sent.status == 200, sent.body


def test_every_operation_is_described_in_the_readme() -> None:
    rows = (ROOT / "bench" / "README.md").read_text()
    assert [each.letter for each in OPERATIONS if f"\n| {each.letter} |" not in rows] == []


def test_a_profile_counts_a_function_for_its_part_and_what_is_built_in_for_the_part_that_calls_it() -> None:
    profile = cProfile.Profile()
    with profile:
        for _ in range(20):
            orjson.dumps(read_options([]).only)
            text_type("application/json")
    shares = shares_of(profile)
    assert shares["http"] > 0
    assert shares[REST] > shares["http"]  # argparse is no part of the service
    assert set(shares) <= set(PARTS)
