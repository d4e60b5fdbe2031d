"""Whether codes to a country come back as they did before. Fraud by SMS is codes that nobody sends back.

Of the codes of this hour and the one before, a quarter of the usual share has to come back. The usual share is that of
the seven days before, between 20 and 100 %; without 200 codes in these days it is 40 %. Fewer than 50 codes are never
judged. So at first a country is stopped where fewer than 10 % come back, and never where 25 % do.
"""

from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from gatepost.database import read_all
from gatepost.throttling.sms_hours import SmsHour

HOUR = timedelta(hours=1)
NORM_WINDOW = timedelta(days=7)
FEWEST = 50  # codes of the present and the last hour; fewer tell nothing
FEWEST_BEFORE = 200  # codes of the days before; with fewer the usual share is not known
UNKNOWN_NORM, LOWEST_NORM = 0.4, 0.2
PART = 0.25  # of the usual share


def is_far_below(*, sent: int, answered: int, sent_before: int, answered_before: int) -> bool:
    """Whether so few codes come back that sending has to stop."""
    if sent < FEWEST:
        return False
    norm = answered_before / sent_before if sent_before >= FEWEST_BEFORE else UNKNOWN_NORM
    return answered < sent * PART * min(1.0, max(LOWEST_NORM, norm))


def is_abnormal(country: str, hour: datetime) -> bool:
    """Whether the codes to this *country* are far from its norm in the present *hour*, as that is counted by now."""
    now = SmsHour.hour >= hour - HOUR
    sums = [
        func.coalesce(func.sum(case((when, column), else_=0)), 0)
        for when in (now, ~now)
        for column in (SmsHour.sent, SmsHour.answered)
    ]
    these = (SmsHour.country == country, SmsHour.hour >= hour - HOUR - NORM_WINDOW)
    (found,) = read_all(select(*sums).where(*these))
    sent, answered, sent_before, answered_before = map(int, found)
    return is_far_below(sent=sent, answered=answered, sent_before=sent_before, answered_before=answered_before)
