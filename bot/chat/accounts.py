"""Colleagues' accounts on chat platforms, and the codes by which they are linked."""

from functools import cache
from typing import Literal
from zoneinfo import available_timezones

from pydantic import AwareDatetime

from bot.model import Directory, Language, Person, Value


class Account(Value):
    """Somebody's account on a chat platform: (channel, account, user) is what the platform knows them by.

    `account` is the installation (a workspace, a bot), `place` the private chat where they are written to, and
    `person_id` the colleague, once it is known who it is. One that is `gone` has blocked us or was removed.
    `refused_at` is when a stranger was last told how to be let in.
    """

    channel: str
    account: str
    user: str
    place: str
    person_id: str | None = None
    state: Literal["here", "gone"] = "here"
    refused_at: AwareDatetime | None = None


class Stranger(Value):
    """What a platform says of an account that nobody has linked yet.

    `email` is given only where the platform itself has verified it for a full member: no guest, no bot, nobody of
    another company.
    """

    name: str = ""
    email: str | None = None
    language: Language | None = None
    timezone: str | None = None
    robot: bool = False


def zone_of(person: Person, stranger: Stranger, directory: Directory) -> str | None:
    """The time zone that a colleague has from now on by what a platform says of them; None where theirs stays.

    A zone other than that of the company's first entity is their own: an import that names none gives everybody that.
    """
    usual = directory.entities[0].timezone if directory.entities else None
    said = stranger.timezone
    return said if said in _zones() and person.timezone == usual != said else None


@cache
def _zones() -> frozenset[str]:
    """The names of the IANA time zone database."""
    return frozenset(available_timezones())


class LinkCode(Value):
    """A one-time code by which a colleague shows who they are; only its SHA-256 is kept."""

    digest: str
    person_id: str
    expires_at: AwareDatetime
