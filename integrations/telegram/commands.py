"""The menu of commands, in each language (core.telegram.org/bots/features#commands)."""

import logging
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from telegram import BotCommand

from bot.model import LANGUAGES, Language
from integrations.telegram.client import Client

log = logging.getLogger(__name__)

_MENU = Path(__file__).resolve().parents[2] / "templates" / "telegram" / "commands.toml"


@cache
def menu() -> Mapping[Language, tuple[BotCommand, ...]]:
    """The commands with what each does, in the order in which they are shown."""
    said = tomllib.loads(_MENU.read_text(encoding="utf-8"))
    return {language: tuple(BotCommand(name, what) for name, what in said[language].items()) for language in LANGUAGES}


async def set_menu(client: Client, otherwise: Language) -> None:
    """Have Telegram show the menu in each language, that of `otherwise` to everybody else; only what differs is set.

    An empty language code is everybody whose language has no menu (core.telegram.org/bots/api#setmycommands).
    """
    for code, language in [("", otherwise), *((language, language) for language in LANGUAGES)]:
        there = await client.get_my_commands(language_code=code or None)
        if there != menu()[language]:
            await client.set_my_commands(menu()[language], language_code=code or None)
            log.info("the menu of commands was set", extra={"action": "menu_set", "language": language})
