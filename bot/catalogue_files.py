"""Reads the catalogue from its folders: `type.toml`, `<lang>.toml` and `<lang>.phrases.txt` in each."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.catalogue import Catalogue, CatalogueError, Contract, Kind, Wording
from bot.catalogue_checks import Mistake, misfits, misnamed, wrong_words
from bot.catalogue_mistakes import line_of, shaped
from bot.model import LANGUAGES, Language
from bot.understanding.features import simplified

Shape = TypeVar("Shape", bound=BaseModel)

FEWEST_PHRASES = 10
"""Example sentences that a company's own type needs in each of its languages to be understood."""
_CONTRACT = "type.toml"


def _stop(error: CatalogueError) -> None:
    raise error


def load_catalogue(
    folders: Iterable[Path],
    *,
    own: Path | None = None,
    figures: Collection[str] | None = None,
    tell: Callable[[CatalogueError], None] = _stop,
) -> Catalogue:
    """The kinds in the sub-folders of each folder, then a company's own.

    Raises `CatalogueError` for the first mistake; with `tell`, that is told of each, and the kinds are given that have
    none. `figures` are the settings that an approval may be held against; without them that is not checked.
    """
    kinds: dict[str, Kind] = {}
    places: dict[str, Path] = {}
    broken: set[str] = set()
    shipped = (path.parent for folder in folders for path in sorted(folder.glob(f"*/{_CONTRACT}")))
    for folder in (*shipped, *(_own_folders(own) if own else ())):
        wrong: list[CatalogueError] = []
        kind = _load_kind(folder, kinds, own=folder.parent == own, wrong=wrong)
        for error in wrong:
            tell(error)
        if kind is None or wrong:
            broken.add(folder.name)
            continue
        kinds[kind.id] = kind
        places[kind.id] = folder
    there = {kind.id for kind in kinds.values() if kind.opens_task}
    for kind in kinds.values():
        found = misnamed(kind.contract, there | broken, figures=figures)
        for error in _mistakes(places[kind.id] / _CONTRACT, found):
            tell(error)
    return Catalogue(kinds=kinds)


def _own_folders(own: Path) -> tuple[Path, ...]:
    """The folders of a company's own types, each with its contract; raises `CatalogueError` for what is no such."""
    if not own.is_dir():
        reason = "it is no folder" if own.exists() else "it is not there"
        raise CatalogueError(str(own), None, f"{reason}: name the folder that holds the folders of your types")
    if (own / _CONTRACT).exists():
        raise CatalogueError(str(own), None, "it is the folder of one type: name the folder that this one lies in")
    visible = sorted(path for path in own.iterdir() if not path.name.startswith((".", "_")))
    if broken := next((path for path in visible if path.is_symlink() and not path.exists()), None):
        raise CatalogueError(str(broken), None, "it is a link to something that is not there")
    folders = tuple(path for path in visible if path.is_dir())
    if not folders:
        raise CatalogueError(
            str(own), None, "there is no type in it: make a folder for each, or leave the setting types_dir out"
        )
    return folders


def _wrong_names(folder: Path) -> Iterator[CatalogueError]:
    """Files of a type whose names are slightly wrong, which would otherwise go unread, else those that it lacks."""
    known = {_CONTRACT, *(f"{lang}.{end}" for lang in LANGUAGES for end in ("toml", "phrases.txt"))}
    names = {path.name for path in folder.iterdir()}
    ends = (".toml", ".phrases.txt", ".toml.txt", ".phrases.txt.txt")
    if unknown := sorted(name for name in names - known if name.endswith(ends) and not name.startswith(".")):
        for name in unknown:
            reason = f"no file of a type is called so: there are {', '.join(sorted(known))}"
            yield CatalogueError(str(folder / name), None, reason)
        return
    if _CONTRACT not in names:
        yield CatalogueError(str(folder / _CONTRACT), None, "the file is missing; every type needs one")
    for lang in LANGUAGES:
        if f"{lang}.phrases.txt" in names and f"{lang}.toml" not in names:
            yield CatalogueError(str(folder / f"{lang}.toml"), None, "the file with the words of the type is missing")


def _load_kind(folder: Path, kinds: Mapping[str, Kind], *, own: bool, wrong: list[CatalogueError]) -> Kind | None:
    """The kind of a folder; None when it has mistakes, which are added to `wrong`."""
    if own:
        wrong += _wrong_names(folder)
        if wrong:
            return None
    contract = _read(folder / _CONTRACT, Contract, wrong=wrong)
    wording = {lang: _read(folder / f"{lang}.toml", Wording, wrong=wrong) for lang in _languages(folder)}
    if contract:
        wrong += _mistakes(folder / _CONTRACT, misfits(contract, folder.name, kinds, own=own))
        for lang, words in wording.items():
            wrong += _mistakes(folder / f"{lang}.toml", wrong_words(contract, words) if words else ())
    phrases = {lang: _phrases(folder, lang, own=own, wrong=wrong) for lang in wording}
    if not wording:
        reason = "it needs the words of at least one language, in en.toml, it.toml or he.toml"
        wrong.append(CatalogueError(str(folder), None, reason))
    good = {lang: words for lang, words in wording.items() if words}
    return None if wrong or contract is None else Kind(contract=contract, wording=good, phrases=phrases, own=own)


def _languages(folder: Path) -> Iterator[Language]:
    return (lang for lang in LANGUAGES if (folder / f"{lang}.toml").exists())


def _phrases(folder: Path, lang: Language, *, own: bool, wrong: list[CatalogueError]) -> tuple[str, ...]:
    """The example sentences of a language, of which an own type needs some."""
    path = folder / f"{lang}.phrases.txt"
    if not path.exists():
        wrong.append(CatalogueError(str(path), None, "the file with the example sentences is missing"))
        return ()
    try:
        found = tuple(line.strip() for line in _text(path).splitlines() if line.strip())
    except CatalogueError as error:
        wrong.append(error)
        return ()
    if own and (count := len({simplified(phrase) for phrase in found})) < FEWEST_PHRASES:
        reason = f"it has {count} different sentences; at least {FEWEST_PHRASES} are needed, one a line"
        wrong.append(CatalogueError(str(path), None, reason))
    return found


def _read(path: Path, shape: type[Shape], *, wrong: list[CatalogueError]) -> Shape | None:
    try:
        text = _text(path)
    except CatalogueError as error:
        wrong.append(error)
        return None
    return shaped(path, text, shape, wrong=wrong)


def _text(path: Path) -> str:
    """What a file says, in UTF-8 with or without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CatalogueError(str(path), line, "it is not UTF-8 text: save it as UTF-8") from error
    except OSError as error:
        raise CatalogueError(str(path), None, f"it cannot be read: {error.strerror}") from error


def _mistakes(path: Path, found: Iterable[Mistake]) -> Iterator[CatalogueError]:
    """Mistakes in a file that could be read, each with the line on which its keys stand."""
    for place, reason in found:
        yield CatalogueError(str(path), line_of(_text(path), place), reason)
