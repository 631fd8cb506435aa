"""How the Bot API says no: a code, a description, and what one can do about it in `parameters`."""

from typing import Any


class Refused(Exception):
    """An answer other than 200 (core.telegram.org/bots/api#making-requests)."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**answer, "parameters": self.parameters} if self.parameters else answer


class Cut(Exception):
    """The connection ends without an answer."""


def bad(why: str) -> Refused:
    return Refused(400, f"Bad Request: {why}")


def forbidden(why: str) -> Refused:
    return Refused(403, f"Forbidden: {why}")


def too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def failed(code: int) -> Refused:
    return Refused(code, {500: "Internal Server Error", 502: "Bad Gateway"}.get(code, "Service Unavailable"))


QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
UPGRADED = "group chat was upgraded to a supergroup chat"
TWO_POLLERS = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HAS_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
