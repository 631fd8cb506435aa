"""`pratica demo --fast-day`: a working day of the sample company in a minute, and what was sent to whom and when."""

import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from email import message_from_bytes, policy
from functools import partial
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import app
from bot.bidi import plain
from bot.cli.output import write
from bot.messages import InboundMessage, Looked, NotSent, Outcome, Outgoing, Reply, Sent
from bot.model import Person, Value
from bot.parts import Parts
from bot.settings import Settings
from bot.worktime.counting import for_person, next_working
from handlers.clock import Clock
from handlers.intake import take_over
from handlers.recurring import Recurring
from handlers.worker import Worker
from storage.sample import sample_company

FIRST, LAST = clock_time(7, 30), clock_time(19, 0)
ZONE = ZoneInfo("Europe/Rome")
_STEP = timedelta(minutes=5)
_LONGEST = 150  # characters of what is shown of a message


class Line(Value):
    """What somebody writes at a time of their own clock, so many days from the one that is played."""

    day: int
    at: clock_time
    who: str
    text: str


class Watch:
    """The day's clock, which goes as it is told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Printer:
    """A channel that writes what it is given on a line: when, to whom, and how it begins."""

    def __init__(self, name: str, watch: Watch, people: dict[str, str]) -> None:
        self.name = name
        self.silent = True
        self.sent = 0
        self._watch, self._people = watch, people

    def send(self, outgoing: Outgoing) -> Outcome:
        """Show it; nothing leaves."""
        self.sent += 1
        if not self.silent:
            who = self._people.get(outgoing.reader or "", outgoing.recipient)
            at = self._watch.now.astimezone(ZONE)
            write(f"{at:%H:%M}  {self.name:<8} → {plain(who):<24} {self._said(outgoing)}")
        return Sent(outside_id=outgoing.key)

    def look_up(self, outgoing: Outgoing) -> Looked:
        """Nothing is kept."""
        return NotSent()

    def _said(self, outgoing: Outgoing) -> str:
        if self.name == "mail":
            mail = message_from_bytes(outgoing.body, policy=policy.default)
            return f"{outgoing.kind}: {plain(str(mail['Subject']))}"
        lines = plain(Reply.model_validate_json(outgoing.body).text).split("\n")
        said = " / ".join(line for line in lines if line.strip())
        return f"{outgoing.kind}: {said if len(said) <= _LONGEST else said[:_LONGEST] + '…'}"


def run(settings: Settings, *, on: datetime | None, seconds: float = 60.0) -> None:
    """Play the day of `on` (by default today) in so many seconds; nothing of it is kept."""
    day = (on or datetime.now(UTC)).astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"data_dir": Path(folder), "database_url": None})
        with closing(app.store(own)) as opened:
            with opened.write() as uow:
                uow.records.replace(sample_company())
                uow.commit()
                people = uow.records.directory().people
            watch = Watch(day)
            channels = [Printer(name, watch, {one.id: one.name for one in people}) for name in ("terminal", "mail")]
            understanding = app.understander(settings, app.catalogue(settings))
            made = app.parts(own, opened, understanding, channels, worker="fast-day", reach=("terminal", "mail"))
            parts = replace(made, clock=watch)
            _Day(parts, own, watch, channels, people).play(day, seconds=seconds)


class _Day:
    """The company's people, the assistant and its clock."""

    def __init__(
        self, parts: Parts, settings: Settings, watch: Watch, channels: list[Printer], people: tuple[Person, ...]
    ) -> None:
        self._parts, self._watch, self._channels, self._people = parts, watch, channels, people
        self._worker = Worker(parts)
        calendar = partial(app.calendar_of, settings)

        def working(person: Person, moment: datetime) -> datetime:
            return next_working(for_person(calendar(person), ()), moment)

        self._clock = Clock(
            parts,
            settings.clock,
            next_working=working,
            recurring=Recurring(parts, settings.clock, calendar_of=calendar),
            more=(app.digests(settings, parts).send_due,),
        )

    def play(self, day: datetime, *, seconds: float) -> None:
        """The days before in silence, then the day itself, as fast as `seconds` allow."""
        script = _script()
        for before in range(min(line.day for line in script), 0):
            self._hours(day + timedelta(days=before), [line for line in script if line.day == before], pause=0)
        write(f"{day:%A %d %B %Y}, on the clock of {ZONE.key}\n")
        for channel in self._channels:
            channel.silent, channel.sent = False, 0
        steps = sum(1 for _ in _moments(day))
        self._hours(day, [line for line in script if line.day == 0], pause=seconds / steps)
        counts = ", ".join(f"{channel.sent} by {channel.name}" for channel in self._channels)
        write(f"\nThat was the day: {counts}. Nothing of it was kept.")

    def _hours(self, day: datetime, script: list[Line], *, pause: float) -> None:
        lines = sorted(script, key=partial(self._at, day))
        for now in _moments(day):
            began = time.monotonic()
            self._watch.now = now
            while lines and self._at(day, lines[0]) <= now:
                self._say(lines.pop(0))
            self._clock.tick(now)
            self._work()
            time.sleep(max(0.0, pause - (time.monotonic() - began)))

    def _at(self, day: datetime, line: Line) -> datetime:
        person = self._person(line.who)
        return datetime.combine(day.date(), line.at, tzinfo=ZoneInfo(person.timezone)).astimezone(UTC)

    def _person(self, who: str) -> Person:
        person = app.find_person(self._people, who)
        if person is None:
            raise LookupError(who)
        return person

    def _say(self, line: Line) -> None:
        person = self._person(line.who)
        if not self._channels[0].silent:
            write(f"{self._watch.now.astimezone(ZONE):%H:%M}  {plain(person.name)}: {line.text}")
        message = InboundMessage(
            channel="terminal",
            account=person.id,
            external_id=f"{line.day}:{line.at}:{line.text}",
            conversation=f"terminal:{person.id}",
            sender_id=person.id,
            text=line.text,
            received_at=self._watch.now,
        )
        take_over(self._parts.store, message)
        self._work()

    def _work(self) -> None:
        while self._worker.work():
            pass
        self._worker.deliver()


def _moments(day: datetime) -> Iterator[datetime]:
    now, last = (datetime.combine(day.date(), at, tzinfo=ZONE).astimezone(UTC) for at in (FIRST, LAST))
    while now <= last:
        yield now
        now += _STEP


def _script() -> list[Line]:
    read = tomllib.loads(files("storage.sample").joinpath("day.toml").read_text(encoding="utf-8"))
    return [Line.model_validate(line) for line in read["says"]]
