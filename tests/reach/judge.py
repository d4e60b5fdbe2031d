"""Compares what any test made an engine do with what marked tests made each engine do."""

from collections.abc import Collection, Iterable

from .constraints import unique_ones
from .watch import Sent

# What no test can make a database refuse: the values are drawn at random.
RANDOM = {
    "uq_one_time_proofs_link_digest",
    "uq_signing_keys_kid",
    "uq_invitations_token_digest",
    "uq_lost_factors_stop_digest",
    "uq_lost_factors_reminder_digest",
    "uq_way_in_undos_token_digest",
    "uq_personal_tokens_token_digest",
}


def missing(sent: Iterable[Sent], engines: Collection[str]) -> list[str]:
    """A line for each write that no marked test does, and for each unique index that refuses nothing.

    A statement has to be sent on each of *engines*. What came of it, which may be a matter of luck where two race, has
    to be seen on one of them; what is refused by a unique index, on each.
    """
    sent = list(sent)
    places = {each.write: each.place for each in sorted(sent, reverse=True)}
    seen = {each.write for each in sent if each.marked}
    lines = [f"{write.statement}: {write.outcome} ({places[write]})" for write in sorted(set(places) - seen)]
    for engine in engines:
        proven = [each.write for each in sent if each.marked and each.engine == engine]
        lacking = {write.statement: places[write] for write in seen}
        for statement in {write.statement for write in proven}:
            lacking.pop(statement, None)
        lines += [f"{statement}: not on {engine} ({place})" for statement, place in sorted(lacking.items())]
        refusing = {write.outcome.removeprefix("refused by ") for write in proven}
        lines += [f"{name} refuses nothing on {engine}" for name in sorted(unique_ones() - refusing - RANDOM)]
    return lines
