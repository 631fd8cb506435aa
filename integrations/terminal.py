"""The terminal as a channel: answers as text for people, or one JSON object a line for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.messages import Asks, Looked, Outcome, Outgoing, Reply, Sent, Temporary, Uncertain

ID_END = "#"
"""Ends the sender's own id within a message's external id; a mark of the text follows, so that an id may come again."""


class Terminal:
    """Writes replies with `write`, one call each; files that come along are put into a folder.

    `spaced` leaves an empty line after each, where a person reads them.
    """

    name = "terminal"

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        as_json: bool,
        spaced: bool = False,
        folder: Path,
        content: Callable[[str], bytes | None],
    ) -> None:
        self._write = write
        self._as_json = as_json
        self._end = "\n" if spaced else ""
        self._folder = folder
        self._content = content
        self.shown: set[str] = set()
        """Keys of what this process has shown."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Show the reply; a folder that cannot be written to is a temporary failure."""
        reply = Reply.model_validate_json(outgoing.body)
        try:
            paths = [self._put(document.name, document.sha256) for document in reply.files]
        except OSError as error:
            return Temporary(reason=str(error))
        self._write(json_line(outgoing, reply, paths) if self._as_json else plain(reply, paths) + self._end)
        self.shown.add(outgoing.key)
        return Sent(outside_id=outgoing.key)

    def look_up(self, outgoing: Outgoing) -> Looked:
        """A terminal keeps no record of what it showed."""
        return Uncertain(reason="the terminal was closed while the answer was being written")

    def _put(self, name: str, sha256: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        path.write_bytes(self._content(sha256) or b"")
        return path


def plain(reply: Reply, paths: list[Path]) -> str:
    """The reply for people: its text, then where its files are."""
    return "\n".join([reply.text, *(f"  → {path}" for path in paths)])


def json_line(outgoing: Outgoing, reply: Reply, paths: list[Path]) -> str:
    """The reply for programs; `id` is the same when an answer is written again, `in_reply_to` is the message's id."""
    line: dict[str, Any] = {
        "id": outgoing.key,
        "in_reply_to": outgoing.in_reply_to.rpartition(ID_END)[0] if outgoing.in_reply_to else None,
        "kind": outgoing.kind,
        "text": reply.text,
        "asks": _asks(reply.asks),
        "buttons": [button.model_dump() for button in reply.buttons],
        "tasks": list(reply.tasks),
        "files": [
            {"name": document.name, "media_type": document.media_type, "path": str(path)}
            for document, path in zip(reply.files, paths, strict=True)
        ],
    }
    return json.dumps(line, ensure_ascii=False)


def _asks(asks: Asks | None) -> dict[str, Any] | None:
    if asks is None:
        return None
    if asks.confirm:
        return {"type": asks.type, "confirm": True}
    if asks.choices:
        return {"type": asks.type, "field": asks.field, "choices": list(asks.choices)}
    return {"type": asks.type, "field": asks.field}
