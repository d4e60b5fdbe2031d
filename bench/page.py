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
        report.speed_table(results),
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


def keep(path: Path, text: str) -> None:
    """Write the report as a page of its own."""
    path.write_text("# What the bench gave\n\nThe method and its limits are in [README.md](README.md).\n\n" + text)


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
