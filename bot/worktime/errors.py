"""What can be wrong with a calendar or a moment.

WorkTimeError
├── NeverWorks       nothing is worked for years on end
└── OutsideTables    a year whose holidays nobody knows
"""


class WorkTimeError(Exception):
    """Working time cannot be told."""


class NeverWorks(WorkTimeError):
    """No work was found within ten years: the week is empty, or closures cover it."""


class OutsideTables(WorkTimeError):
    """The year is not in 1970 to 2100, for which holidays are known."""
