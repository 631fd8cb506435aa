"""Sends everybody's digest: whose is due is decided purely, all of them are made from one reading, each leaves once."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.digest.approvals import Waiting, waiting_for
from bot.digest.content import Day, Digest, make_digest
from bot.digest.rendering import Chart, chat_reply, letter
from bot.digest.reply import DigestReply, Written
from bot.digest.schedule import DueDigest, Works, due_digests, span
from bot.digest.settings import DigestSettings
from bot.digest.values import DAYS, Asked, Cadence, DigestRepository
from bot.digest.wishes import PREFERENCE
from bot.model import Person
from bot.parts import Parts
from bot.ports import Reading
from handlers.outgoing import tell

log = logging.getLogger(__name__)

_PNG = "image/png"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Digests:
    """Makes digests and sends those that are due.

    `figures` gives what they are read with, `works` who works on which day by a reading, `draw` a PNG of a chart.
    """

    parts: Parts
    settings: DigestSettings
    figures: Callable[[Reading], DigestRepository]
    works: Callable[[Reading], Works]
    draw: Callable[[Chart], bytes] | None = None

    def send_due(self, now: datetime) -> int:
        """Queue the digests whose hour has come, and settle those that have nothing to say; how many were queued."""
        due = self._due(now)
        ready = sorted((one for one in due if not one.too_late), key=_pass)
        queued, unsaid = 0, [one for one in due if one.too_late]
        for (_, day), several in groupby(ready, key=_pass):
            together = list(several)
            made = self.make([(one.person, one.cadence) for one in together], day, now)
            for one in together:
                if (digest := made[one.person.id]) is None:
                    unsaid.append(one)
                else:
                    queued += self._queue(one, digest, now)
        self._settle(unsaid, now)
        return queued

    def _due(self, now: datetime) -> tuple[DueDigest, ...]:
        with self.parts.store.read() as reading:
            people = reading.records.directory().people
            wishes = reading.preferences.all(PREFERENCE)
            due = due_digests(people, wishes, self.settings, self.works(reading), now)
            settled = self.figures(reading).settled([one.key for one in due])
        return tuple(one for one in due if one.key not in settled)

    def make(self, wanted: Iterable[tuple[Person, Cadence]], day: date, now: datetime) -> Mapping[str, Digest | None]:
        """The digests of people of one time zone for a day, by id, from one reading; None where there is nothing."""
        several = list(wanted)
        if not several:
            return {}
        with self.parts.store.read() as reading:
            return self.make_in(reading, several, day, now)

    def make_in(
        self, reading: Reading, several: Sequence[tuple[Person, Cadence]], day: date, now: datetime
    ) -> Mapping[str, Digest | None]:
        """The same inside a reading that is open already, of one person or more."""
        works = self.works(reading)
        spans = {(person.id, cadence): span(cadence, day, partial(works, person)) for person, cadence in several}
        recent = min(DAYS, 1 + max(one.before or one.last for one in spans.values()))
        people = reading.records.directory().people
        morning = self.figures(reading).morning(self._asked(several[0][0].timezone, day, now, recent=recent))
        waiting = waiting_for(morning, people, self.parts.catalogue, lines=self.settings.lines)
        names = {person.id: person.name for person in people}
        shown = {line.reference for person, _ in several for line in waiting.get(person.id, Waiting()).lines}
        tasks = reading.tasks.get_many(shown, None)
        made = {}
        for person, cadence in several:
            about = Day(day, cadence, spans[person.id, cadence], names)
            decides = waiting.get(person.id, Waiting()).with_presses(tasks, person)
            made[person.id] = make_digest(person, morning.of(person), decides, about)
        return made

    def of(self, reading: Reading, person: Person, now: datetime) -> Digest | None:
        """What a person's daily digest says at this moment, for whoever asks for it."""
        day = now.astimezone(ZoneInfo(person.timezone)).date()
        return self.make_in(reading, [(person, "daily")], day, now)[person.id]

    def _asked(self, timezone: str, day: date, now: datetime, *, recent: int) -> Asked:
        zone = ZoneInfo(timezone)
        midnights = tuple(
            datetime.combine(day - timedelta(days=back), datetime.min.time(), tzinfo=zone) for back in range(DAYS)
        )
        quiet = midnights[0] - self.settings.silent_after_days * _DAY
        return Asked(now=now, today=day, midnights=midnights, quiet=quiet, recent=recent, lines=self.settings.lines)

    def _queue(self, due: DueDigest, digest: Digest, now: datetime) -> bool:
        """Settle and queue in one transaction; False when another process was first, or when it failed.

        What failed stays due, and holds up nobody else's.
        """
        try:
            with self.parts.store.write() as uow:
                first = uow.occurrences.settle(due.key, now)
                if first:
                    tell(uow, self.parts, due.person, self.reply(due.person, digest), key=due.key)
                uow.commit()
        except Exception:
            log.exception("digest not queued", extra={"action": "digest_failed", "key": due.key})
            return False
        return first

    def reply(self, person: Person, digest: Digest) -> DigestReply:
        """The digest as it is told on chat, with how to write it as a letter."""
        say = partial(self.parts.speech.say, language=person.language)
        plain = chat_reply(digest, say, person.language)

        def write() -> Written:
            made = letter(digest, say, person.language, drawn=self.draw is not None)
            draw = self.draw
            drawn = {name: draw(chart) for name, chart in made.charts.items()} if draw else {}
            return Written(made.values, tuple((name, _PNG, content) for name, content in drawn.items()))

        return DigestReply(**dict(plain), write=write)

    def _settle(self, unsaid: list[DueDigest], now: datetime) -> None:
        """Settle what comes too late to be read, or says nothing, all in one transaction."""
        if not unsaid:
            return
        with self.parts.store.write() as uow:
            for one in unsaid:
                uow.occurrences.settle(one.key, now)
            uow.commit()


def _pass(due: DueDigest) -> tuple[str, date]:
    """What can be read at once: a time zone's day."""
    return due.person.timezone, due.day
