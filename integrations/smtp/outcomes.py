"""What a mail server's answer, or its silence, means for a mail.

Codes are those of RFC 5321, 4.2 and 4.3.2: 4xx may go better later, 5xx will not. A refusal that is about us and not
about the mail (RFC 4954, 6: no login, a wrong password) is temporary too, since a person mends it and the mail waits.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from datetime import timedelta

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from bot.cleaning import clean
from bot.mail.accounts import SmtpSettings
from bot.messages import Permanent, Temporary

SOON = timedelta(minutes=1)  # the connection broke or could not be made
LATER = timedelta(minutes=5)  # refused for now; greylists mostly want one to five minutes
MENDED = timedelta(minutes=15)  # a person has to change something first
LONGEST_WAIT = timedelta(hours=1)  # that a server may ask for
_LONGEST_REASON = 300
_ABOUT_US = frozenset({454, 530, 534, 535, 538})
_CLOCK = re.compile(r"\bin (\d{1,2}):(\d\d):(\d\d)\b")
_SPAN = re.compile(r"\b(\d{1,5}) ?(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?)\b", re.IGNORECASE)
_QUEUED = re.compile(r"\bqueued as ([\w.-]+)|\bid=([\w.-]+)|\bInternalId=(\d+)", re.IGNORECASE)

Answer = tuple[int, str]


class Trouble(SMTPException):
    """The server does not offer what we need; the message says what, and how to mend it."""


def refusal(refused: Mapping[str, Answer]) -> Permanent | Temporary:
    """How a mail ends whose sender, recipients or content were refused; `refused` names them with the answer.

    Nobody got the mail. It is refused for good when one of them was, for it can never reach everybody as it stands.
    """
    reason = "; ".join(f"{who}: {code} {text}" if who else f"{code} {text}" for who, (code, text) in refused.items())
    reason = one_line(reason)
    if any(code >= 500 and code not in _ABOUT_US for code, _ in refused.values()):
        return Permanent(reason=reason)
    return Temporary(reason=reason, retry_after=max(_wait(answer) for answer in refused.values()))


def _wait(answer: Answer) -> timedelta:
    """How long the server wants us to wait, where it says so as greylists do, else what is usual."""
    code, text = answer
    if code in _ABOUT_US:
        return MENDED
    if clock := _CLOCK.search(text):
        hours, minutes, seconds = map(int, clock.groups())
        return min(timedelta(hours=hours, minutes=minutes, seconds=seconds), LONGEST_WAIT)
    if span := _SPAN.search(text):
        unit = "minutes" if span[2].lower().startswith("m") else "seconds"
        return min(timedelta(**{unit: int(span[1])}), LONGEST_WAIT)
    return LATER


def unreached(error: Exception, settings: SmtpSettings) -> Temporary:
    """How a mail ends for which the server was not reached, or not ready; certainly nobody got it."""
    for_good = isinstance(error, SMTPResponseException) and error.code >= 500
    ours = for_good or isinstance(error, Trouble | ssl.SSLError | ValueError)
    return Temporary(reason=trouble(error, settings), retry_after=MENDED if ours else SOON)


def trouble(error: BaseException, settings: SmtpSettings) -> str:
    """One sentence about what is wrong with the server or with what we know of it, and how to mend it."""
    server = f"{settings.host}, port {settings.port}"
    for cause in _chain(error):
        if isinstance(cause, Trouble):
            return f"the mail server {server} {cause.message}"
        if isinstance(cause, SMTPAuthenticationError):
            what = "access token" if settings.oauth_token else "user or the password"
            return one_line(f"the mail server {server} refuses the {what}: {cause.code} {cause.message}")
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = f"the certificate of the mail server {server} cannot be trusted ({cause.verify_message})"
            return f"{why}; for a company's own authority, ca_file names its certificate"
        if isinstance(cause, ssl.SSLError):
            return f"the mail server {server} speaks no TLS as expected; port 465 is for tls, port 587 for starttls"
        if isinstance(cause, socket.gaierror):
            return f"there is no machine of the name {settings.host}; look whether it is written correctly"
        if isinstance(cause, ConnectionRefusedError):
            return f"nothing answers at {server}; look whether host and port are correct"
        if isinstance(cause, SMTPResponseException):
            return one_line(f"the mail server {server} answers: {cause.code} {cause.message}")
    return _broken(error, server, settings)


def _broken(error: BaseException, server: str, settings: SmtpSettings) -> str:
    if isinstance(error, TimeoutError):
        mend = "; port 465 is for tls, port 587 for starttls" if isinstance(error, SMTPConnectError) else ""
        return f"the mail server {server} did not answer in time ({settings.timeout:g} seconds for a mail){mend}"
    if isinstance(error, SMTPServerDisconnected | SMTPConnectError | ConnectionError):
        return f"the connection to the mail server {server} broke"
    return one_line(f"the mail server {server} cannot be used: {error}")


def _chain(error: BaseException | None) -> list[BaseException]:
    """The error and what it came from; libraries wrap the one that says what happened."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def queue_id(answer: str) -> str:
    """The id under which the server took a mail (Postfix, Exim, Exchange say it), else what it answered."""
    if found := _QUEUED.search(answer):
        return next(group for group in found.groups() if group)
    return one_line(answer) or "taken"


def one_line(text: str) -> str:
    """A server's words, which may hold anything, as they can be shown."""
    return " ".join(clean(text).split())[:_LONGEST_REASON]
