"""When the assistant speaks up by itself; in `pratica.toml` a `[clock]` table."""

from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from bot.model import Value

Days = Annotated[int, Field(ge=1, le=365)]


class ClockSettings(Value):
    """Limits of reminders; days are working days of whoever is told, where nothing else is said."""

    tick_seconds: int = Field(default=30, ge=1, le=3600)
    """How often the clock looks whether anything is due."""
    morning: time = time(9, 0)
    """When people hear of what falls on a day, in their own time; later where they begin later."""
    overdue_every: Days = 7
    """After how many calendar days an overdue task is named again."""
    manager_after: Days = 3
    """How long a task is overdue before its manager hears of it."""
    supplier_after: Days = 4
    """How long a supplier is waited for before they are asked again."""
    chaser: Literal["ask", "automatic", "off"] = "ask"
    """Whether a colleague is asked before a supplier is written to again."""
    chasers: int = Field(default=2, ge=0, le=10)
    """How often a supplier is asked again for one thing."""
    requester_after: Days = 2
    """How long a requester is waited for before they are reminded, and between two reminders."""
    requester_times: int = Field(default=3, ge=0, le=20)
    """How often a requester is reminded of one question."""
    approval_after: Days = 1
    """How long an approval waits before whoever can give it is reminded, and between two reminders."""
    approval_times: int = Field(default=3, ge=0, le=20)
    """How often they are reminded of one approval."""
    escalation_after: Days = 3
    """How long an approval waits before a second approver is asked."""
    targets: bool = True
    """Whether people are told of the targets of tasks: the first answer and the resolution, in working time."""
    target_soon: int = Field(default=2, ge=1, le=8)
    """How many working hours before a target's end it is told that it is near."""
    oldest_days: int = Field(default=3, ge=1, le=60)
    """What was due longer ago than so many calendar days, because nothing ran, is no longer said."""
    listed: int = Field(default=10, ge=1, le=30)
    """How many things one message lists."""

    @property
    def oldest(self) -> timedelta:
        """How long ago something may have been due and is still said."""
        return timedelta(days=self.oldest_days)
