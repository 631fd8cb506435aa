"""`pratica mails`: the mails that wait for a person, filed by hand; and a mail in a file, taken in like any other."""

import hashlib
import json
from contextlib import closing
from pathlib import Path

from bot import app
from bot.cli.errors import Failure
from bot.cli.output import table, write
from bot.cli.parse_mail import mail_json
from bot.mail.kept import KeptMail
from bot.mail.model import RawMail
from bot.parts import Parts
from bot.settings import Settings
from handlers.post import Post, PostTaker
from handlers.worker import Worker
from integrations.mail_folder import MailFolder
from storage.engine import SqlStore

BY_HAND = "by-hand"
_WORKER = "mails"


def show(settings: Settings) -> None:
    """The mails that wait, with what is known of them."""
    with app.reading(settings) as reading:
        waiting = reading.mail.waiting()
    table(("no.", "state", "from", "subject", "about", "why"), [_row(mail) for mail in waiting], empty="No mail waits.")


def _row(mail: KeptMail) -> tuple[str, ...]:
    filed = mail.filed
    if filed is None:
        return (str(mail.id), "unread", "", "", "", "")
    return (str(mail.id), filed.state, filed.sender, filed.subject[:50], ", ".join(filed.candidates), filed.reason)


def file(settings: Settings, number: int, reference: str) -> None:
    """File a mail with a task, whatever was thought of it; raises `Failure` when there is none of these."""
    with closing(app.store(settings)) as opened:
        try:
            Post(_parts(settings, opened)).file_by_hand(number, reference.upper())
        except LookupError as error:
            raise Failure(
                f"there is no {error.args[0]}; pratica mails list and pratica tasks list show what there is"
            ) from error
    write(f"Mail no. {number} is filed with {reference.upper()}.")


def show_one(settings: Settings, number: int) -> None:
    """A mail as it was read, as JSON; its sender is looked at as `pratica serve` does."""
    with closing(app.store(settings)) as opened, opened.read() as reading:
        kept = reading.mail.get(number)
        if kept is None:
            raise Failure(f"there is no mail {number}; pratica mails list shows those that wait")
        content = reading.mail.content(kept)
        desk = app.mail_desk(settings, opened)
    mail = desk.read(content, kept.received_at.date(), kept)
    filed = kept.filed.model_dump(mode="json") if kept.filed else None
    write(json.dumps({"number": number, "filed": filed, **mail_json(mail)}, ensure_ascii=False, indent=2))


def work(settings: Settings, number: int) -> None:
    """Take a mail for the colleague's that it claims to be from; raises `Failure` when it claims to be from none."""
    with closing(app.store(settings)) as opened:
        try:
            Post(_parts(settings, opened)).work_by_hand(number)
        except LookupError as error:
            raise Failure(f"there is no {error.args[0]}; pratica mails list shows those that wait") from error
    write(f"Mail no. {number} will be worked as a colleague's message.")


def drop(settings: Settings, number: int) -> None:
    """Let a mail no longer wait."""
    with closing(app.store(settings)) as opened:
        try:
            Post(_parts(settings, opened)).drop_by_hand(number)
        except LookupError as error:
            raise Failure(f"there is no {error.args[0]}; pratica mails list shows those that wait") from error
    write(f"Mail no. {number} waits no longer; it stays kept.")


def add(settings: Settings, files: list[Path]) -> None:
    """Take mails in out of files, as though they had come into a mailbox, and work them at once."""
    with closing(app.store(settings)) as opened:
        contents = [(one, one.read_bytes()) for one in files]  # all, so that a missing one stops nothing half-way
        parts = _parts(settings, opened)
        taker, worker = PostTaker(opened), Worker(parts)
        for one, content in contents:
            number = int.from_bytes(hashlib.sha256(content).digest()[:6])
            raw = RawMail(mailbox=BY_HAND, folder="-", uidvalidity=1, uid=number, size=len(content), content=content)
            write(f"{one}: {'taken in' if taker.take(raw) else 'is here already'}")
        while worker.work():
            pass
        if settings.smtp is None:
            worker.deliver()


def _parts(settings: Settings, opened: SqlStore) -> Parts:
    folder = () if settings.smtp else (MailFolder(settings.data_dir / "mail"),)
    understanding = app.understander(settings, app.catalogue(settings))
    return app.parts(settings, opened, understanding, folder, worker=_WORKER, reach=("mail", "terminal"))
