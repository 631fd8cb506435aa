"""`pratica migrate`, `import --sample`, `people`, `quarantine`: administration from the shell."""

from contextlib import closing

from bot import app
from bot.cli.errors import Failure
from bot.cli.output import table, write
from bot.settings import Settings
from storage.sample import sample_company


def migrate(settings: Settings) -> None:
    """Bring the database up to date."""
    with closing(app.store(settings)) as opened:
        write(f"The database {opened.where} is up to date.")


def import_sample(settings: Settings) -> None:
    """Load the sample company."""
    records = sample_company()
    with app.writing(settings) as uow:
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
        empty="Nobody yet: pratica import --sample loads a sample company.",
    )


def quarantine(settings: Settings) -> None:
    """Messages that could not be handled, and mails that did not leave."""
    with app.reading(settings) as reading:
        aside = reading.inbox.quarantined()
        troubled = reading.outbox.troubled()
    rows = [(str(one.entry.id), one.entry.message.sender_id, one.reason, one.entry.message.text[:60]) for one in aside]
    table(("no.", "from", "reason", "message"), rows, empty="No message in quarantine.")
    mails = [(state, outgoing.recipient, reason, outgoing.reference or "") for state, outgoing, reason in troubled]
    if mails:
        table(("state", "to", "reason", "task"), mails, empty="")


def rerun(settings: Settings, number: int) -> None:
    """Make a message in quarantine unread again."""
    with app.writing(settings) as uow:
        if not uow.inbox.rerun(number):
            raise Failure(f"there is no message no. {number} in quarantine; `pratica quarantine` shows what there is")
        uow.commit()
    write(f"Message no. {number} will be handled again when its sender's conversation goes on.")
