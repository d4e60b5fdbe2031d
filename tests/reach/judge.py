"""Compares what any test made an engine do with what marked tests made each engine do."""

from collections.abc import Collection, Iterable

from .constraints import unique_ones
from .watch import Sent

# What no test can make a database refuse, because the value is drawn at random and unique but for a miracle.
RANDOM = {"uq_one_time_proofs_link_digest"}


def missing(sent: Iterable[Sent], engines: Collection[str]) -> list[str]:
    """A line for each write that no marked test does on one of *engines*, and each unique index that never refuses."""
    sent = list(sent)
    places = {each.write: each.place for each in sorted(sent, reverse=True)}
    lines = []
    for engine in engines:
        proven = {each.write for each in sent if each.marked and each.engine == engine}
        lines += [
            f"{engine}: {write.statement}: {write.outcome} ({places[write]})" for write in sorted(set(places) - proven)
        ]
        refusing = {write.outcome.removeprefix("refused by ") for write in proven}
        lines += [f"{engine}: {name} has refused nothing" for name in sorted(unique_ones() - refusing - RANDOM)]
    return lines
