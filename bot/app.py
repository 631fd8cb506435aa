"""The composition root: the one place where settings, store, understanding and channels meet."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot import learning
from bot.catalogue import Catalogue
from bot.catalogue_files import load_catalogue
from bot.digest.rendering import Chart
from bot.digest.schedule import Works
from bot.digest.values import DAYS
from bot.digest.workdays import works_by
from bot.documents import AbsenceEntry, AnyDocument, QuoteDocument
from bot.einvoice import EInvoice
from bot.mail.accounts import MailboxSettings, MailTaker, SmtpSettings
from bot.mail.kept import KeptMail
from bot.mail.model import ReceivedMail
from bot.mail.tokens import reply_address
from bot.model import LANGUAGES, Person
from bot.parts import Mail, MailDesk, Parts
from bot.ports import Adviser, Channel, Reading, UnitOfWork
from bot.settings import Settings, SettingsError
from bot.speech import Speech
from bot.turn import Rules
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.understand import Understander
from bot.worktime.model import Calendar
from bot.worktime.settings import calendar_for, calendar_in
from storage.digests import SqlDigests
from storage.engine import SqlStore, open_store
from storage.unit_of_work import SqlReading

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from handlers.digests import Digests
    from integrations.imap import Supervisor
    from integrations.smtp import SmtpChannel

HERE = Path(__file__).resolve().parent.parent
TYPES = (HERE / "handlers" / "requests", HERE / "handlers" / "acts")
_SECONDS = 50.0  # that the folder of sent mail may take to be looked at or written to
_NOBODY = "pratica@localhost.invalid"
FIGURES = tuple(name for name, rule in Rules.model_fields.items() if rule.annotation in {int, Decimal})
"""The settings that an approval rule can be held against."""


def catalogue(settings: Settings) -> Catalogue:
    """The types that ship and the company's own; raises `CatalogueError`."""
    if settings.types_dir and not settings.types_dir.exists():
        place = settings.types_dir
        raise SettingsError(f"the setting types_dir (PRATICA_TYPES_DIR or pratica.toml) names no folder: {place}")
    return load_catalogue(TYPES, own=settings.types_dir, figures=FIGURES)


def understander(
    settings: Settings, types: Catalogue, *, progress: Callable[[str], None] = lambda _: None
) -> Understander:
    """Understanding for these types; what was learned from their phrases is kept in the data folder."""
    intents = learning.intents(types, settings.data_dir, progress=progress)
    numbers = TaskNumbers(kind.contract.prefix or "" for kind in types.requests())
    return Understander(types, intents, LanguageReader(types), load_lexicon(), numbers)


def data_folder(settings: Settings) -> Path:
    """The folder where everything is kept, made where it is not there; raises `SettingsError` when it cannot be."""
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise SettingsError(f"the data folder {folder} is a file: name a folder in PRATICA_DATA_DIR") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        told = f"the data folder {folder} cannot be made ({why}): name another one in PRATICA_DATA_DIR"
        raise SettingsError(told) from error
    return folder


def store(settings: Settings) -> SqlStore:
    """The database, its tables up to date; raises a `storage.errors` sentence when it cannot be used."""
    if settings.database_url is None:
        data_folder(settings)
    opened = open_store(settings.url())
    opened.migrate()
    return opened


@contextmanager
def reading(settings: Settings) -> Iterator[Reading]:
    """One read of the database, which is closed after it."""
    with closing(store(settings)) as opened, opened.read() as read:
        yield read


@contextmanager
def writing(settings: Settings) -> Iterator[UnitOfWork]:
    """One writing transaction on the database, which is closed after it."""
    with closing(store(settings)) as opened, opened.write() as uow:
        yield uow


def speech(types: Catalogue) -> Speech:
    """The chat texts of the three languages."""
    folder = HERE / "templates" / "chat"
    return Speech({lang: (folder / f"{lang}.ftl").read_text(encoding="utf-8") for lang in LANGUAGES}, types)


def parts(
    settings: Settings,
    opened: SqlStore,
    understanding: Understander,
    channels: Sequence[Channel],
    *,
    worker: str,
    recipients: dict[str, tuple[str, ...]] | None = None,
    reach: tuple[str, ...] = ("terminal",),
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Parts:
    """Everything the handlers work with."""
    from handlers.skills import SKILLS

    types = understanding.catalogue
    made = Parts(
        store=opened,
        catalogue=types,
        skills=SKILLS,
        understander=understanding,
        speech=speech(types),
        rules=settings.rules(),
        clock=clock,
        render=_render,
        build_mail=_build_mail,
        channels={channel.name: channel for channel in channels},
        recipients=recipients or {},
        worker=worker,
        home_channel=reach[0],
        reach=reach,
        mail=mail_desk(settings, opened),
        adviser=adviser(settings, opened, clock=clock),
    )
    return replace(
        made,
        digest=digests(settings, made).of,
        calendar_of=partial(calendar_of, settings),
        calendar_in=partial(calendar_in, calendars=settings.calendars),
    )


def digests(settings: Settings, made: Parts) -> "Digests":
    """What makes and sends digests."""
    from handlers.digests import Digests

    def figures(reading: Reading) -> SqlDigests:
        return SqlDigests(cast("SqlReading", reading).work)

    def works(reading: Reading) -> Works:
        absences = reading.absences.of(since=made.clock().date() - timedelta(days=DAYS))
        return works_by(partial(calendar_of, settings), absences)

    return Digests(made, settings.digest, figures, works, draw=_draw)


def calendar_of(settings: Settings, person: Person) -> Calendar:
    """The working calendar of a colleague: their team's, else their country's by their time zone."""
    country = "IL" if person.timezone == "Asia/Jerusalem" else "IT"
    return calendar_for(settings.calendars, team=person.team, country=country)


def _draw(chart: Chart) -> bytes:
    from integrations.digest_chart import draw_chart

    return draw_chart(chart)


def adviser(settings: Settings, opened: SqlStore, *, clock: Callable[[], datetime]) -> Adviser | None:
    """The language model, if one is configured; raises `SettingsError` where its library is not installed."""
    if settings.llm_url is None or settings.llm_model is None:
        return None
    try:
        from integrations.llm import LanguageModel
    except ModuleNotFoundError as error:
        message = f"the setting llm_url needs the library {error.name}: pip install {error.name}"
        raise SettingsError(message) from error

    def allowed() -> bool:
        with opened.write() as uow:
            counted = uow.model_use.count(clock().astimezone(UTC).date(), limit=settings.llm_requests_per_day)
            uow.commit()
        return counted

    return LanguageModel(
        str(settings.llm_url),
        settings.llm_model,
        key=settings.llm_key.get_secret_value() if settings.llm_key else None,
        seconds=settings.llm_seconds,
        redacts=settings.llm_redact,
        allowed=allowed,
    )


def _render(document: AnyDocument) -> bytes:
    if isinstance(document, AbsenceEntry):
        from integrations.ics import render_absence

        return render_absence(document)
    from integrations.pdf import render_purchase_order, render_quote

    return render_quote(document) if isinstance(document, QuoteDocument) else render_purchase_order(document)


def mail_desk(settings: Settings, opened: SqlStore) -> MailDesk:
    """How mails that arrive are dealt with, by the settings and the company's own addresses."""
    with opened.read() as reading:
        directory = reading.records.directory()
    entities = directory.entities
    user = settings.mailboxes[0].user if settings.mailboxes else ""
    address = settings.mail_address or (user if "@" in user else entities[0].email if entities else _NOBODY)
    known = (address, *(entity.email for entity in entities))
    domains = {one.rpartition("@")[2].lower() for one in known} | {one.lower() for one in settings.mail_domains}

    def reply_to(token: str) -> str | None:
        dedicated = settings.mail_reply == "dedicated"
        wanted = settings.mail_reply != "none" and bool(settings.mailboxes)
        return reply_address(token, address, dedicated=dedicated) if wanted else None

    return MailDesk(
        sender=address,
        read=_reader(settings),
        read_invoices=_read_invoices,
        readdress=_readdress,
        reply_to=reply_to,
        marker=(settings.mail_reply == "none" if settings.mail_marker is None else settings.mail_marker)
        and bool(settings.mailboxes),
        own_domains=frozenset(domains),
        hourly=settings.mail_per_hour,
        hourly_of_task=settings.mail_per_hour_and_task,
        people=settings.mail_keepers,
        acknowledges=settings.mail_acknowledge,
        company=directory.company,
        is_read=bool(settings.mailboxes),
    )


def supervisors(settings: Settings, taker: MailTaker) -> "tuple[Supervisor, ...]":
    """One for each mailbox that is read."""
    from integrations.imap import Supervisor

    return tuple(Supervisor(box, taker) for box in settings.mailboxes)


def smtp_channel(settings: Settings, loop: "AbstractEventLoop") -> "SmtpChannel":
    """The mail server as a channel; copies go to, and are looked for in, the first mailbox's folder of sent mail."""
    from asyncio import run_coroutine_threadsafe
    from email import message_from_bytes

    from integrations.imap import append_to_sent, in_folder
    from integrations.smtp import SmtpChannel, SmtpSender, tls_context

    if settings.smtp is None:
        raise SettingsError("the setting smtp names no server")
    box = next((box for box in settings.mailboxes if box.sent_folder), None)

    def in_sent(message_id: str) -> bool | None:
        return run_coroutine_threadsafe(in_folder(box, message_id), loop).result(_SECONDS) if box else None

    def copy(content: bytes) -> None:
        if box:
            message_id = message_from_bytes(content)["Message-ID"] or ""
            run_coroutine_threadsafe(append_to_sent(box, content, message_id=message_id), loop).result(_SECONDS)

    sender = SmtpSender(settings.smtp, context=tls_context(settings.smtp))
    return SmtpChannel(sender, loop, in_sent=in_sent, copy_to_sent=copy if box else None)


def check_mailbox(box: MailboxSettings) -> str | None:
    """What is wrong with a mailbox and how to mend it; None when it can be read."""
    from integrations.imap import check

    return check(box)


def check_smtp(server: SmtpSettings) -> str | None:
    """What is wrong with the mail server and how to mend it; None when mails can leave."""
    from integrations.smtp import check

    return check(server)


def _reader(settings: Settings) -> Callable[[bytes, date, KeptMail], ReceivedMail]:
    trusted = frozenset(settings.mail_servers)

    def read(content: bytes, today: date, kept: KeptMail) -> ReceivedMail:
        from integrations.mail_reader.read import read_mail

        mail = read_mail(content, today=today, whole=kept.whole, size=kept.size, trusted=trusted)
        checks = settings.mail_check_dkim and kept.whole and mail.authentication.server is None
        return _with_own_check(mail, content) if checks else mail

    return read


def _with_own_check(mail: ReceivedMail, content: bytes) -> ReceivedMail:
    """The mail with what our own look at its DKIM signature says, where no server that we trust has looked.

    A mail with which anything is wrong, such as two senders, stays unproven whatever was signed.
    """
    from integrations.mail_reader.authentication import by_own_check
    from integrations.mail_reader.dkim_check import checked, txt_record
    from integrations.mail_reader.parsing import headers_of

    verdict = checked(content, domain=mail.authentication.domain, dns=txt_record)
    found = by_own_check(headers_of(content), verdict)
    if mail.problems:
        found = found.model_copy(update={"aligned": False, "reason": mail.problems[0]})
    return mail.model_copy(update={"authentication": found})


def _read_invoices(name: str, content: bytes) -> tuple[EInvoice, ...]:
    from integrations.einvoice import read_einvoices

    return read_einvoices(name, content)


def _readdress(
    content: bytes, *, to: str, message_id: str, date: datetime, reply_to: str | None, markers: tuple[str, str]
) -> bytes:
    from integrations.mail_message.readdress import readdressed

    return readdressed(content, to=to, message_id=message_id, date=date, reply_to=reply_to, markers=markers)


def _build_mail(mail: Mail) -> tuple[bytes, str]:
    from integrations.mail_message import Subscription, build_message
    from integrations.mail_templates import render_mail

    rendered = render_mail(mail.template, mail.language, **mail.values)
    content = build_message(
        sender=mail.sender,
        to=mail.to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        language=mail.language,
        message_id=mail.message_id,
        date=mail.date,
        attachments=mail.attachments,
        pictures=mail.pictures,
        subscription=Subscription(*mail.subscription) if mail.subscription else None,
        automatic=mail.automatic,
        acknowledges=mail.acknowledges,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        reply_to=mail.reply_to,
        marker=mail.marker,
    )
    return content, rendered.subject


def find_person(people: Sequence[Person], wanted: str) -> Person | None:
    """The colleague of this id, address, name, alias or first name; None when nobody or more than one fits."""
    plain = wanted.strip().casefold()
    exact = [
        p
        for p in people
        if plain in {p.id.casefold(), p.email.casefold(), *(n.casefold() for n in (p.name, *p.aliases))}
    ]
    first = [p for p in people if any(plain == name.casefold().split()[0] for name in (p.name, *p.aliases))]
    fitting = exact or first
    return fitting[0] if len(fitting) == 1 else None
