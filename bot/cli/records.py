"""`pratica migrate`, `import --sample`, `people`, `quarantine`: administration from the shell."""

from contextlib import closing
from datetime import UTC, datetime

from bot import app
from bot.cli.errors import Failure
from bot.cli.lines import CHATS
from bot.cli.output import table, write
from bot.messages import Outgoing
from bot.ports import TroubledOutgoing, UnitOfWork
from bot.settings import Settings
from storage.sample import sample_company


def migrate(settings: Settings) -> None:
    """Bring the database up to date."""
    with closing(app.store(settings)) as opened:
        write(f"The database {opened.where} is up to date.")


def import_sample(settings: Settings) -> None:
    """Load the sample company; raises `Failure` where there are records of another one."""
    records = sample_company()
    with app.writing(settings) as uow:
        there = uow.records.directory()
        if there.company != records.company and (there.people or there.parties or there.products):
            raise Failure(
                "there are records already, which the sample company would be mixed with: name an empty folder in "
                "PRATICA_DATA_DIR"
            )
        uow.records.replace(records)
        uow.commit()
    write(
        f"{records.company}: {len(records.people)} people, {len(records.parties)} customers and suppliers, "
        f"{len(records.products)} products, {len(records.invoices)} invoices."
    )


def people(settings: Settings) -> None:
    """The company's people with role and team."""
    with app.reading(settings) as reading:
        found = reading.records.directory().people
    rows = [(person.id, person.name, person.role, person.team, person.language, person.email) for person in found]
    table(
        ("id", "name", "role", "team", "language", "email"),
        rows,
        empty="Nobody yet: pratica import people FILE takes yours in, pratica import --sample a sample company.",
    )


def quarantine(settings: Settings) -> None:
    """Messages that could not be handled, and mails that did not leave."""
    with app.reading(settings) as reading:
        aside = reading.inbox.quarantined()
        troubled = reading.outbox.troubled()
    rows = [(str(one.entry.id), one.entry.message.sender_id, one.reason, one.entry.message.text[:60]) for one in aside]
    table(("no.", "from", "reason", "message"), rows, empty="No message in quarantine.")
    if troubled:
        lost = sum(one.state == "failed" for one in troubled)
        write(f"\n{lost} did not leave, of {len(troubled) - lost} nobody knows; pratica quarantine --resend NO:")
        table(("no.", "state", "kind", "to", "reason", "task"), [_left_behind(one) for one in troubled], empty="")


def _left_behind(troubled: TroubledOutgoing) -> tuple[str, ...]:
    outgoing = troubled.outgoing
    kind = outgoing.kind.replace("_", " ")
    return (str(troubled.id), troubled.state, kind, outgoing.recipient, troubled.reason, outgoing.reference or "")


def rerun(settings: Settings, number: int) -> None:
    """Make a message in quarantine unread again."""
    with app.writing(settings) as uow:
        if not uow.inbox.rerun(number):
            raise Failure(f"there is no message no. {number} in quarantine; `pratica quarantine` shows what there is")
        uow.commit()
    write(f"Message no. {number} will be handled again when its sender's conversation goes on.")


def _follow(settings: Settings, uow: UnitOfWork, again: Outgoing) -> None:
    """What a chat message shows may have changed since it was written."""
    from handlers.cards import follow

    speech, now = app.speech(app.catalogue(settings)), datetime.now(UTC)
    follow(uow, again, speech=speech, otherwise=settings.language, now=now)


def resend(settings: Settings, number: int) -> None:
    """Queue a message again that did not leave; raises `Failure` when there is none of this number."""
    with app.writing(settings) as uow:
        found = next((one for one in uow.outbox.troubled() if one.id == number), None)
        if found is None or not uow.outbox.resend(number):
            raise Failure(f"there is no message no. {number} that did not leave; `pratica quarantine` shows them")
        if found.outgoing.channel in CHATS and found.outgoing.edits is None:
            _follow(settings, uow, found.outgoing)
        uow.commit()
    twice = " It may have arrived before, so it may arrive twice." if found.doubtful else ""
    write(f"Message no. {number} to {found.outgoing.recipient} is queued again.{twice}")
