"""The mailboxes that are read and the port that takes their mails over; what is wrong stops the start."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Protocol, Self

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, SecretStr, model_validator

from bot.mail.model import MailPosition, RawMail
from bot.model import Value

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Token = Callable[[], str] | Path
"""What gives an OAuth access token: a function that may take its time, or a file that somebody keeps up to date."""


def _one_line(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("it must hold no control characters")
    return value


_Line = Annotated[str, AfterValidator(_one_line)]


class MailboxSettings(Value):
    """A mailbox that is read by IMAP, always under TLS from the first byte; `name` is what we call it."""

    model_config = ConfigDict(hide_input_in_errors=True)  # the password is in it

    name: str = Field(min_length=1, max_length=100)
    host: _Line = Field(min_length=1, max_length=253)
    port: int = Field(default=993, ge=1, le=65535)
    user: _Line = Field(min_length=1)
    password: SecretStr | None = None
    oauth_token: Token | None = None
    """For XOAUTH2, asked anew at every login; either this or a password is given."""
    folder: _Line = Field(default="INBOX", min_length=1)
    tls: Literal["tls"] = "tls"
    insecure_localhost: bool = False
    """Clear text, which is taken for a server on this machine only."""
    ca_file: Path | None = None
    """Whom to trust in place of the authorities of this machine."""
    size_limit: int = Field(default=25 * 1024 * 1024, ge=1024)
    """In bytes; of a larger mail only the headers are fetched."""
    sent_folder: _Line | None = Field(default=None, min_length=1)
    """Where copies of what we send are put and looked for."""
    since: Literal["now", "all"] = "now"
    """What is read when a folder is seen for the first time: only what arrives from then on, or all that lies there."""
    renew_seconds: float = Field(default=60, gt=0, le=540)
    """How long one wait for news (IDLE) lasts before it is looked anyway; routers forget a silent connection after ten
    minutes or more, and news that came while a wait began may go unheard."""
    poll_seconds: float = Field(default=60, gt=0, le=540)
    """How often a server without IDLE is asked."""
    answer_seconds: float = Field(default=30, gt=0, le=120)
    """How long the server may stay silent when it was asked something."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.password is None) == (self.oauth_token is None):
            raise ValueError("a mailbox needs either a password or an oauth_token")
        if self.insecure_localhost and self.host not in _THIS_MACHINE:
            raise ValueError("insecure_localhost is for a server on this machine only: localhost, 127.0.0.1 or ::1")
        return self


class MailboxState(Value):
    """How reading a mailbox goes. `error` is None while it works, else one sentence that says how to mend it.

    `last_seen` is when the server last showed that nothing is waiting or gave a mail. `incomplete` counts the mails
    since the start that the server would not give out whole.
    """

    mailbox: str
    connected_since: AwareDatetime | None = None
    last_seen: AwareDatetime | None = None
    error: str | None = None
    incomplete: int = 0


class MailTaker(Protocol):
    """Where mails that were fetched go. Its methods block, so they are called in a thread."""

    def position(self, mailbox: str, folder: str) -> MailPosition | None:
        """How far the folder was read; None when it never was."""

    def wanted_since(self, mailbox: str, folder: str) -> datetime | None:
        """When the first mail of the folder was taken, else when it was last looked at: earlier ones were never wanted.

        None where neither is known.
        """

    def start_at(self, position: MailPosition) -> None:
        """Read from here on: a folder that is new, or whose UIDs were given out anew."""

    def take(self, mail: RawMail) -> bool:
        """Keep the mail and move the position to it, in one transaction; False when it was there already."""


class SmtpSettings(Value):
    """The server that takes our mails (RFC 6409), never in clear text unless it is this machine."""

    model_config = ConfigDict(hide_input_in_errors=True)  # the password is in it

    host: _Line = Field(min_length=1, max_length=253)
    port: int = Field(default=587, ge=1, le=65535)
    user: _Line | None = Field(default=None, min_length=1)
    password: SecretStr | None = None
    oauth_token: Token | None = None
    """For XOAUTH2, asked anew for every connection; a user has either this or a password."""
    security: Literal["starttls", "tls"] = "starttls"
    """TLS after a greeting (RFC 3207), mostly at port 587, or from the first byte (RFC 8314), mostly at port 465."""
    insecure_localhost: bool = False
    """Clear text in place of `security`, which is taken for a server on this machine only."""
    ca_file: Path | None = None
    """Whom to trust in place of the authorities of this machine."""
    timeout: float = Field(default=45, gt=0, le=50)
    """Seconds for a mail as a whole, from the connection to the answer: less than the outbox waits for us."""
    hello: str = Field(default="[127.0.0.1]", pattern=r"^[A-Za-z0-9.:\[\]-]{1,253}$")
    """What we call ourselves (RFC 5321, 4.1.1.1); a relay that wants no login may want this machine's real name."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.password is not None and self.oauth_token is not None:
            raise ValueError("either a password or an oauth_token is given, not both")
        if (self.user is None) != (self.password is None and self.oauth_token is None):
            raise ValueError("a user and a password (or oauth_token) are given together")
        if self.insecure_localhost and self.host not in _THIS_MACHINE:
            raise ValueError("insecure_localhost is for a server on this machine only: localhost, 127.0.0.1 or ::1")
        return self
