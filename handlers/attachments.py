"""Files that came along and still lie with their platform: fetched outside any transaction, then kept."""

import logging
from dataclasses import dataclass

from bot.chat.forms import QUOTED, Submitted
from bot.chat.intake import Unreachable
from bot.messages import Attached, InboundMessage
from bot.parts import Parts
from bot.ports import InboxEntry, UnitOfWork
from bot.texts import Text, text

log = logging.getLogger(__name__)

_MOST_BYTES = 50 * 1024 * 1024  # of one message; they are written in the transaction that decides on it


@dataclass(frozen=True, slots=True)
class Gathered:
    """A message with all that belongs to it: the rest of its album, the files that were fetched, and what was not."""

    message: InboundMessage
    rest: tuple[int, ...] = ()
    files: tuple[tuple[Attached, bytes], ...] = ()
    missing: tuple[Text, ...] = ()

    def keep(self, uow: UnitOfWork) -> InboundMessage:
        """Keep the files and settle the rest of the album; the message with its files."""
        for entry_id in self.rest:
            uow.inbox.done(entry_id)
        kept = tuple(
            uow.documents.add(one.name, one.media_type, content, reference=None) for one, content in self.files
        )
        return self.message.model_copy(update={"files": (*self.message.files, *kept)})


def gathered(entry: InboxEntry, parts: Parts) -> Gathered:
    """The message with its album and files; raises `Unreachable` to be tried again."""
    message, rest = entry.message, _rest(entry, parts)
    if rest:
        album = [one.message for one in (entry, *rest)]
        words = "\n".join(one.text for one in album if one.text.strip())
        attached = tuple(file for one in album for file in one.attached)
        message = message.model_copy(update={"text": words, "attached": attached})
    files = _quoted(message)
    missing: list[Text] = []
    for one in message.attached:
        if sum(len(content) for _, content in files) > _MOST_BYTES:
            missing.append(text("chat-file-missing", name=one.name))
            continue
        try:
            files.append((one, parts.platforms[message.channel].fetch(message.account, one)))
        except OSError as error:
            raise Unreachable(str(error)) from error
        except ValueError as error:
            log.warning("a file was not fetched: %s", error, extra={"action": "fetch_refused", "entry": entry.id})
            missing.append(text("chat-file-missing", name=one.name))
    return Gathered(message, tuple(one.id for one in rest), tuple(files), tuple(missing))


def _quoted(message: InboundMessage) -> list[tuple[Attached, bytes]]:
    """The message that a form was opened from, where the form has no field of its own for it, as a file."""
    quoted = Submitted.model_validate_json(message.text).values.get(QUOTED) if message.kind == "form" else None
    file = Attached(ref="", name="message.txt", media_type="text/plain; charset=utf-8")
    return [(file, quoted.encode())] if quoted else []


def _rest(entry: InboxEntry, parts: Parts) -> tuple[InboxEntry, ...]:
    if not entry.message.album:
        return ()
    with parts.store.read() as reading:
        return reading.inbox.album(entry)
