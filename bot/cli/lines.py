"""The lines to the outside that are configured: mailboxes, mail server, Slack, Telegram; made once per process."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from bot import app
from bot.chat.forms import Desk
from bot.chat.intake import ChatPlatform, Intake
from bot.chat.settings import TelegramSettings
from bot.mail.accounts import MailTaker
from bot.ports import Channel
from bot.settings import Settings
from integrations.mail_folder import MailFolder

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from integrations.imap import Supervisor

CHATS = ("slack", "telegram")
"""The channels whose messages are a `Reply` in JSON with buttons."""
Run = Callable[[asyncio.Event], Coroutine[None, None, None]]


@dataclass(frozen=True, slots=True)
class Inside:
    """What the lines lead to: who takes over, who answers on the spot, and a document's bytes by their SHA-256."""

    loop: asyncio.AbstractEventLoop
    intake: Intake
    taker: MailTaker
    desk: Desk
    content: Callable[[str], bytes | None]


@dataclass(slots=True)
class Lines:
    """What delivers, what listens, what is posted to, and how each part does (None: well, else what is wrong)."""

    channels: dict[str, Channel] = field(default_factory=dict)
    platforms: dict[str, ChatPlatform] = field(default_factory=dict)
    rooms: dict[str, tuple[str, str]] = field(default_factory=dict)
    pages: list[Callable[[Callable[[], frozenset[str]]], None]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    routes: "list[BaseRoute]" = field(default_factory=list)
    health: list[Callable[[], dict[str, str | None]]] = field(default_factory=list)
    closes: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def problems(self) -> dict[str, str | None]:
        """How each part does."""
        return {name: wrong for each in self.health for name, wrong in each().items()}


def configured(settings: Settings) -> bool:
    """Whether there is a line for `pratica serve` to work on."""
    return bool(settings.mailboxes or settings.smtp or settings.slack or settings.telegram)


def reach(settings: Settings) -> tuple[str, ...]:
    """The channels that people can be told something on, those where it is noticed soonest first."""
    there = {"slack": bool(settings.slack), "telegram": bool(settings.telegram)}
    return (*(name for name in CHATS if there[name]), "mail")


def open_lines(lines: Lines, settings: Settings, inside: Inside) -> None:
    """Add everything that is configured; a library is imported only where its channel is."""
    if settings.slack:
        _add_slack(lines, settings, inside)
    if settings.telegram:
        _add_telegram(lines, settings, settings.telegram, inside)
    lines.channels["mail"] = _mail(settings, inside.loop, lines)
    for supervisor in app.supervisors(settings, inside.taker):
        lines.runs.append(supervisor.run)
        lines.health.append(partial(_of_mailbox, supervisor))
    lines.named += [box.name for box in settings.mailboxes]


def _mail(settings: Settings, loop: asyncio.AbstractEventLoop, lines: Lines) -> Channel:
    """The mail server, or the folder in its place."""
    if settings.smtp is None:
        return MailFolder(settings.data_dir / "mail")
    channel = app.smtp_channel(settings, loop)
    lines.closes.append(channel.close)
    return channel


def _of_mailbox(supervisor: "Supervisor") -> dict[str, str | None]:
    """How a mailbox does; nothing before it was first looked into, so that its last good moment stays."""
    state = supervisor.state
    return {f"mailbox:{state.mailbox}": state.error} if state.error or state.last_seen else {}


def _add_slack(lines: Lines, settings: Settings, inside: Inside) -> None:
    from integrations.slack import SlackChannel, SlackService, Workspaces
    from integrations.slack.views import Views

    workspaces = Workspaces(settings.slack)
    known = partial(inside.intake.knows, "slack")
    channel = SlackChannel(workspaces, inside.loop, content=inside.content, known=known)
    views = Views(inside.desk, inside.intake)
    service = SlackService(workspaces, inside.intake, views)
    lines.pages.append(views.pages.changed)
    lines.channels["slack"] = lines.platforms["slack"] = channel
    for one in settings.slack:
        lines.rooms |= {team: ("slack", f"{one.name}/{room}") for team, room in one.rooms.items()}
    lines.runs.append(service.run)
    if any(one.app_token is None for one in settings.slack):
        lines.routes += service.routes()
    lines.health.append(lambda: {f"slack:{one.name}": _how(one.error, one.connected_since) for one in service.states})
    lines.named += [f"slack {one.name}" for one in settings.slack]


def _add_telegram(lines: Lines, settings: Settings, telegram: TelegramSettings, inside: Inside) -> None:
    from integrations.telegram import TelegramService

    service = TelegramService(telegram, inside.intake, inside.loop, content=inside.content, otherwise=settings.language)
    lines.channels["telegram"] = lines.platforms["telegram"] = service.channel
    lines.rooms |= {team: ("telegram", str(group)) for team, group in telegram.rooms.items()}
    lines.runs.append(service.run)
    if service.route:
        lines.routes.append(service.route)
    lines.health.append(lambda: {"telegram": _how(service.state.error, service.state.connected_since)})
    lines.named.append("telegram")


def _how(error: str | None, connected_since: datetime | None) -> str | None:
    """What is wrong with a line, None when it is well."""
    return error or (None if connected_since else "not connected yet")
