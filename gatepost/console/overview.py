"""GET /admin/console: the health of the service, and charts of the last day or week."""

from typing import Any, NamedTuple

from flask import Response

from gatepost import __version__
from gatepost.admin.count_hours import count_events, count_messages, count_sms_codes, last_hours
from gatepost.audit.refused_access import record_refused_endpoint
from gatepost.caller import Caller
from gatepost.console.charts import Chart, Series, draw
from gatepost.console.frame import console_room, is_on, show
from gatepost.console.words_of import CHANNEL
from gatepost.errors import InsufficientScope
from gatepost.http.access import SIGNED_IN
from gatepost.http.form import Form
from gatepost.messaging.message import CHANNELS, Channel
from gatepost.outbox.count_entries import Waiting, count_entries
from gatepost.pages.words import marked, show_country, translate
from gatepost.throttling.count_sms import find_stopped
from gatepost.users.permissions import rights_of

room = console_room("overview")
PERIODS = {"day": 24, "week": 7 * 24}


class Period(Form):
    period: str = ""


class Country(NamedTuple):
    """Codes by SMS to a country. *stopped*: they are refused at present."""

    name: str
    sent: int
    answered: int


class Health(NamedTuple):
    """How many messages of each channel wait, and the countries to which codes are refused."""

    version: str
    waiting: dict[Channel, Waiting]
    stopped: list[str]


@room.page("/admin/console", access=SIGNED_IN, limit="60/minute", query=Period, shown_if=is_on)
def show_overview(query: Period, caller: Caller) -> Response:
    """For all who have any permission; it shows what theirs let them see."""
    rights = rights_of(caller)
    if not rights:
        record_refused_endpoint(caller)
        raise InsufficientScope
    period = query.period if query.period in PERIODS else "day"
    values: dict[str, Any] = {"charts": [], "countries": [], "health": None, "period": period, "channel": CHANNEL}
    if "audit:read" in rights:
        values["charts"].append(_sign_ins(PERIODS[period]))
    if "outbox:read" in rights:
        waiting = {channel: count_entries(channel) for channel in CHANNELS}
        values["health"] = Health(__version__, waiting, [show_country(each) for each in find_stopped()])
        charts, values["countries"] = _messages(PERIODS[period])
        values["charts"] += charts
    return show("overview.html", caller, **values)


def _sign_ins(number: int) -> Chart:
    hours = last_hours(number)
    good, bad, unknown = (
        count_events(event, hours) for event in ("login.succeeded", "login.failed", "unknown.login_failed")
    )
    failed = [one + other for one, other in zip(bad.by_hour, unknown.by_hour, strict=True)]
    both = Series(translate(SIGN_INS), good.by_hour), Series(translate(FAILURES), failed)
    complete = good.complete and bad.complete and unknown.complete
    return draw("sign-ins", translate(SIGN_INS_TITLE), hours, *both, complete=complete)


def _messages(number: int) -> tuple[list[Chart], list[Country]]:
    hours = last_hours(number)
    messages, codes = count_messages(hours), count_sms_codes(hours)
    by_channel = [Series(translate(CHANNEL[channel]), counts.by_hour) for channel, counts in messages.items()]
    complete = all(each.complete for each in messages.values())
    both = Series(translate(CODES_SENT), codes.sent), Series(translate(CODES_BACK), codes.answered)
    charts = [
        draw("messages", translate(MESSAGES_TITLE), hours, *by_channel, complete=complete),
        draw("codes", translate(CODES_TITLE), hours, *both),
    ]
    return charts, [Country(show_country(code), sent, back) for code, sent, back in codes.by_country]


SIGN_INS, FAILURES = marked("Sign-ins"), marked("Wrong passwords")
CODES_SENT, CODES_BACK = marked("sent"), marked("came back")
SIGN_INS_TITLE = marked("Sign-ins by hour")
MESSAGES_TITLE = marked("Messages by hour")
CODES_TITLE = marked("Codes by SMS by hour")
