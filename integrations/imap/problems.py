"""What goes wrong with a mailbox, each in one plain sentence that says how to mend it and holds no secret."""

import re
import socket
import ssl

from bot.cleaning import clean

_TEMPORARY = re.compile(r"\[(?:UNAVAILABLE|LIMIT|INUSE|SERVERBUG|ALERT)\]|too many|try again|temporar", re.IGNORECASE)


class MailboxProblem(Exception):
    """Why a mailbox cannot be read now."""


class LoginRefused(MailboxProblem):
    """The server does not take the name and secret, or not now; asking often would lock the account."""


class Lost(MailboxProblem):
    """The connection is gone, or silent for too long."""


class Refused(MailboxProblem):
    """The server's answer to a command was NO or BAD; `result` is which, `said` its words."""

    def __init__(self, command: str, result: str, said: str) -> None:
        super().__init__(f"the server refused {command}: {said or result}")
        self.result = result
        self.said = said


def words_of(line: bytes) -> str:
    """What the server said, short and on one line."""
    return " ".join(clean(line.decode("utf-8", "replace")).split())[:200]


def login_problem(said: str, *, token: bool) -> LoginRefused:
    """Why a login was refused (RFC 5530 names the codes), `said` being the server's words."""
    if _TEMPORARY.search(said):
        return LoginRefused(f"the server lets nobody in at the moment ({said}); it is tried again")
    what = "access token; get a new one" if token else "password; set the right user and password"
    return LoginRefused(f"the server refuses the user or the {what} ({said or 'it does not say why'})")


def connection_problem(error: BaseException, *, host: str, port: int, seconds: float) -> MailboxProblem:
    """What an error of connecting or of a connection means."""
    place = f"{host}:{port}"
    match error:
        case MailboxProblem():
            return error
        case ssl.SSLCertVerificationError():
            why = error.verify_message.rstrip(".") or "it cannot be checked"
            mend = "set ca_file to the certificate of who issued it, or host to the name that it is made out to"
            return MailboxProblem(f"the certificate of {place} is not one to trust ({why}); {mend}")
        case ssl.SSLError():
            mend = "set port to the one where TLS begins at once, usually 993"
            return MailboxProblem(
                f"{place} does not speak TLS as it should ({error.reason or 'no reason given'}); {mend}"
            )
        case socket.gaierror():
            return MailboxProblem(f"the name {host} is not known; check host and this machine's network")
        case ConnectionRefusedError():
            return MailboxProblem(f"nothing answers at {place}; check host and port")
        case TimeoutError():
            return Lost(f"{place} did not answer in {round(seconds, 1):g} seconds; check host, port and firewall")
        case OSError():
            return Lost(f"the connection to {place} broke ({error.strerror or type(error).__name__}); it is made anew")
        case _:
            return Lost(f"{place} answered what cannot be understood ({type(error).__name__}); it is connected anew")
