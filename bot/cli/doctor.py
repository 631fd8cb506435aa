"""`pratica doctor`: what is wrong with settings, database and channels, and how to mend it, a line each."""

from contextlib import closing

import typer

from bot import app
from bot.catalogue import TEAMS
from bot.cli.output import write
from bot.settings import Settings


def run(settings: Settings) -> None:
    """Look at everything that is configured; exits with 1 when something is wrong."""
    findings = [*_database(settings), *_mail(settings), *_addresses(settings), *_chats(settings)]
    for good, said in findings:
        write(f"{'ok   ' if good else 'WRONG'}  {said}")
    if not all(good for good, _ in findings):
        raise typer.Exit(1)


def _database(settings: Settings) -> list[tuple[bool, str]]:
    with closing(app.store(settings)) as opened, opened.read() as reading:
        directory = reading.records.directory()
        waiting, aside, troubled = reading.mail.waiting(), reading.inbox.quarantined(), reading.outbox.troubled()
    people = f"{len(directory.people)} people, {len(directory.parties)} customers and suppliers"
    found = [(True, f"database {opened.where}")]
    found.append(
        (True, f"records: {people}")
        if directory.people
        else (False, "there are no people yet, so nobody can be answered: pratica import people FILE")
    )
    known = {name for person in directory.people for name in (person.id, person.email)}
    if directory.people and (unknown := [one for one in settings.on_call if one not in known]):
        found.append((False, f"on_call names nobody on record by id or address: {', '.join(unknown)}"))
    if waiting:
        found.append((True, f"{len(waiting)} mail(s) wait for a person: pratica mails list"))
    if aside or troubled:
        found.append(
            (False, f"{len(aside)} message(s) in quarantine, {len(troubled)} mail(s) not sent: pratica quarantine")
        )
    return found


def _addresses(settings: Settings) -> list[tuple[bool, str]]:
    """Whose mails would not count as a colleague's."""
    if not settings.mailboxes:
        return []
    with closing(app.store(settings)) as opened:
        own = app.mail_desk(settings, opened).own_domains
        with opened.read() as reading:
            people = reading.records.directory().people
    outside = [person.email for person in people if person.email.rpartition("@")[2].lower() not in own]
    unknown = [one for one in settings.mail_keepers if all(one not in {person.id, person.email} for person in people)]
    found = []
    if outside:
        shown = ", ".join(outside[:3])
        found.append((False, f"{len(outside)} people ({shown} …) write from no domain of ours: see mail_domains"))
    if unknown:
        found.append((False, f"mail_keepers names nobody on record: {', '.join(unknown)}"))
    return found


def _mail(settings: Settings) -> list[tuple[bool, str]]:
    if not settings.mailboxes and settings.smtp is None:
        return [(True, "mail: not configured, what leaves is written into the data folder (docs/email.md)")]
    found: list[tuple[bool, str]] = []
    for box in settings.mailboxes:
        wrong = app.check_mailbox(box)
        found.append((wrong is None, f"mailbox {box.name}: {wrong or f'{box.user} at {box.host} can be read'}"))
    if settings.smtp is None:
        found.append((False, "mails cannot leave: the setting smtp names no server"))
    else:
        wrong = app.check_smtp(settings.smtp)
        found.append((wrong is None, f"mail server: {wrong or f'{settings.smtp.host} takes our mails'}"))
    if settings.mailboxes and not settings.mail_servers and not settings.mail_check_dkim:
        said = (
            "nobody's mail counts as a colleague's: set mail_servers to the name that your mail server writes into "
            "Authentication-Results, or mail_check_dkim = true"
        )
        found.append((False, said))
    return found


def _chats(settings: Settings) -> list[tuple[bool, str]]:
    """Each workspace and bot: well, or a line for each thing that is wrong."""
    found: list[tuple[bool, str]] = []
    for workspace in settings.slack:
        from integrations.slack import check as check_slack

        found += _said(f"Slack {workspace.name}", check_slack(workspace), "the app can do its work")
    if settings.telegram:
        from integrations.telegram import check as check_telegram

        found += _said("Telegram", check_telegram(settings.telegram), "the bot answers")
    teams = [team for one in settings.slack for team in one.rooms]
    teams += settings.telegram.rooms if settings.telegram else ()
    unknown = [team for team in teams if team not in TEAMS]
    if unknown:
        found.append((False, f"rooms name no team of ours: {', '.join(unknown)}; there are {', '.join(TEAMS)}"))
    if not settings.slack and settings.telegram is None:
        found.append((True, "Slack and Telegram: not configured (docs/slack.md, docs/telegram.md)"))
    return found


def _said(name: str, wrong: tuple[str, ...], well: str) -> list[tuple[bool, str]]:
    return [(False, f"{name}: {one}") for one in wrong] or [(True, f"{name}: {well}")]
