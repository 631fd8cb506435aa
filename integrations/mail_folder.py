"""Mail that leaves into a local folder, one `.eml` file a mail: for demos and for looking before anything is sent."""

import os
import re
from pathlib import Path

from bot.messages import Looked, NotSent, Outcome, Outgoing, Sent, Temporary


class MailFolder:
    """Writes each mail once, whole or not at all; the same mail again is the same file."""

    name = "mail"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, outgoing: Outgoing) -> Outcome:
        """Put the mail into the folder; a full disk or a missing right is a temporary failure."""
        path = self._path(outgoing)
        unfinished = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("wb") as file:
                file.write(outgoing.body)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            return Temporary(reason=f"{self._folder}: {error.strerror}")
        return Sent(outside_id=path.name)

    def look_up(self, outgoing: Outgoing) -> Looked:
        """Whether the file is there."""
        path = self._path(outgoing)
        return Sent(outside_id=path.name) if path.exists() else NotSent()

    def _path(self, outgoing: Outgoing) -> Path:
        name = re.sub(r"[^\w-]+", "_", outgoing.key)
        return self._folder / f"{name}.eml"
