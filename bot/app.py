"""The composition root: the one place where settings, store, understanding and channels meet."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.catalogue import Catalogue, CatalogueError
from bot.catalogue_files import load_catalogue
from bot.documents import QuoteDocument
from bot.model import LANGUAGES, Person
from bot.parts import Mail, Parts
from bot.ports import Channel
from bot.settings import Settings, SettingsError
from bot.speech import Speech
from bot.turn import Rules
from bot.understanding import classifier
from bot.understanding.classifier import Classifier
from bot.understanding.language import LanguageReader
from bot.understanding.lexicon import load_lexicon
from bot.understanding.understand import Understander
from storage.engine import SqlStore, open_store

HERE = Path(__file__).resolve().parent.parent
TYPES = (HERE / "handlers" / "requests", HERE / "handlers" / "acts")


def catalogue(settings: Settings) -> Catalogue:
    """The types that ship and the company's own; raises `CatalogueError`."""
    own = (settings.types_dir,) if settings.types_dir else ()
    if own and not own[0].is_dir():
        raise SettingsError(f"the setting types_dir (PRATICA_TYPES_DIR or pratica.toml) names no folder: {own[0]}")
    types = load_catalogue((*TYPES, *own))
    for kind in types.requests():
        rule = kind.contract.approval
        if rule and rule.above not in Rules.model_fields:
            raise CatalogueError(kind.id, None, f"its approval rule names {rule.above!r}, which is no setting")
    return types


def understander(
    settings: Settings, types: Catalogue, *, progress: Callable[[str], None] = lambda _: None
) -> Understander:
    """Understanding for these types; what was learned from their phrases is kept in the data folder."""
    learned = learn(types, settings.data_dir / "cache", progress=progress)
    return Understander(types, learned, LanguageReader(types), load_lexicon())


def learn(types: Catalogue, cache: Path, *, progress: Callable[[str], None]) -> Classifier:
    """The classifier fitted to the types' phrases: from the cache when it was fitted to just these, else anew."""
    phrases = classifier.phrases_of(types)
    mark = classifier.fingerprint(phrases)
    path = cache / f"classifier-{mark[:16]}.npz"
    try:
        if (kept := classifier.load(path.read_bytes())).fingerprint == mark:
            return kept
    except (OSError, ValueError, KeyError, EOFError):
        pass
    progress("Learning from the example sentences (only once, a few seconds) …")
    fitted = classifier.fit(phrases)
    _keep(path, fitted.dump())
    return fitted


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


def _render(document: QuoteDocument) -> bytes:
    from integrations.pdf import render_quote

    return render_quote(document)


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
