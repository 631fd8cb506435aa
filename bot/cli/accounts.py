"""`pratica people link`, `accounts`, `unlink`; `pratica slack manifest`: who is who on chat platforms."""

import json
import uuid
from datetime import UTC, datetime

from bot import app
from bot.chat.accounts import LinkCode
from bot.chat.linking import CODE_MINUTES, digest_of, new_code
from bot.chat.settings import TelegramSettings
from bot.cli.errors import Failure, Usage
from bot.cli.lines import CHATS
from bot.cli.output import table, write
from bot.model import Person
from bot.ports import Reading
from bot.settings import Settings


def link(settings: Settings, who: str, *, telegram: bool) -> None:
    """Give a colleague a one-time code; with `telegram` as an address that opens the bot and sends it."""
    if telegram and settings.telegram is None:
        raise Failure("there is no Telegram bot in the settings: see docs/telegram.md")
    code = new_code(uuid.uuid4().hex)
    with app.writing(settings) as uow:
        person = _person(uow, who)
        expires = datetime.now(UTC) + CODE_MINUTES
        uow.accounts.add_code(LinkCode(digest=digest_of(code), person_id=person.id, expires_at=expires))
        uow.commit()
    minutes = int(CODE_MINUTES.total_seconds()) // 60
    write(f"For {person.name}, good once and for {minutes} minutes: {code}")
    if telegram and settings.telegram:
        write(f"In Telegram open {_telegram_link(settings.telegram, code)}")
    else:
        write(f"They send it to the assistant from the account that is theirs, alone or as /link {code}")


def _telegram_link(bot: TelegramSettings, code: str) -> str:
    from integrations.telegram import start_link

    try:
        return start_link(bot, code)
    except OSError as error:
        raise Failure(f"Telegram does not say what the bot is called ({error}); send the code to it instead") from error


def accounts(settings: Settings) -> None:
    """The accounts that are linked."""
    with app.reading(settings) as reading:
        people = reading.records.directory().people
        rows = [
            (person.name, one.channel, one.account, one.user, "" if one.state == "here" else "has left or blocked us")
            for person in people
            for one in reading.accounts.of(person.id)
        ]
    table(("name", "channel", "at", "account", ""), rows, empty="Nobody is linked yet: pratica people link NAME.")


def unlink(settings: Settings, who: str, channel: str) -> None:
    """Forget a colleague's accounts on a channel; raises `Failure` when there are none."""
    if channel not in CHATS:
        raise Usage(f"there is no such channel as {channel!r}; there are {', '.join(CHATS)}")
    with app.writing(settings) as uow:
        person = _person(uow, who)
        count = uow.accounts.unlink(person.id, channel)
        if not count:
            raise Failure(f"{person.name} has no account on {channel}; `pratica people accounts` shows who has")
        uow.commit()
    write(f"{person.name} is no longer known on {channel}.")


def _person(reading: Reading, who: str) -> Person:
    people = reading.records.directory().people
    person = app.find_person(people, who)
    if person is None:
        raise Failure(f"there is nobody called {who!r}, or more than one; `pratica people` shows who there is")
    return person


def slack_manifest(url: str | None) -> None:
    """Print the app manifest for Slack, as JSON."""
    from integrations.slack.manifest import manifest

    try:
        write(json.dumps(manifest(url), indent=2, ensure_ascii=False))
    except ValueError as error:
        raise Failure(str(error)) from error
