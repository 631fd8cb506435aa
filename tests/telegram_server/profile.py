"""The methods about the bot itself: getMe, its commands, its descriptions."""

import re

from tests.telegram_server.given import Given
from tests.telegram_server.refusals import bad
from tests.telegram_server.state import State
from tests.telegram_server.values import Json

MOST_COMMANDS = 100
_SCOPES = frozenset(
    "default all_private_chats all_group_chats all_chat_administrators chat chat_administrators chat_member".split()
)


async def get_me(state: State, given: Given) -> Json:
    abilities = {
        "can_join_groups": True, "can_read_all_group_messages": not state.privacy, "supports_inline_queries": False,
        "can_connect_to_business": False, "has_main_web_app": False,
    }  # fmt: skip
    return state.bot.wire() | abilities


async def set_my_commands(state: State, given: Given) -> bool:
    key = _key(state, given)
    commands = given.parsed("commands")
    if not isinstance(commands, list):
        raise bad("can't parse commands: Expected an Array")
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    state.commands[key] = [_command(each) for each in commands]
    state.bell.ring()
    return True


async def get_my_commands(state: State, given: Given) -> list[Json]:
    return state.commands.get(_key(state, given), [])


async def delete_my_commands(state: State, given: Given) -> bool:
    state.commands.pop(_key(state, given), None)
    return True


def _command(given: Json) -> Json:
    """The lengths are checked before the letters, as the real one does it."""
    name, description = (
        str(given.get("command", "")).strip().removeprefix("/"),
        str(given.get("description", "")).strip(),
    )
    if not name:
        raise bad("command must be non-empty")
    if len(name) > 32:
        raise bad("command length must not exceed 32")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > 256:
        raise bad("command description length must not exceed 256")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}


def _key(state: State, given: Given) -> tuple[str, str]:
    scope = given.parsed("scope", "BotCommandScope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"].startswith("chat"):
        state.chat(Given({"chat_id": scope.get("chat_id", "")}))
    language = _language(given)
    return ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope), language


def _language(given: Given) -> str:
    language = given.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad("invalid language code specified")
    return language


async def set_my_description(state: State, given: Given) -> bool:
    return _describe(state, given, "description", most=512)


async def set_my_short_description(state: State, given: Given) -> bool:
    return _describe(state, given, "short_description", most=120)


def _describe(state: State, given: Given, name: str, *, most: int) -> bool:
    text = given.text(name)
    if len(text) > most:
        raise bad(f"{name.replace('_', ' ')} is too long")
    state.descriptions[name, _language(given)] = text
    return True
