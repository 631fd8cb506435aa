"""The composition root: the one place where settings, store, understanding and channels meet."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from bot.catalogue import Catalogue
from bot.catalogue_files import load_catalogue
from bot.documents import AbsenceEntry, AnyDocument, QuoteDocument
from bot.model import LANGUAGES, Person
from bot.parts import Mail, Parts
from bot.ports import Channel, Reading, UnitOfWork
from bot.settings import Settings, SettingsError
from bot.speech import Speech
from bot.turn import Rules
from bot.understanding import classifier
from bot.understanding.classifier import Classifier
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import load_lexicon
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.understand import Understander
from storage.engine import SqlStore, open_store

HERE = Path(__file__).resolve().parent.parent
MODEL = HERE / "bot" / "understanding" / "model.npz"
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
    learned = learn(types, settings.data_dir / "cache", progress=progress)
    numbers = TaskNumbers(kind.contract.prefix or "" for kind in types.requests())
    return Understander(types, learned, LanguageReader(types), load_lexicon(), numbers)


def learn(types: Catalogue, cache: Path, *, progress: Callable[[str], None]) -> Classifier:
    """The classifier of these types: the one that ships, with a company's own types added to it.

    What has to be learned anew, because sentences have changed, is kept in the cache.
    """
    shipped = {path.parent.name for folder in TYPES for path in folder.glob("*/type.toml")}
    known = classifier.phrases_of(kind for kind in types.kinds.values() if kind.id in shipped)
    own = classifier.phrases_of(kind for kind in types.kinds.values() if kind.id not in shipped)
    mark = classifier.fingerprint(known)

    def fit() -> Classifier:
        progress("Learning from the example sentences, which have changed (only once, some minutes) …")
        return classifier.fit(known)

    base = _kept(MODEL, mark) or _cached(cache, mark, fit)
    if not own:
        return base

    def extend() -> Classifier:
        progress("Learning your own types (only once, a few seconds) …")
        return classifier.extended(base, known, own)

    return _cached(cache, classifier.fingerprint({**known, **own}, own=True), extend)


def train() -> bytes:
    """The classifier of the types that ship, fitted to their sentences, as it is kept in `MODEL`."""
    return classifier.fit(classifier.phrases_of(load_catalogue(TYPES).kinds.values())).dump()


def _cached(cache: Path, mark: str, fit: Callable[[], Classifier]) -> Classifier:
    """The classifier with this fingerprint: from the cache, else fitted and kept there."""
    path = cache / f"classifier-{mark[:16]}.npz"
    if kept := _kept(path, mark):
        return kept
    fitted = fit()
    _keep(path, fitted.dump())
    return fitted


def _kept(path: Path, mark: str) -> Classifier | None:
    """The classifier in a file, if it was fitted to the sentences with this fingerprint."""
    try:
        kept = classifier.load(path.read_bytes())
    except (OSError, ValueError, KeyError, EOFError):
        return None
    return kept if kept.fingerprint == mark else None


def _keep(path: Path, content: bytes) -> None:
    """Write a cache file whole or not at all; a cache that cannot be written only costs time."""
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)


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
