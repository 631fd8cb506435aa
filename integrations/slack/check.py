"""What is wrong with a workspace and how to mend it, for whoever sets it up."""

import asyncio
from collections.abc import Iterable

from slack_sdk.errors import SlackApiError

from bot.chat.settings import SlackSettings
from integrations.slack.client import Workspace, Workspaces, in_words
from integrations.slack.outcomes import TROUBLES, code_of

SCOPES = {
    "app_mentions:read": "hear when it is mentioned",
    "channels:history": "follow a thread it is in, and see whether a message arrived",
    "chat:write": "write",
    "commands": "offer /pratica and the shortcuts",
    "files:read": "read files that are sent to it",
    "files:write": "send documents",
    "groups:history": "follow a thread in a private channel",
    "im:history": "hear direct messages",
    "im:write": "write to somebody first",
    "mpim:history": "follow a thread in a group of people",
    "reactions:read": "see ✅ and 👀",
    "users:read": "know language and time zone",
    "users:read.email": "recognise colleagues by their address",
}
"""What the app needs, and what it cannot do without."""


def check(settings: SlackSettings) -> tuple[str, ...]:
    """Sentences about what is wrong and how to mend it, none when all is well; sends nothing to anybody.

    Asks Slack for an answer with each of the tokens. Not for inside an event loop.
    """
    return asyncio.run(look(settings))


async def look(settings: SlackSettings) -> tuple[str, ...]:
    """The same inside an event loop."""
    workspaces = Workspaces((settings,))
    await workspaces.open()
    try:
        (workspace,) = workspaces.all
        wrong = await _bot(workspace)
        return (*wrong, *(() if wrong else await _rooms(workspace)), *await _app(workspace))
    finally:
        await workspaces.close()


async def _bot(workspace: Workspace) -> tuple[str, ...]:
    try:
        answer = await workspace.client.auth_test()
    except TROUBLES as error:
        return (f"bot_token: {in_words(error)}",)
    if not answer.get("bot_id"):
        return ("bot_token: this token is a person's; take the Bot User OAuth Token, under OAuth & Permissions",)
    granted = next((value for name, value in answer.headers.items() if name.lower() == "x-oauth-scopes"), None)
    return _missing(str(granted).replace(" ", "").split(",")) if granted is not None else ()


def _missing(granted: Iterable[str]) -> tuple[str, ...]:
    lacking = sorted(SCOPES.keys() - set(granted))
    if not lacking:
        return ()
    named = ", ".join(f"{scope} (to {SCOPES[scope]})" for scope in lacking)
    return (f"the app lacks scopes: {named}; add them under OAuth & Permissions and reinstall the app",)


async def _rooms(workspace: Workspace) -> tuple[str, ...]:
    """The rooms of teams into which the app cannot write; what was said there it may read where it is a member."""
    found = []
    for team, room in workspace.settings.rooms.items():
        try:
            await workspace.client.conversations_history(channel=room, limit=1)
        except TROUBLES as error:
            found.append(f"rooms, {team} ({room}): {in_words(error)}")
    return tuple(found)


async def _app(workspace: Workspace) -> tuple[str, ...]:
    token = workspace.settings.app_token
    if token is None:
        return ()
    try:
        await workspace.client.apps_connections_open(app_token=token.get_secret_value())
    except SlackApiError as error:
        return (f"app_token: {_refused(error)}",)
    except TROUBLES as error:
        return (f"app_token: {in_words(error)}",)
    return ()


def _refused(error: SlackApiError) -> str:
    code = code_of(error)
    if code in {"invalid_auth", "not_authed", "token_revoked"}:
        return "Slack does not accept it; make one under Basic Information, App-Level Tokens, with connections:write"
    if code == "missing_scope":
        return "it lacks the scope connections:write; make a new one under Basic Information, App-Level Tokens"
    if code in {"not_allowed_token_type", "socket_mode_not_enabled", "app_not_allowed"}:
        return f"Socket Mode is not possible ({code}); switch it on under Socket Mode"
    return in_words(error)
