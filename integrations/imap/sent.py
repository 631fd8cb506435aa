"""The folder with what we sent: copies are put there, and a mail whose sending is in doubt is looked for."""

import asyncio
import ssl

from bot.mail.accounts import MailboxSettings
from integrations.imap.client import Connection, connected, tls_context
from integrations.imap.names import quoted
from integrations.imap.problems import MailboxProblem


async def append_to_sent(
    settings: MailboxSettings, content: bytes, *, message_id: str, ssl_context: ssl.SSLContext | None = None
) -> bool:
    """Put a copy of a sent mail into `sent_folder`, as read; False when one is there already or no folder is set.

    Raises `MailboxProblem`; the same call again then does not put it there twice.
    """
    if settings.sent_folder is None:
        return False
    async with connected(settings, ssl_context=ssl_context) as connection:
        await connection.examine(settings.sent_folder)
        if await _found(connection, message_id):
            return False
        await connection.append(content, settings.sent_folder)
        return True


async def in_folder(
    settings: MailboxSettings, message_id: str, *, ssl_context: ssl.SSLContext | None = None
) -> bool | None:
    """Whether a mail with this Message-ID lies in `sent_folder`; None when that cannot be found out now."""
    if settings.sent_folder is None:
        return None
    try:
        async with connected(settings, ssl_context=ssl_context) as connection:
            await connection.examine(settings.sent_folder)
            return await _found(connection, message_id)
    except MailboxProblem:
        return None


async def _found(connection: Connection, message_id: str) -> bool:
    return bool(await connection.search("HEADER", "Message-ID", quoted(message_id)))


def check(settings: MailboxSettings) -> str | None:
    """What is wrong with the mailbox and how to mend it, in one sentence; None when it can be read.

    Not to be called where an event loop runs.
    """
    return asyncio.run(_check(settings))


async def _check(settings: MailboxSettings) -> str | None:
    try:
        async with connected(settings, ssl_context=tls_context(settings)) as connection:
            for folder in filter(None, (settings.folder, settings.sent_folder)):
                await connection.examine(folder)
    except MailboxProblem as problem:
        return str(problem)
    return None
