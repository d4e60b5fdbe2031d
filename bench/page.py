"""The whole report: printed, kept by ``--write``, and as JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import machine, report
from bench.measure import Results
from bench.options import Options, command_line, without_password
from bench.raw import Parameters
from bench.subjects import WORKERS, Subject

GROWN = "With a million users"
CONSOLE = "The console, with a million users"
IMPORTED = "Import and export of users"
_HEAD = "# What the bench gave\n\nThe method and its limits are in [README.md](README.md).\n"
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mariadb": "MariaDB"}


def page(
    options: Options, results: Results, subjects: Sequence[Subject], hashing: Parameters, machine_line: str
) -> str:
    """The report as Markdown."""
    lengths = f"median of {options.rounds} runs of {options.seconds:g} s each, after one discarded"
    if not options.warm_up:
        lengths = f"one cold run of {options.seconds:g} s each, which says little"
    lines = [
        f"Measured {machine.today()} with `{command_line()}`, {lengths}; {WORKERS} server processes each.",
        f"Machine: {machine_line}.",
        f"During the runs {report.disturbance(results)}.",
        "",
        "Requests per second (p50/p99 in ms). A ratio is the median of the rounds' own ratios (least-most).",
        "",
        report.speed_table(results, options.engine),
        "",
        f"Start-up: from exec to the first 200, {options.starts} starts. Behind the memory of all: how many processes.",
        "",
        report.other_table(results, subjects),
        "",
        *(f"- {subject.name()}: {subject.notes()}." for subject in subjects),
        f"- raw Argon2id ({hashing}): {WORKERS} processes that only hash (beside R) or verify (beside L).",
        "- Every server logs as it does by default, into a file.",
    ]
    return "\n".join(lines) + "\n"


def beside_others(engine: str) -> str:
    """The heading of a whole run with Gatepost on *engine*."""
    return f"Beside other servers, on {_NAMES.get(engine, engine)}"


def keep(path: Path, heading: str, text: str) -> None:
    """Put *text* under its heading of the page; all other headings stay as they are."""
    head, *sections = (path.read_text() if path.exists() else _HEAD).split("\n## ")
    kept = dict(section.split("\n", 1) for section in sections) | {heading: f"\n{text}"}
    ordered = sorted(kept, key=lambda each: (each in (GROWN, CONSOLE, IMPORTED), each != beside_others("sqlite"), each))
    path.write_text("\n\n## ".join([head.strip(), *(f"{each}\n{kept[each].rstrip()}" for each in ordered)]) + "\n")


def keep_numbers(path: Path, options: Options, results: Results, machine_line: str) -> None:
    """Write all measurements as JSON."""
    content: dict[str, Any] = {
        "command": command_line(),
        "date": machine.today(),
        "machine": machine_line,
        "options": asdict(options),
    }
    content["options"]["database"] = without_password(options.database)
    path.write_text(json.dumps(content | asdict(results), indent=1))
