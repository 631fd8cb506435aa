"""The four roads to the assistant, each as people use it: they write and press, and see what they are shown."""

import asyncio
import json
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.bidi import plain
from bot.chat.accounts import LinkCode
from bot.chat.linking import digest_of, new_code
from bot.messages import InboundMessage
from bot.model import Person
from bot.settings import Settings
from handlers.intake import take_over
from integrations.terminal import Terminal
from tests.e2e.house import NOW, Company, House, house
from tests.e2e.test_mail_service import answer, letter
from tests.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.news import until
from tests.slack_intake import settings as slack_settings
from tests.slack_server import SlackServer, slack_server
from tests.slack_server.things import Message as SlackMessage
from tests.smtp_server import MailServer, smtp_server
from tests.telegram_office import settings as telegram_settings
from tests.telegram_server import FileOfPerson, TelegramServer, telegram_server
from tests.telegram_server import Message as TelegramMessage

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
GROUP = "C0OFFICE"


@dataclass(frozen=True, slots=True)
class Step:
    """What one person does in a scene."""

    who: str
    writes: str = ""
    presses: str = ""
    in_words: str = ""
    reason: str = ""
    sees: str = ""
    file: str = ""
    group: bool = False


class Road(ABC):
    """One channel with everybody on it; `do` returns when everything that it leads to is done and delivered."""

    def __init__(self, inside: House) -> None:
        self.house = inside

    async def do(self, step: Step) -> list[str]:
        """Let somebody do something; what they are shown of it."""
        person = self.house.person(step.who)
        before = len(self.shown(person))
        await self._do(person, step)
        await self.house.settle()
        return self.shown(person)[before:]

    def new_scene(self) -> None:
        """What follows has nothing to do with what was said before."""
        return

    @abstractmethod
    async def _do(self, person: Person, step: Step) -> None:
        """Let it happen, until it is taken over."""

    @abstractmethod
    def shown(self, person: Person) -> list[str]:
        """All that a person was ever shown."""

    def in_group(self) -> list[str]:
        """All that everybody in the group was shown by the assistant."""
        return []

    def mails(self) -> list[EmailMessage]:
        """What has left for outsiders."""
        contents = [path.read_bytes() for path in sorted((self._folder / "mail").glob("*.eml"))]
        return [message_from_bytes(one, EmailMessage, policy=policy.default) for one in contents]

    _folder = Path()


class TerminalRoad(Road):
    """Everybody at a terminal of their own."""

    def __init__(self, inside: House, folder: Path) -> None:
        super().__init__(inside)
        self._folder = folder
        self._lines: dict[str, list[str]] = {}
        self._count = 0
        inside.use(Terminal(self._write, as_json=True, folder=folder / "files", content=inside.content))

    def _write(self, line: str) -> None:
        read: dict[str, Any] = json.loads(line)
        self._lines.setdefault(_reader_of(read["id"], self.house), []).append(plain(read["text"]))

    async def _do(self, person: Person, step: Step) -> None:
        self._count += 1
        message = InboundMessage(
            channel="terminal",
            account=person.id,
            external_id=f"m{self._count}",
            conversation=f"terminal:{person.id}",
            sender_id=person.id,
            text=step.writes or step.in_words,
            received_at=NOW,
        )
        await asyncio.to_thread(take_over, self.house.store, message)

    def shown(self, person: Person) -> list[str]:
        return self._lines.get(person.id, [])


def _reader_of(key: str, inside: House) -> str:
    """Who is shown the message of this key."""
    with inside.store.read() as reading:
        found = reading.outbox.named(key)
    assert found is not None, key
    return found[0].recipient


class SlackRoad(Road):
    """Everybody in one workspace, known there by the address that it has verified."""

    def __init__(self, inside: House, server: SlackServer, folder: Path) -> None:
        super().__init__(inside)
        self.server, self._folder = server, folder
        for person in inside.people:
            server.user(self.user(person), person.id.lower(), email=person.email, real_name=person.name)
        server.channel(GROUP, [*map(self.user, inside.people), server.workspace().bot_user])

    def user(self, person: Person) -> str:
        return f"U{person.id.replace('-', '')}"

    async def _do(self, person: Person, step: Step) -> None:
        user = self.user(person)
        if step.presses:
            await self._press(user, step)
            return
        if step.group:
            deliveries = await self.server.mention(user, step.writes, channel=GROUP)
            assert all(delivery.acknowledged for delivery in deliveries)
            return
        files = (self.server.file(step.file, PNG, user=user, mimetype="image/png"),) if step.file else ()
        delivery = await self.server.say(user, step.writes, files=files)
        assert delivery.acknowledged

    async def _press(self, user: str, step: Step) -> None:
        message, action = self._button(user, step.presses)
        delivery = await self.server.act(user, message, action)
        assert delivery.acknowledged
        if step.reason:
            submitted = await self.server.submit(user, {"field:reason": step.reason})
            assert (submitted.acknowledged, submitted.refused) == (True, None)

    def _button(self, user: str, label: str) -> tuple[SlackMessage, str]:
        for message in reversed(self._theirs(user)):
            for block in message.blocks:
                for element in block["elements"] if block["type"] == "actions" else ():
                    if plain(element["text"]["text"]).startswith(label):
                        return message, element["action_id"]
        raise LookupError(f"{user} has no button {label}")

    def _theirs(self, user: str) -> list[SlackMessage]:
        return [message for message in self.server.posted if message.channel == self.server.dm(user).id]

    def shown(self, person: Person) -> list[str]:
        return [unescaped(message.text) for message in self._theirs(self.user(person))]

    def in_group(self) -> list[str]:
        return [unescaped(message.text) for message in self.server.posted if message.channel == GROUP]


def unescaped(text: str) -> str:
    """Slack's text as people read it."""
    return plain(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class TelegramRoad(Road):
    """Everybody in a private chat with the bot, and together in one group."""

    def __init__(self, inside: House, server: TelegramServer, folder: Path) -> None:
        super().__init__(inside)
        self.server, self._folder = server, folder
        self.people = {person.id: server.person(person.name, language=person.language) for person in inside.people}
        self.group = server.group("Office", list(self.people.values()))

    async def link(self, *people: Person) -> None:
        """Let them come in by the link that `pratica link` prints."""
        for person in people:
            code = new_code(digest_of(person.id))
            with self.house.store.write() as uow:
                uow.accounts.add_code(
                    LinkCode(digest=digest_of(code), person_id=person.id, expires_at=NOW + timedelta(minutes=10))
                )
                uow.commit()
            self.people[person.id].starts(code)
        await self._taken()
        await self.house.settle()

    async def _do(self, person: Person, step: Step) -> None:
        theirs = self.people[person.id]
        if step.presses and not step.reason:
            message = self._with_button(theirs.id, step.presses)
            label = next(one for one in message.buttons if plain(one).startswith(step.presses))
            theirs.presses(message, label)
        elif step.file:
            theirs.sends_document(FileOfPerson(PNG, step.file, "image/png"), caption=step.writes)
        elif step.group:
            theirs.writes(f"@{self.server.bot.username} {step.writes}", self.group)
        else:
            theirs.writes(step.writes or step.in_words)
        await self._taken()

    def button_of(self, who: str, label: str) -> tuple[TelegramMessage, str]:
        """A button that somebody sees now, with what it carries."""
        message = self._with_button(self.people[self.house.person(who).id].id, label)
        return message, next(data for one, data in message.buttons.items() if plain(one).startswith(label))

    async def press_old(self, who: str, button: tuple[TelegramMessage, str]) -> None:
        """Press a button that an app still shows."""
        self.people[self.house.person(who).id].presses_old(*button)
        await self._taken()
        await self.house.settle()

    async def _taken(self) -> None:
        """When the bot has confirmed everything."""
        await until(lambda: not self.server.updates.pending)

    def _with_button(self, chat: int, label: str) -> TelegramMessage:
        for message in reversed(self.server.shown(chat)):
            if any(plain(one).startswith(label) for one in message.buttons):
                return message
        raise LookupError(f"{chat} has no button {label}")

    def shown(self, person: Person) -> list[str]:
        chat = self.people[person.id].id
        return [plain(message.text) for message in self.server.sent if message.chat.id == chat]

    def in_group(self) -> list[str]:
        return [plain(message.text) for message in self.server.sent if message.chat is self.group]


class MailRoad(Road):
    """Everybody at their mail program: what they write first in a scene is a new mail, then they answer."""

    def __init__(self, inside: House, box: ImapServer, server: MailServer) -> None:
        super().__init__(inside)
        self.box, self.server = box, server
        self._seen: dict[str, int] = {}
        self._read: list[EmailMessage] = []

    def new_scene(self) -> None:
        self._seen = {person.id: len(self._to(person.email)) for person in self.house.people}

    async def _do(self, person: Person, step: Step) -> None:
        sender, said = f"{person.name} <{person.email}>", step.writes or step.in_words
        before = self._to(person.email)
        if len(before) > self._seen.get(person.id, 0):
            mail = answer(sender, said, before[-1])
        else:
            mail = letter(sender, said, subject="")
        if step.file:
            mail.add_attachment(PNG, maintype="image", subtype="png", filename=step.file)
        taken = self.house.taken
        await self.box.deliver(mail.as_bytes(policy=policy.SMTP))
        await until(lambda: self.house.taken > taken, seconds=20)

    def _to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self._sent() if address in str(mail["To"])]

    def _sent(self) -> list[EmailMessage]:
        contents = (one.content for one in self.server.taken[len(self._read) :])
        whole = (one if isinstance(one, bytes) else (one or "").encode() for one in contents)
        self._read += [message_from_bytes(one, EmailMessage, policy=policy.default) for one in whole]
        return self._read

    def shown(self, person: Person) -> list[str]:
        return [plain(f"{mail['Subject']}\n{text_of(mail)}") for mail in self._to(person.email)]

    def mails(self) -> list[EmailMessage]:
        inside = {person.email for person in self.house.people}
        return [mail for mail in self._sent() if not any(address in str(mail["To"]) for address in inside)]


def text_of(mail: EmailMessage) -> str:
    """A mail's plain text, its lines as they are read."""
    body = mail.get_body(("plain",))
    return re.sub(r"\r\n?", "\n", str(body.get_content())) if body else ""


@asynccontextmanager
async def road(name: str, company: Company, folder: Path) -> AsyncIterator[Road]:
    """The road of this name, with nothing said on it yet."""
    async with AsyncExitStack() as opened:
        if name == "slack":
            slack = await opened.enter_async_context(slack_server())
            inside = await opened.enter_async_context(house(company, _settings(folder, slack=slack), folder))
            await until(lambda: bool(slack.links))
            yield SlackRoad(inside, slack, folder)
        elif name == "telegram":
            telegram = await opened.enter_async_context(telegram_server())
            inside = await opened.enter_async_context(house(company, _settings(folder, telegram=telegram), folder))
            made = TelegramRoad(inside, telegram, folder)
            await made.link(*inside.people)
            yield made
        elif name == "mail":
            server = await opened.enter_async_context(smtp_server(security="none"))
            box = await opened.enter_async_context(imap_server())
            settings = _settings(folder, box=box, smtp=server)
            yield MailRoad(await opened.enter_async_context(house(company, settings, folder)), box, server)
        else:
            inside = await opened.enter_async_context(house(company, _settings(folder), folder))
            yield TerminalRoad(inside, folder)


@asynccontextmanager
async def in_group(company: Company, folder: Path, *names: str) -> AsyncIterator[TelegramRoad]:
    """Telegram with a group of these colleagues, who are linked and among themselves there."""
    async with telegram_server() as server:
        group = server.group("Office", [])
        settings = _settings(folder).model_copy(update={"telegram": telegram_settings(server, groups=(group.id,))})
        async with house(company, settings, folder) as inside:
            way = TelegramRoad(inside, server, folder)
            way.group = group
            people = [inside.person(name) for name in names]
            group.members.update({way.people[person.id].id: "member" for person in people})
            await way.link(*people)
            yield way


@asynccontextmanager
async def both(company: Company, folder: Path) -> AsyncIterator[tuple[SlackRoad, TelegramRoad]]:
    """One house with Slack and Telegram."""
    async with slack_server() as slack, telegram_server() as telegram:
        settings = _settings(folder, slack=slack, telegram=telegram)
        async with house(company, settings, folder) as inside:
            await until(lambda: bool(slack.links))
            yield SlackRoad(inside, slack, folder), TelegramRoad(inside, telegram, folder)


def _settings(
    folder: Path,
    *,
    slack: SlackServer | None = None,
    telegram: TelegramServer | None = None,
    box: ImapServer | None = None,
    smtp: MailServer | None = None,
) -> Settings:
    given: dict[str, Any] = {"data_dir": folder}
    if slack:
        given["slack"] = (slack_settings(slack),)
    if telegram:
        given["telegram"] = telegram_settings(telegram)
    if box and smtp:
        local = {"host": "127.0.0.1", "insecure_localhost": True}
        mailbox = {"name": "office", "port": box.port, "user": USER, "password": SecretStr(PASSWORD), "since": "all"}
        given["mailboxes"] = ({**local, **mailbox, "renew_seconds": 0.1},)
        given["smtp"] = {**local, "port": smtp.port}
        given |= {"mail_address": USER, "mail_servers": ("mx.example.it",)}
        given["mail_domains"] = ("example.it", "example.com", "example.co.il")
    return Settings.load(**given)
