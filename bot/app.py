"""The composition root: the one place where settings, store, understanding and channels meet."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from bot import learning
from bot.catalogue import Catalogue
from bot.catalogue_files import load_catalogue
from bot.documents import AbsenceEntry, AnyDocument, QuoteDocument
from bot.model import LANGUAGES, Person
from bot.parts import Mail, Parts
from bot.ports import Adviser, Channel, Reading, UnitOfWork
from bot.settings import Settings, SettingsError
from bot.speech import Speech
from bot.turn import Rules
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.understand import Understander
from storage.engine import SqlStore, open_store

HERE = Path(__file__).resolve().parent.parent
TYPES = (HERE / "handlers" / "requests", HERE / "handlers" / "acts")
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


def store(settings: Settings) -> SqlStore:
    """The database, its tables up to date; raises a `storage.errors` sentence when it cannot be used."""
    if settings.database_url is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
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
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Parts:
    """Everything the handlers work with."""
    from handlers.skills import SKILLS

    types = understanding.catalogue
    return Parts(
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
        adviser=adviser(settings, opened, clock=clock),
    )


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


def _build_mail(mail: Mail) -> bytes:
    from integrations.mail_message import build_message
    from integrations.mail_templates import render_mail

    rendered = render_mail(mail.template, mail.language, **mail.values)
    return build_message(
        sender=mail.sender,
        to=mail.to,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        language=mail.language,
        message_id=mail.message_id,
        date=mail.date,
        attachments=mail.attachments,
        automatic=False,
    )


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
