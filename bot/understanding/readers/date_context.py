"""What a date expression is read against, and what it can mean."""

from dataclasses import dataclass
from datetime import date

from bot.model import Period
from bot.understanding.readers.date_rules import Said

_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Context:
    """The day it is, whether days without a year lie in the past, and the first weekday of a week (Monday is 0).

    `minute` counts from midnight.
    """

    today: date
    past: bool
    week_start: int
    minute: int = 0

    @property
    def weekend(self) -> frozenset[int]:
        """The weekdays without work: Friday and Saturday where weeks begin on Sunday, else Saturday and Sunday."""
        return frozenset({4, 5} if self.week_start == _SUNDAY else {5, 6})

    @property
    def workdays(self) -> frozenset[int]:
        return frozenset(range(7)) - self.weekend


@dataclass(frozen=True, slots=True)
class DayMonth:
    """A day whose year nobody said."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Step:
    """Words that move the date right behind them, such as "the day before".

    Other units: "week_of" widens it to its week, "weekday" seeks the next or (below 0) the last such day, counted from
    1 for Monday, "workday" counts working days, and "open" leaves the date open.
    """

    count: int
    unit: str


Meaning = date | DayMonth | Period | Step | None


@dataclass(frozen=True, slots=True)
class Case:
    """An expression on a given day, in the folded text that it stands in."""

    said: Said
    context: Context
    text: str
