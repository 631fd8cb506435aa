"""What a message says to us: its text without our own name, and whether it is said to us at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.cleaning import storable
from integrations.telegram.wire import Entity, Message

_AROUND_A_NAME = " \t\n,:;-–—"


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as the platform knows it."""

    id: int
    username: str
    groups: frozenset[int] | None = None
    """The groups that hold colleagues only; None: all of them."""

    def after_move(self, before: int, after: int) -> "Me":
        """The same where a group has another id: who is in it has not changed."""
        known = self.groups is not None and before in self.groups
        return replace(self, groups=self.groups | {after}) if known and self.groups is not None else self


@dataclass(frozen=True, slots=True)
class Words:
    """The text or caption as it is taken; `named` says that we are mentioned or commanded in it.

    `for_another` says that it is a command for another bot.
    """

    text: str
    named: bool
    for_another: bool = False


def words_of(message: Message, me: Me) -> Words:
    """The words of a message; a command loses the name of the bot behind it, and mentions of us are taken out."""
    said = message.text if message.text is not None else message.caption or ""
    entities = message.entities if message.text is not None else message.caption_entities
    command = next((one for one in entities if one.type == "bot_command" and one.offset == 0), None)
    if command is not None:
        name, _, bot = _part(said, command).partition("@")
        if bot and bot.lower() != me.username.lower():
            return Words(storable(said), named=False, for_another=True)
        rest = _without(said, [command, *_mentions(said, entities, me)])
        return Words(storable(f"{name.lower()} {rest}".strip()), named=True)
    mentions = _mentions(said, entities, me)
    return Words(storable(_without(said, mentions) if mentions else said.strip()), named=bool(mentions))


def _mentions(said: str, entities: Sequence[Entity], me: Me) -> list[Entity]:
    name = f"@{me.username}".lower()
    return [
        one
        for one in entities
        if (one.type == "mention" and _part(said, one).lower() == name)
        or (one.type == "text_mention" and one.user is not None and one.user.id == me.id)
    ]


def _part(said: str, entity: Entity) -> str:
    """The stretch of an entity, which counts in UTF-16 code units."""
    coded = said.encode("utf-16-le", "surrogatepass")
    return coded[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "replace")


def _without(said: str, entities: Sequence[Entity]) -> str:
    """The text without these stretches and without what is left hanging at its ends."""
    coded = said.encode("utf-16-le", "surrogatepass")
    pieces, at = [], 0
    for one in sorted(entities, key=lambda entity: entity.offset):
        pieces.append(coded[at * 2 : max(one.offset, at) * 2].decode("utf-16-le", "replace"))
        at = max(at, one.offset + one.length)
    pieces.append(coded[at * 2 :].decode("utf-16-le", "replace"))
    pieces = [pieces[0].rstrip(" \t"), *(piece.lstrip(_AROUND_A_NAME) for piece in pieces[1:])]
    return " ".join(piece for piece in pieces if piece.strip()).strip()
