"""Colleagues on a chat platform: a talk whose channel shows buttons, changes messages in place and has rooms."""

from collections.abc import Mapping
from dataclasses import replace

from bot.bidi import plain
from bot.chat.accounts import Account, Stranger
from bot.chat.intake import ChatPlatform
from bot.messages import Attached, Button, InboundMessage, NotSent, Outcome, Outgoing, Reply, Sent
from handlers.intake import StoreIntake
from handlers.worker import Worker
from tests.handlers.talk import Channel, Talk

WORKSPACE = "W"


class Platform(Channel):
    """`bot.chat.intake.ChatPlatform` that keeps what stands in each place, changes included."""

    whispers = True
    longest = 3_000

    def __init__(self, name: str = "chat") -> None:
        super().__init__(name, NotSent())
        self.strangers: dict[str, Stranger] = {}
        self.files: dict[str, bytes | Exception] = {}
        self.standing: dict[str, Reply] = {}
        """What each message looks like now, by its outside id."""

    def send(self, outgoing: Outgoing) -> Outcome:
        outcome = super().send(outgoing)
        if not isinstance(outcome, Sent):
            return outcome
        outside_id = outgoing.edits or f"{outgoing.recipient}#{len(self.standing) + 1}"
        self.standing[outside_id] = Reply.model_validate_json(outgoing.body)
        return Sent(outside_id=outside_id)

    def private(self, account: str, user: str) -> str:
        return f"dm-{user}"

    def fetch(self, account: str, attached: Attached) -> bytes:
        content = self.files[attached.ref]
        if isinstance(content, Exception):
            raise content
        return content

    def stranger(self, account: str, user: str) -> Stranger:
        return self.strangers.get(user, Stranger())


class Chatting:
    """What people write, press and are shown; `user` is the platform's own id, by default a colleague's name."""

    def __init__(
        self, talk: Talk, *, rooms: Mapping[str, tuple[str, str]] | None = None, others: tuple[str, ...] = ("mail",)
    ) -> None:
        self.talk = talk
        self.platform = Platform()
        platforms: dict[str, ChatPlatform] = {"chat": self.platform}
        talk.parts = replace(
            talk.parts,
            channels={**talk.parts.channels, "chat": self.platform},
            platforms=platforms,
            rooms=rooms or {},
            reach=("chat", *others),
            home_channel=others[0] if others else "chat",
        )
        names = talk.worker._inbound._names
        talk.worker = Worker(talk.parts)
        talk.worker._inbound._names = names
        self.intake = StoreIntake(talk.store)
        self._count = 0

    def link(self, *names: str) -> None:
        """Let these colleagues be known under their first names."""
        with self.talk.store.write() as uow:
            for name in names:
                person = self.talk.person(name)
                account = Account(channel="chat", account=WORKSPACE, user=name, place=f"dm-{name}", person_id=person.id)
                uow.accounts.put(account)
            uow.commit()

    def take(self, user: str, text: str, *, room: str | None = None, **more: object) -> InboundMessage:
        """Only hand a message over; in a room the thread is the room's."""
        self._count += 1
        conversation = f"chat:{WORKSPACE}:{room}:{user}" if room else f"chat:{WORKSPACE}:{user}"
        message = InboundMessage.model_validate(
            {
                "channel": "chat",
                "account": WORKSPACE,
                "external_id": f"e{self._count}",
                "conversation": conversation,
                "sender_id": f"chat:{user}",
                "user": user,
                "place": room or f"dm-{user}",
                "room": room is not None,
                "text": text,
                "received_at": self.talk.parts.clock(),
                **more,
            }
        )
        self.intake.take(message)
        return message

    def say(self, user: str, text: str, *, room: str | None = None, **more: object) -> Reply:
        """Write, and see the last thing that came of it in that place."""
        self.take(user, text, room=room, **more)
        self.talk.finish()
        return self.last(room or f"dm-{user}")

    def press(self, user: str, button: Button, *, room: str | None = None) -> Reply:
        return self.say(user, button.press, room=room, kind="press")

    def last(self, place: str) -> Reply:
        """The latest message in a place, as it stands now."""
        return self.all(place)[-1]

    def all(self, place: str) -> list[Reply]:
        return [reply for key, reply in self.platform.standing.items() if key.rpartition("#")[0] == place]

    def sees(self, place: str) -> list[str]:
        return [plain(reply.text) for reply in self.all(place)]


def button(reply: Reply, label: str) -> Button:
    """The button of this label; what there is, where there is none."""
    found = [one for one in reply.buttons if plain(one.label) == label]
    assert found, [one.label for one in reply.buttons]
    return found[0]


def labels(reply: Reply) -> list[str]:
    return [plain(one.label) for one in reply.buttons]
