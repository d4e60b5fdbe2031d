"""Charts as the template draws them in SVG: the places of bars and labels, in units of a drawing that scales."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from gatepost.pages.words import show_hour

WIDTH, HEIGHT = 640.0, 160.0
_GAP = 0.3  # of a slot, between the bars of two hours
_LABELS = 8
_MOST_BESIDE = 48  # hours; with more, the second series is a line


class Series(NamedTuple):
    """The name of something that is counted, and its number in each hour."""

    label: str
    values: Sequence[int]


class Bar(NamedTuple):
    """A rectangle. *place*: of its series, which has a look of its own."""

    place: int
    x: float
    y: float
    width: float
    height: float


class Label(NamedTuple):
    """A text below the hours."""

    x: float
    text: str


class Chart(NamedTuple):
    """A chart, and the same numbers as rows of a table: an hour, and a value of each series.

    *line*: the points of the second series, if it is drawn as a line.
    """

    name: str
    title: str
    series: list[Series]
    bars: list[Bar]
    line: str
    labels: list[Label]
    top: int
    rows: list[tuple[str, list[int]]]
    complete: bool


def draw(name: str, title: str, hours: Sequence[datetime], *series: Series, complete: bool = True) -> Chart:
    """The series, two at most, side by side in each of the *hours*. *name* is unique on the page."""
    top = max((max(each.values, default=0) for each in series), default=0)
    slot = WIDTH / len(hours)
    beside = series if len(hours) <= _MOST_BESIDE else series[:1]
    width = slot * (1 - _GAP) / len(beside)
    bars = [
        Bar(place, round(slot * hour + width * place, 2), round(HEIGHT - tall, 2), round(width, 2), round(tall, 2))
        for place, each in enumerate(beside)
        for hour, value in enumerate(each.values)
        if (tall := _tall(value, top))
    ]
    lined = series[-1].values if beside != series else []
    line = " ".join(f"{slot * (hour + 0.5):.2f},{HEIGHT - _tall(value, top):.2f}" for hour, value in enumerate(lined))
    each_nth = len(hours) // _LABELS
    labels = [Label(round(slot * place, 2), show_hour(hours[place])) for place in range(0, len(hours), each_nth)]
    rows = [(show_hour(hour), [each.values[place] for each in series]) for place, hour in enumerate(hours)]
    return Chart(name, title, list(series), bars, line, labels, top, rows[::-1], complete)


def _tall(value: int, top: int) -> float:
    return HEIGHT * value / top if top else 0.0
