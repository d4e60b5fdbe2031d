"""Examination of the codes by SMS."""

from collections.abc import Iterator

from gatepost.doctor.finding import Finding
from gatepost.throttling.count_sms import find_stopped


def examine_sms() -> Iterator[Finding]:
    """The countries to which codes were refused in the last hour or two. It stops no start."""
    for country in find_stopped():
        yield Finding(
            f"SMS to {country}",
            "codes are refused: far fewer came back than usual, or the budget is used up.",
            "Look at the numbers that register. If they are not of your users, leave the country out of "
            "GATEPOST_SMS_COUNTRIES. If they are, raise GATEPOST_SMS_BUDGET, or set GATEPOST_SMS_STOP=off.",
            grave=False,
        )
