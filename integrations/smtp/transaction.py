"""One mail on one connection: RFC 5321, 3.3 and 4.1.1, step by step, so that it is known how far it got."""

import asyncio
import re
from contextlib import suppress
from typing import cast

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponse,
    SMTPServerDisconnected,
)
from aiosmtplib.protocol import SMTPProtocol

from bot.messages import Outcome, Permanent, Sent
from integrations.smtp.outcomes import Answer, queue_id, refusal

_PIECE = 256 * 1024  # bytes that are handed to the connection at a time
_PAUSE = 0.005  # seconds between two looks whether they have left
_RESET = 5.0  # seconds that a refused mail waits for the answer to RSET, which changes nothing
_GO_ON = 354
_LINE_END = re.compile(rb"\r\n|\r|\n")
_UNSENDABLE = re.compile(r"[\s\x00-\x1f\x7f<>()\[\]\\,;:\"]")


class Transaction:
    """A mail with its envelope; `ended` from when its end was sent: only then can anybody have got it."""

    def __init__(self, body: bytes, *, sender: str, recipients: tuple[str, ...]) -> None:
        # One kind of line end: a lone one before a full stop would end the mail for some servers and not for others.
        self._content = _LINE_END.sub(b"\r\n", body)
        if not self._content.endswith(b"\r\n"):
            self._content += b"\r\n"
        self._sender = sender
        self._recipients = recipients
        self.ended = False

    async def run(self, client: SMTP, *, patience: float) -> Outcome:
        """Hand the mail over; `patience` is for the first answer, which a connection that was kept may not give.

        Raises what aiosmtplib raises, among that its SMTPResponseException for a sender or content that is refused.
        """
        if unfit := self._unfit(client):
            return Permanent(reason=unfit)
        encoding = "utf-8" if self._international else "ascii"
        await client.mail(self._sender, options=self._options(client), encoding=encoding, timeout=patience)
        refused: dict[str, Answer] = {}
        for recipient in self._recipients:
            try:
                await client.rcpt(recipient, encoding=encoding)
            except SMTPRecipientRefused as error:
                refused[recipient] = (error.code, error.message)
        if refused:
            with suppress(SMTPException, OSError):
                await client.rset(timeout=_RESET)
            return refusal(refused)
        return Sent(outside_id=queue_id(await self._hand_over(client)))

    @property
    def _international(self) -> bool:
        return not all(address.isascii() for address in (self._sender, *self._recipients))

    def _unfit(self, client: SMTP) -> str | None:
        """Why this server cannot take this mail, as far as it says so beforehand."""
        if not self._recipients:
            return "the mail has no recipient"
        return_path = (self._sender,) if self._sender else ()  # without one, no bounce is wanted: RFC 5321, 4.5.5
        for address in (*return_path, *self._recipients):
            if _UNSENDABLE.search(address) or not all(address.rpartition("@")):
                return f"there can be no mail address {address!r}"
            if not address.isascii() and not client.supports_extension("smtputf8"):
                return f"the mail server takes only plain letters in addresses: {address}"
        if not self._content.isascii() and not client.supports_extension("8bitmime"):
            return "the mail server takes only mails in 7 bits"
        limit = client.esmtp_extensions.get("size", "").strip()
        if limit.isdigit() and 0 < int(limit) < len(self._content):
            most, size = int(limit) / 1_000_000, len(self._content) / 1_000_000
            return f"the mail is too large: it has {size:.1f} MB and the mail server takes {most:.1f} MB"
        return None

    def _options(self, client: SMTP) -> list[str]:
        """What the server has to know beforehand: RFC 1870, RFC 6152, RFC 6531."""
        options = [f"SIZE={len(self._content)}"] if client.supports_extension("size") else []
        options += ["BODY=8BITMIME"] if not self._content.isascii() else []
        return options + (["SMTPUTF8"] if self._international else [])

    async def _hand_over(self, client: SMTP) -> str:
        """Send the content and then its end; the answer's text.

        The library's own way does both in one, and a connection that broke halfway could not be told from one that
        broke after the end. It also listens only after the end, when a server that gave up before has long said so.
        """
        agreed = await client.execute_command(b"DATA")
        if agreed.code != _GO_ON:
            raise SMTPDataError(agreed.code, agreed.message)
        protocol = client.protocol
        if protocol is None:
            raise SMTPServerDisconnected("Connection lost")
        answer = asyncio.create_task(protocol.read_response())
        await asyncio.sleep(0)  # lets it begin to listen
        try:
            await self._pour(protocol, answer)
            if not answer.done():
                self.ended = True
                protocol.write(b".\r\n")
            response = await answer
        finally:
            answer.cancel()
            await asyncio.wait([answer])
        if not 200 <= response.code < 300:
            raise SMTPDataError(response.code, response.message)
        if not self.ended:
            raise SMTPServerDisconnected("Answered before the mail ended")
        return response.message

    async def _pour(self, protocol: SMTPProtocol, answer: "asyncio.Task[SMTPResponse]") -> None:
        """Write the content, full stops at the beginning of a line doubled, and see it leave."""
        content = re.sub(rb"(?m)^\.", b"..", self._content)
        for start in range(0, len(content), _PIECE):
            protocol.write(content[start : start + _PIECE])
            transport = cast("asyncio.WriteTransport", protocol.transport)
            while not answer.done() and transport.get_write_buffer_size() > 0:  # noqa: ASYNC110 nothing tells of it
                await asyncio.sleep(_PAUSE)
            if answer.done():
                return
