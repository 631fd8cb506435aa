"""A flood: many people write at once on Slack and on Telegram, and the platforms deliver part of it twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from re import findall

from bot import app
from bot.chat.accounts import Account
from bot.cli.lines import Inside, Lines, open_lines, reach
from bot.cli.serve import Office, attend
from bot.model import LANGUAGES, Language, Person
from bot.ports import TaskQuery
from bot.settings import Settings
from handlers.desk import Desk
from handlers.intake import StoreIntake
from handlers.mailbox import PostTaker
from handlers.outgoing import task_buttons
from storage.engine import SqlStore
from storage.sample import sample_company
from storage.tables import InboxRow, table
from tests.e2e.house import Company, rendered
from tests.e2e.roads import unescaped
from tests.news import quiet, tell, until
from tests.slack_intake import settings as slack_settings
from tests.slack_server import SlackServer, slack_server
from tests.telegram_office import settings as telegram_settings
from tests.telegram_server import Person as TelegramAccount
from tests.telegram_server import TelegramServer, telegram_server

_FIRST: dict[Language, str] = {
    "en": "the projector in meeting room {room} shows only a blue picture",
    "it": "il monitor della sala riunioni {room} non si accende più",
    "he": "המקרן בחדר ישיבות {room} מראה רק מסך כחול",
}
_NEXT: dict[Language, str] = {
    "en": "where are we with Q-{number:04}?",
    "it": "ci sono novità su Q-{number:04}?",
    "he": "מה המצב של Q-{number:04}?",
}
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
_AGAIN = 4  # every so many events come twice


@dataclass(frozen=True, slots=True)
class Flooded:
    """What came of it: each person's answers in their order, tasks by requester, and what is not well."""

    answers: dict[str, list[str]]
    tasks: dict[str, int]
    kept: int
    troubles: list[str]

    def numbers(self, person: str) -> list[int]:
        """The task numbers that a person was answered about."""
        return [int(found[0]) for said in self.answers[person] if (found := findall(r"Q-(\d{4})", said))]


def crowd(number: int) -> tuple[Person, ...]:
    """So many colleagues, in the three languages."""
    return tuple(
        Person(
            id=f"F-{place:03}",
            name=f"{_name(place)} {_name(place * 7 + 3)}",
            email=f"flood{place:03}@example.com",
            role="requester",
            team="sales",
            language=LANGUAGES[place % 3],
            timezone="Europe/Rome",
        )
        for place in range(number)
    )


def _name(number: int) -> str:
    parts = (_SYLLABLES[number % 14], _SYLLABLES[number // 14 % 14], _SYLLABLES[(number + 5) % 14])
    return "".join(parts).capitalize()


def said(person: Person, place: int) -> str:
    """What somebody writes in this place: at first a request, then questions that tell themselves apart."""
    texts = _NEXT if place else _FIRST
    return texts[person.language].format(room=2 + int(person.id[2:]) % 7, number=9000 + place)


async def flood(company: Company, folder: Path, *, people: int, each: int, seconds: float) -> Flooded:
    """Let so many people write `each` messages as fast as they can; TimeoutError when not all are answered in time."""
    everybody = crowd(people)
    store = company.copied(folder)
    hire(store, everybody)
    async with slack_server() as slack, telegram_server() as telegram:
        slack.patience = seconds
        members, accounts = everybody[: people // 2], everybody[people // 2 :]
        for one in members:
            slack.user(user_of(one), one.id.lower(), email=one.email, real_name=one.name)
        chats = {one.id: telegram.person(one.name, language=one.language) for one in accounts}
        _link(store, telegram, chats)
        settings = Settings.load(data_dir=folder, slack=(slack_settings(slack),), telegram=telegram_settings(telegram))
        async with working(company, settings, store):
            await until(lambda: bool(slack.links))
            await asyncio.gather(
                *(_writes_on_slack(slack, one, each) for one in members),
                *(_writes_on_telegram(telegram, chats[one.id], one, each) for one in accounts),
            )

            def answers() -> dict[str, list[str]]:
                return {one.id: _on_slack(slack, one) for one in members} | {
                    one.id: [message.text for message in telegram.sent if message.chat.id == chats[one.id].id]
                    for one in accounts
                }

            await until(lambda: len(slack.posted) + len(telegram.sent) >= people * each, seconds=seconds)
            async with asyncio.timeout(seconds):
                while _troubles(store) or telegram.updates.pending:
                    await quiet(0.1)
            found = Flooded(answers(), _tasks(store), _kept(store), _troubles(store))
    store.close()
    return found


async def _writes_on_slack(slack: SlackServer, person: Person, each: int) -> None:
    for place in range(each):
        delivery = await slack.say(user_of(person), said(person, place))
        if place % _AGAIN == 0:
            await slack.redeliver(delivery)


async def _writes_on_telegram(telegram: TelegramServer, account: TelegramAccount, person: Person, each: int) -> None:
    for place in range(each):
        account.writes(said(person, place))
        if place % _AGAIN == 0:
            update = telegram.updates.made[-1]
            await until(lambda: update["update_id"] not in telegram.updates.pending, seconds=60)  # noqa: B023
            telegram.updates.repeat(update)


def user_of(person: Person) -> str:
    return f"U{person.id.replace('-', '')}"


def _on_slack(slack: SlackServer, person: Person) -> list[str]:
    channel = slack.dm(user_of(person)).id
    return [unescaped(message.text) for message in slack.posted if message.channel == channel]


def hire(store: SqlStore, people: Sequence[Person]) -> None:
    company = sample_company()
    with store.write() as uow:
        uow.records.replace(company.model_copy(update={"people": (*company.people, *people)}))
        uow.commit()


def _link(store: SqlStore, telegram: TelegramServer, chats: dict[str, TelegramAccount]) -> None:
    with store.write() as uow:
        for person, chat in chats.items():
            user = str(chat.id)
            bot = str(telegram.bot.id)
            account = Account(channel="telegram", account=bot, user=user, place=user, person_id=person)
            uow.accounts.put(account)
        uow.commit()


@asynccontextmanager
async def working(company: Company, settings: Settings, store: SqlStore) -> AsyncIterator[None]:
    """The threads and lines of `pratica serve`."""
    lines, office, stop = Lines(), Office(), asyncio.Event()
    made = app.parts(settings, store, company.understander, (), worker="flood", reach=reach(settings))
    channels = {"channels": lines.channels, "platforms": lines.platforms, "rooms": lines.rooms}
    parts = replace(made, speech=company.speech, render=rendered, **channels)  # type: ignore[arg-type]

    def taken() -> None:
        office.wake()
        tell()

    inside = Inside(
        loop=asyncio.get_running_loop(),
        intake=StoreIntake(store, taken=taken),
        taker=PostTaker(store),
        desk=Desk(parts, actions=lambda task, reader: task_buttons(task, reader, parts.speech, reader.language)),
        content=lambda _: None,
    )
    open_lines(lines, settings, inside)
    office.work_with(parts)
    working = asyncio.create_task(attend(office, lines.runs, stop))
    try:
        yield
    finally:
        stop.set()
        await working
        for close in lines.closes:
            await close()


def _tasks(store: SqlStore) -> dict[str, int]:
    with store.read() as reading:
        who = [task.requester_id for task in reading.tasks.find(TaskQuery(limit=100_000), None)]
    return {one: who.count(one) for one in who}


def _kept(store: SqlStore) -> int:
    rows = table(InboxRow)
    with store._reader.connect() as connection:
        return len(connection.execute(rows.select().where(rows.c.channel.in_(["slack", "telegram"]))).all())


def _troubles(store: SqlStore) -> list[str]:
    rows = table(InboxRow)
    with store.read() as reading:
        found = [f"{one.outgoing.key}: {one.reason}" for one in reading.outbox.troubled()]
        waiting = reading.outbox.pending(channels=dict.fromkeys(("slack", "telegram", "mail")))
    with store._reader.connect() as connection:
        left = connection.execute(rows.select().where(rows.c.state != "done")).all()
    found += [f"{row.state}: {row.text!r}: {row.reason}" for row in left]
    return found + ([f"{waiting} not delivered"] if waiting else [])
