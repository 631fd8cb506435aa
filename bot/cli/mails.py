"""`pratica mails`: the mails that wait for a person, filed by hand; and a mail in a file, taken in like any other."""

import hashlib
import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot import app
from bot.bidi import plain
from bot.cleaning import clean
from bot.cli.errors import Failure
from bot.cli.lines import configured
from bot.cli.mail_page import became, mail_page
from bot.cli.output import table, write
from bot.cli.parse_mail import is_mail, mail_json
from bot.mail.kept import KeptMail
from bot.mail.model import RawMail
from bot.parts import Parts
from bot.settings import Settings
from handlers.mailbox import PostTaker
from handlers.post import Post
from handlers.worker import Worker
from integrations.mail_folder import MailFolder
from integrations.mail_reader.read import read_mail
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
    subject = plain(clean(filed.subject))[:50]
    return (str(mail.id), filed.state, filed.sender, subject, ", ".join(filed.candidates), filed.reason)


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


def show_one(settings: Settings, number: int, *, as_json: bool) -> None:
    """A mail as it was read, and what became of it; its sender is looked at as `pratica serve` does."""
    with closing(app.store(settings)) as opened, opened.read() as reading:
        kept = reading.mail.get(number)
        if kept is None:
            raise Failure(f"there is no mail {number}; pratica mails list shows those that wait")
        content = reading.mail.content(kept)
        desk = app.mail_desk(settings, opened)
    mail = desk.read(content, kept.received_at.date(), kept)
    if as_json:
        filed = kept.filed.model_dump(mode="json") if kept.filed else None
        write(json.dumps({"number": number, "filed": filed, **mail_json(mail)}, ensure_ascii=False, indent=2))
        return
    for line in mail_page(kept, mail):
        write(line)


def work(settings: Settings, number: int) -> None:
    """Take a mail for the colleague's that it claims to be from; raises `Failure` when it claims to be from none.

    Where `pratica serve` has lines to work on, the message is left to it, which knows who is told what on which.
    """
    with closing(app.store(settings)) as opened:
        if _is_worked(opened, number):
            write(f"Mail no. {number} is worked already; pratica mails show {number} says more.")
            return
        parts = _parts(settings, opened)
        try:
            person = Post(parts).work_by_hand(number)
        except LookupError as error:
            raise Failure(f"there is no {error.args[0]}; pratica mails list shows those that wait") from error
        if configured(settings):
            write(
                f"Mail no. {number} is taken for a message of {person.name}. `pratica serve` works it: now, if it "
                "runs, else when it is started."
            )
            return
        _finish(settings, Worker(parts))
    write(f"Mail no. {number} was worked as a message of {person.name}; answers are in {settings.data_dir / 'mail'}.")


def _is_worked(opened: SqlStore, number: int) -> bool:
    with opened.read() as reading:
        kept = reading.mail.get(number)
    return bool(kept and kept.filed and kept.filed.state == "message")


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
        contents = [(one, _content(one)) for one in files]  # all, so that a missing one stops nothing half-way
        parts = _parts(settings, opened)
        taker = PostTaker(opened)
        taken = {one: taker.keep(_raw(content)) for one, content in contents}
        _finish(settings, Worker(parts))
        with opened.read() as reading:
            for one, kept in taken.items():
                now = reading.mail.get(kept.id) if kept else None
                write(f"{one}: {f'mail no. {now.id}, {became(now)}' if now else 'is here already'}")


def _content(file: Path) -> bytes:
    """The bytes of a mail; raises `Failure` for a file that is none."""
    content = file.read_bytes()
    if not is_mail(read_mail(content, today=datetime.now(UTC).date())):
        raise Failure(f"{file} is no mail: it has none of the headers that a mail has")
    return content


def _raw(content: bytes) -> RawMail:
    """A mail out of a file, which is known again by what stands in it."""
    number = int.from_bytes(hashlib.sha256(content).digest()[:6])
    return RawMail(mailbox=BY_HAND, folder="-", uidvalidity=1, uid=number, size=len(content), content=content)


def _finish(settings: Settings, worker: Worker) -> None:
    """Work what is there; what is for a mail server is left to `pratica serve`."""
    while worker.work():
        pass
    if settings.smtp is None:
        worker.deliver()


def _parts(settings: Settings, opened: SqlStore) -> Parts:
    folder = () if settings.smtp else (MailFolder(settings.data_dir / "mail"),)
    understanding = app.understander(settings, app.catalogue(settings))
    return app.parts(settings, opened, understanding, folder, worker=_WORKER, reach=("mail", "terminal"))
