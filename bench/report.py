"""The table, as Markdown."""

from collections.abc import Sequence
from statistics import median

from bench.goals import MOST_MIB, MOST_START, at_most, goals
from bench.measure import Results
from bench.operations import BEFORE, CALM, FASTAPI_USERS, GATEPOST, HELLO, OPERATIONS, POCKETBASE, RAW
from bench.subjects import Subject
from bench.wrk import Run

_COLUMNS = {
    GATEPOST: "Gatepost",
    CALM: "its M or L in the same rounds",
    BEFORE: "before",
    HELLO: "hello",
    FASTAPI_USERS: "FastAPI-Users",
    POCKETBASE: "PocketBase",
    RAW: "raw Argon2id",
}
_RATIOS = (BEFORE, CALM, HELLO, POCKETBASE, RAW)
_QUIET = 0.2  # processors that other programs may use in a run; above that its ratio is marked as disturbed


def speed_table(results: Results, engine: str) -> str:
    """Requests per second, latencies and ratios: a line for each operation."""
    columns = [key for key in _COLUMNS if any(key in runs for runs in results.runs.values())]
    ratios = [key for key in _RATIOS if key in columns and GATEPOST in columns]
    rows = [["", *(_COLUMNS[key] for key in columns), *(f"÷ {_COLUMNS[key]}" for key in ratios)]]
    rows.append(["---"] * len(rows[0]))
    for operation in OPERATIONS:
        runs = results.runs.get(operation.letter)
        if runs is None:
            continue
        title = f"**{operation.letter}** {operation.title} ({operation.connections} connections)"
        row = [title, *(_speed(runs.get(key)) for key in columns)]
        rows.append([*row, *(_ratio(operation.letter, runs, key, engine) for key in ratios)])
    return _markdown(rows)


def other_table(results: Results, subjects: Sequence[Subject]) -> str:
    """Start-up and memory: a line for each server."""
    first, *_, last = [*results.memory] * 2
    heads = [f"RSS of a worker after {first}", "PSS of a worker", "PSS of all processes", f"of all after {last}"]
    heads.append("the most")
    rows = [["", "start-up s", *(f"{head}, MiB" for head in heads)], ["---"] * 7]
    for subject in subjects:
        times, early, late = (results.start_up[subject.key], *(results.memory[op][subject.key] for op in (first, last)))
        most = max(after[subject.key].all_pss for after in results.memory.values())
        row = [_COLUMNS[subject.key], f"{median(times):.2f} ({min(times):.2f}-{max(times):.2f})"]
        sizes = [f"{early.worker_rss:.0f}", f"{early.worker_pss:.0f}", f"{early.all_pss:.0f} ({early.processes})"]
        row += [*sizes, f"{late.all_pss:.0f} ({late.processes})", f"{most:.0f}"]
        if subject.key == GATEPOST:
            row[1] += f", {at_most(median(times), MOST_START, 's')}"
            row[-1] += f", {at_most(most, MOST_MIB, 'MiB')}"
        rows.append(row)
    return _markdown(rows)


def disturbance(results: Results) -> str:
    """A sentence on the processors that wrk and all other programs used."""
    runs = [run for by_key in results.runs.values() for several in by_key.values() for run in several]
    loaded = [run.generator_cpu for run in runs if run.p50 is not None]
    others = [run.other_cpu for run in runs]
    wrk = f"wrk itself used {median(loaded):.2f} processors (median; at most {max(loaded):.2f})" if loaded else ""
    rest = f"everything else on the machine {median(others):.2f} (at most {max(others):.2f})"
    return f"{wrk}, {rest}" if wrk else rest


def _speed(runs: list[Run] | None) -> str:
    if not runs:
        return "-"
    if errors := sum(run.errors for run in runs):
        return f"invalid: {errors} errors in {sum(run.requests for run in runs)}"
    if any(run.requests == 0 for run in runs):
        return "invalid: a run in which nothing was finished"
    rate = median(run.rate for run in runs)
    text = f"{rate:.0f}" if rate >= 100 else f"{rate:.1f}"
    if runs[0].p50 is None:
        return text
    p50, p99 = (median(getattr(run, name) for run in runs) for name in ("p50", "p99"))
    return f"{text} ({_ms(p50)}/{_ms(p99)})"


def _ms(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _ratio(letter: str, runs: dict[str, list[Run]], other: str, engine: str) -> str:
    judged_by = goals(letter, other, engine)
    if not judged_by or not runs.get(other) or not runs.get(GATEPOST):
        return "-"
    if any(run.errors or not run.requests for run in runs[GATEPOST] + runs[other]):
        return "invalid"
    pairs = list(zip(runs[GATEPOST], runs[other], strict=True))
    judged = [
        goal.judge([getattr(ours, goal.figure) / getattr(theirs, goal.figure) for ours, theirs in pairs])
        for goal in judged_by
    ]
    disturbed = max(run.other_cpu for run in runs[GATEPOST] + runs[other]) > _QUIET
    return "; ".join(judged) + (" (disturbed)" if disturbed else "")


def _markdown(rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
