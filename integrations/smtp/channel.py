"""The outbox's way to the mail server: a channel whose `Outgoing` bodies are whole mails."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import CancelledError
from email.message import EmailMessage
from email.parser import HeaderParser
from email.policy import default

from bot.messages import Looked, NotSent, Outcome, Outgoing, Permanent, Sent, Temporary, Uncertain
from integrations.smtp.sender import SmtpSender

log = logging.getLogger(__name__)

_MARGIN = 5.0  # seconds that the loop may be late


class SmtpChannel:
    """Sends from a worker's thread; the connection itself lives on the event loop that is given.

    `in_sent` says whether a mail of this message id lies in the folder of sent mail, None where it cannot be told.
    `copy_to_sent` puts a mail there, for servers that do not do so by themselves; both may block.
    """

    name = "mail"

    def __init__(
        self,
        sender: SmtpSender,
        loop: asyncio.AbstractEventLoop,
        *,
        in_sent: Callable[[str], bool | None],
        copy_to_sent: Callable[[bytes], None] | None = None,
    ) -> None:
        self._sender = sender
        self._loop = loop
        self._in_sent = in_sent
        self._copy_to_sent = copy_to_sent

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand the mail to the server, for everybody in its To and Cc; a copy that fails changes nothing.

        Where the connection broke before the answer, a mail that lies in the folder of sent mail has left.
        """
        headers = _headers(outgoing.body)
        senders, recipients = _addresses(headers, "From"), _addresses(headers, "To", "Cc")
        if len(senders) != 1 or not recipients:
            return Permanent(reason="the mail does not say from whom and to whom it is")
        outcome = self._run(outgoing.body, senders[0], recipients)
        if isinstance(outcome, Uncertain):
            looked = self.look_up(outgoing)
            return looked if isinstance(looked, Sent) else outcome
        if isinstance(outcome, Sent):
            self._copy(outgoing)
        return outcome

    def look_up(self, outgoing: Outgoing) -> Looked:
        """Whether the mail lies in the folder of sent mail.

        That it does not says nothing where the copies are ours: a crash between the sending and the copy leaves none.
        """
        message_id = str(_headers(outgoing.body)["Message-ID"] or "").strip()
        try:
            found = self._in_sent(message_id) if message_id else None
        except Exception:
            log.exception("folder of sent mail not searched", extra={"action": "look_up_failed", "key": outgoing.key})
            found = None
        if found:
            return Sent(outside_id=message_id)
        if found is False and self._copy_to_sent is None:
            return NotSent()
        return Uncertain(reason="it is not known whether the mail server took the mail the last time")

    async def close(self) -> None:
        """Say goodbye to the server; to be awaited on the loop."""
        await self._sender.close()

    def _run(self, body: bytes, sender: str, recipients: tuple[str, ...]) -> Outcome:
        if not self._loop.is_running():
            return Temporary(reason="the mail service is not running")
        sending = self._sender.send(body, sender=sender, recipients=recipients)
        future = asyncio.run_coroutine_threadsafe(sending, self._loop)
        try:
            return future.result(self._sender.seconds + _MARGIN)
        except (TimeoutError, CancelledError):
            future.cancel()
            return Uncertain(reason="the mail service was stopped before it said how the sending ended")

    def _copy(self, outgoing: Outgoing) -> None:
        if self._copy_to_sent is None:
            return
        try:
            self._copy_to_sent(outgoing.body)
        except Exception:
            log.exception("no copy of a sent mail", extra={"action": "copy_failed", "key": outgoing.key})


def _headers(body: bytes) -> EmailMessage:
    head = body.partition(b"\r\n\r\n")[0]
    return HeaderParser(policy=default).parsestr(head.decode("utf-8", "replace"))


def _addresses(headers: EmailMessage, *names: str) -> tuple[str, ...]:
    """Each address once, as it stands there."""
    found = [address.addr_spec for name in names if headers[name] for address in headers[name].addresses]
    return tuple(dict.fromkeys(found))
