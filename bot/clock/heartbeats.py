"""Which parts of the assistant are silent, what to say of it, and when to say it again. Pure.

A part beats when it is well: a mailbox that was read, a channel that is connected, a round of the worker. Its name
begins with the channel it belongs to, as in "slack:T012AB3CD" or "mailbox:office", so that an alarm about it goes
another way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from bot.clock.keys import alarm_key, all_clear_key
from bot.model import Value
from bot.texts import Text, text

SCHEDULER = "scheduler"
_DAY = timedelta(days=1)
_CHANNELS = {"mailbox": "mail", "smtp": "mail"}


class Heartbeat(Value):
    """When a part was last well; `silent_after` of silence raise an alarm, of which the first was at `alarmed_at`.

    `problem` is what it said itself of why it is not well.
    """

    name: str
    at: AwareDatetime
    silent_after: timedelta
    problem: str | None = None
    alarmed_at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """What the admins are to be told of a part, not by the channel `unless`; `ends` says that it works again."""

    name: str
    key: str
    said: Text
    unless: str
    ends: bool = False

    def for_reader(self, timezone: str) -> Text:
        """What is said, with its moments as the clock shows them where the reader is."""
        zone = ZoneInfo(timezone)
        args = {
            name: arg.astimezone(zone) if isinstance(arg, datetime) else arg for name, arg in self.said.args.items()
        }
        return Text(self.said.id, args)


def channel_of(name: str) -> str:
    """The channel that a part belongs to, by its name."""
    first = name.partition(":")[0]
    return _CHANNELS.get(first, first)


def silence(heartbeat: Heartbeat, now: datetime) -> timedelta | None:
    """For how long a part has been silent; None while it is within its limit."""
    silent = now - heartbeat.at
    return silent if silent > heartbeat.silent_after else None


def alarms(heartbeats: Iterable[Heartbeat], now: datetime, *, watching_since: datetime) -> tuple[Alarm, ...]:
    """What is to be said now; whoever was silent only because nobody ran gets its time from `watching_since` on."""
    return tuple(alarm for one in heartbeats if (alarm := _alarm(one, now, watching_since)))


def _alarm(one: Heartbeat, now: datetime, watching_since: datetime) -> Alarm | None:
    silent = silence(one, now)
    if silent is None:
        if one.alarmed_at is None:
            return None
        said = text("clock-well-again", name=one.name)
        return Alarm(one.name, all_clear_key(one.name, one.alarmed_at), said, unless="", ends=True)
    if one.alarmed_at is None and now - watching_since <= one.silent_after:
        return None
    day = (silent - one.silent_after) // _DAY
    return Alarm(one.name, alarm_key(one.name, one.at, day=day), _said(one), unless=channel_of(one.name))


def _said(one: Heartbeat) -> Text:
    if one.problem:
        return text("clock-silent-problem", name=one.name, since=one.at, problem=one.problem)
    return text("clock-silent", name=one.name, since=one.at)


def health(heartbeats: Iterable[Heartbeat], now: datetime) -> dict[str, str | None]:
    """Each part by name with what is wrong with it, None where it is well; in English, for whoever runs the machine."""
    return {one.name: _wrong(one, now) for one in heartbeats}


def _wrong(one: Heartbeat, now: datetime) -> str | None:
    if silence(one, now) is None and one.problem is None:
        return None
    since = f"{'silent' if silence(one, now) else 'not well'} since {one.at.isoformat(timespec='seconds')}"
    return f"{since}: {one.problem}" if one.problem else since
