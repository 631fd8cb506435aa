"""Telegram as the handlers use it: a channel whose `Outgoing` bodies are replies."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.chat.accounts import Stranger
from bot.messages import Attached, Looked, Outcome, Outgoing, Permanent, Reply, Temporary, Uncertain
from bot.model import Language
from integrations.telegram.alone import post_alone
from integrations.telegram.client import MOST_SECONDS, Client
from integrations.telegram.outcomes import trouble
from integrations.telegram.people import Acquainted, plain_name
from integrations.telegram.places import message_of, place_of
from integrations.telegram.sending import FileToSend, edit, post
from integrations.telegram.text import LONGEST

LARGEST_DOWNLOAD = 20 << 20
"""Bytes that the Bot API lets a bot fetch (core.telegram.org/bots/api#getfile)."""
LARGEST_UPLOAD = 50_000_000
"""Bytes that it lets a bot send (core.telegram.org/bots/api#sending-files)."""

T = TypeVar("T")


class TelegramChannel:
    """Sends and fetches from a worker's thread; the calls themselves run on the event loop that is given.

    `content` gives the bytes of a document by its SHA-256 and may block. `otherwise` is the language for people whose
    app has none of ours.
    """

    name = "telegram"
    whispers = False
    longest = LONGEST

    def __init__(
        self,
        client: Client,
        loop: asyncio.AbstractEventLoop,
        *,
        content: Callable[[str], bytes | None],
        acquainted: Acquainted | None = None,
        otherwise: Language = "en",
        seconds: float = MOST_SECONDS,
    ) -> None:
        self._client = client
        self._loop = loop
        self._content = content
        self._acquainted = acquainted or Acquainted()
        self._otherwise = otherwise
        self._seconds = seconds

    def send(self, outgoing: Outgoing) -> Outcome:
        """Write a message, or show it in the place of the one that it edits.

        What only one of a group may see is written to their private chat. An edit may be repeated at will.
        """
        try:
            message_of(outgoing.edits or "0:0")
            place, user = place_of(outgoing.recipient), place_of(outgoing.only_for or "0").chat
        except ValueError as error:
            return Permanent(reason=str(error))
        if outgoing.edits is not None:
            return self._sent(edit(self._client, outgoing.edits, outgoing), editing=True)
        files = self._files(Reply.model_validate_json(outgoing.body))
        if isinstance(files, Permanent):
            return files
        if not user or place.private:
            return self._sent(post(self._client, place, outgoing, files), editing=False)
        known = self._acquainted.get(str(user))
        language = (known and known.language) or self._otherwise
        return self._sent(
            post_alone(self._client, place, outgoing, files, user=user, otherwise=language), editing=False
        )

    def look_up(self, outgoing: Outgoing) -> Looked:
        """The Bot API has no method that shows what a bot has written, so nobody can look."""
        return Uncertain(reason="Telegram lets no bot look up what it has written")

    def private(self, account: str, user: str) -> str:
        """Their private chat, whose id is theirs; nobody is reached there who never pressed Start."""
        return user

    def fetch(self, account: str, attached: Attached) -> bytes:
        """A file that came along; raises OSError (to be tried again) or ValueError (it never will be had)."""
        if attached.size is not None and attached.size > LARGEST_DOWNLOAD:
            raise ValueError(f"{attached.name} is larger than the 20 MB that Telegram lets a bot fetch")
        return self._asked(self._fetched(attached))

    def stranger(self, account: str, user: str) -> Stranger:
        """What Telegram says of somebody; nothing where they never wrote. Raises OSError when it cannot be asked."""
        known = self._acquainted.get(user)
        if known is None and user.isdecimal():
            known = self._asked(self._looked_at(int(user)))
        return known or Stranger()

    async def _fetched(self, attached: Attached) -> bytes:
        try:
            file = await self._client.get_file(attached.ref)
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:
            raise ValueError(f"Telegram does not give out {attached.name}: {error.message}") from None
        except TelegramError as error:
            raise OSError(trouble(error)) from None

    async def _looked_at(self, user: int) -> Stranger:
        try:
            chat = await self._client.get_chat(user)
        except (InvalidToken, EndPointNotFound) as error:
            raise OSError(trouble(error)) from None
        except (BadRequest, Forbidden):
            return Stranger()
        except TelegramError as error:
            raise OSError(trouble(error)) from None
        return Stranger(name=plain_name(" ".join(part for part in (chat.first_name, chat.last_name) if part)))

    def _files(self, reply: Reply) -> tuple[FileToSend, ...] | Permanent:
        files = []
        for document in reply.files:
            content = self._content(document.sha256)
            if not content:
                return Permanent(reason=f"the file {document.name} is not there any more")
            if len(content) > LARGEST_UPLOAD:
                return Permanent(reason=f"{document.name} is larger than the 50 MB that Telegram takes from a bot")
            files.append(FileToSend(document.name, content))
        return tuple(files)

    def _sent(self, sending: Coroutine[Any, Any, Outcome], *, editing: bool) -> Outcome:
        try:
            return self._run(sending)
        except _NotRunning:
            return Temporary(reason="the connection to Telegram is not running")
        except (TimeoutError, CancelledError):
            why = "the connection to Telegram was stopped before it said how the sending ended"
            return Temporary(reason=why) if editing else Uncertain(reason=why)

    def _asked(self, asking: Coroutine[Any, Any, T]) -> T:
        try:
            return self._run(asking)
        except (_NotRunning, TimeoutError, CancelledError):
            raise OSError("the connection to Telegram is not running") from None

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        if not self._client.ready or not self._loop.is_running():
            work.close()
            raise _NotRunning
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(self._seconds)
        except (TimeoutError, CancelledError):
            future.cancel()
            raise


class _NotRunning(Exception):
    """The event loop is not running, or the client is not open on it."""
