"""Reads the catalogue from its folders: `type.toml`, `<lang>.toml` and `<lang>.phrases.txt` in each."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import TypeVar

from pydantic import BaseModel

from bot.catalogue import Catalogue, CatalogueError, Contract, Kind, Part, Wording
from bot.catalogue_mistakes import Place, line_of, shaped
from bot.model import LANGUAGES, Language
from bot.understanding.features import simplified

Shape = TypeVar("Shape", bound=BaseModel)

FEWEST_PHRASES = 10
"""Example sentences that a company's own type needs in each of its languages to be understood."""
_CONTRACT = "type.toml"
_SHORTEST_PREFIX = 2  # letters of a company's own type: "A4" and "B 12" are no tasks


def load_catalogue(
    folders: Iterable[Path], *, own: Path | None = None, figures: Collection[str] | None = None
) -> Catalogue:
    """The kinds in the sub-folders of each folder, then a company's own; raises `CatalogueError`.

    `figures` are the settings that an approval may be held against; without them that is not checked.
    """
    kinds: dict[str, Kind] = {}
    places: dict[str, Path] = {}
    shipped = (path.parent for folder in folders for path in sorted(folder.glob(f"*/{_CONTRACT}")))
    for folder in (*shipped, *(_own_folders(own) if own else ())):
        kind = _load_kind(folder)
        _check_twins(kind, kinds, folder)
        if folder.parent == own:
            _check_own(kind, folder)
        kinds[kind.id] = kind
        places[kind.id] = folder
    for kind in kinds.values():
        _check_named(kind, kinds, places[kind.id], figures=figures)
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
    for folder in folders:
        _check_names(folder)
    if not folders:
        raise CatalogueError(
            str(own), None, "there is no type in it: make a folder for each, or leave the setting types_dir out"
        )
    return folders


def _check_names(folder: Path) -> None:
    """Refuse a type's folder with a file whose name is slightly wrong, which would otherwise go unread."""
    known = {_CONTRACT, *(f"{lang}.{end}" for lang in LANGUAGES for end in ("toml", "phrases.txt"))}
    names = {path.name for path in folder.iterdir()}
    for name in sorted(names - known):
        if name.endswith((".toml", ".phrases.txt", ".toml.txt", ".phrases.txt.txt")) and not name.startswith("."):
            reason = f"no file of a type is called so: there are {', '.join(sorted(known))}"
            raise CatalogueError(str(folder / name), None, reason)
    if _CONTRACT not in names:
        raise CatalogueError(str(folder / _CONTRACT), None, "the file is missing; every type needs one")
    for lang in LANGUAGES:
        if f"{lang}.phrases.txt" in names and f"{lang}.toml" not in names:
            raise CatalogueError(str(folder / f"{lang}.toml"), None, "the file with the words of the type is missing")


def _check_twins(kind: Kind, kinds: dict[str, Kind], folder: Path) -> None:
    path, prefix = folder / _CONTRACT, kind.contract.prefix
    if kind.id in kinds:
        raise _mistake(path, ("id",), f"there is a type {kind.id!r} already: choose another id and rename the folder")
    if twin := next((k for k in kinds.values() if prefix and k.contract.prefix == prefix), None):
        taken = ", ".join(sorted(k.contract.prefix for k in kinds.values() if k.contract.prefix))
        reason = f"the prefix {prefix!r} is already that of {twin.id!r}: choose one that is none of {taken}"
        raise _mistake(path, ("prefix",), reason)


def _check_own(kind: Kind, folder: Path) -> None:
    """Refuse what only a type that ships may be, and one that could hardly be understood."""
    path = folder / _CONTRACT
    if not kind.opens_task:
        raise _mistake(path, ("kind",), 'only request types can be added: leave it out, or write "request"')
    if len(kind.contract.prefix or "") < _SHORTEST_PREFIX:
        reason = "the prefix of an own type has two to four capital letters, so that no “A4” is taken for a task"
        raise _mistake(path, ("prefix",), reason)
    for lang, phrases in kind.phrases.items():
        if (count := len({simplified(phrase) for phrase in phrases})) < FEWEST_PHRASES:
            reason = f"it has {count} different sentences; at least {FEWEST_PHRASES} are needed, one a line"
            raise CatalogueError(str(folder / f"{lang}.phrases.txt"), None, reason)


def _check_named(kind: Kind, kinds: dict[str, Kind], folder: Path, *, figures: Collection[str] | None) -> None:
    """Refuse types and settings that are named and not there."""
    contract, path = kind.contract, folder / _CONTRACT
    there = sorted(one.id for one in kinds.values() if one.opens_task)
    named: list[tuple[str, Place]] = [(part.type, ("opens", n, "type")) for n, part in enumerate(contract.opens)]
    named += [(contract.mirror, ("mirror",))] if contract.mirror else []
    for name, place in named:
        if name not in there:
            raise _mistake(path, place, f"there is no type {name!r}; there are {', '.join(there)}")
    above = contract.approval.above if contract.approval else None
    if figures is not None and above is not None and above not in figures:
        reason = f"there is no setting {above!r} that is a figure; there are {', '.join(sorted(figures))}"
        raise _mistake(path, ("approval", "above"), reason)


def _load_kind(folder: Path) -> Kind:
    contract = _read(folder / _CONTRACT, Contract)
    if contract.id != folder.name:
        reason = f"the id {contract.id!r} must be the name of the folder, {folder.name!r}: change one of them"
        raise _mistake(folder / _CONTRACT, ("id",), reason)
    wording = {lang: _read(folder / f"{lang}.toml", Wording) for lang in _languages(folder)}
    if not wording:
        reason = "it needs the words of at least one language, in en.toml, it.toml or he.toml"
        raise CatalogueError(str(folder), None, reason)
    for lang, words in wording.items():
        _check_words(contract, words, folder / f"{lang}.toml")
    return Kind(contract=contract, wording=wording, phrases={lang: _phrases(folder, lang) for lang in wording})


def _languages(folder: Path) -> Iterator[Language]:
    return (lang for lang in LANGUAGES if (folder / f"{lang}.toml").exists())


def _check_words(contract: Contract, words: Wording, path: Path) -> None:
    """Refuse words that are missing, and words for what is not there."""
    for section, wanted, there in (
        ("fields", [field.name for field in contract.fields], words.fields),
        ("opens", [part.name for part in contract.opens], words.opens),
    ):
        what = "field" if section == "fields" else "part"
        if missing := next((name for name in wanted if name not in there), None):
            head = f"[fields.{missing}]" if section == "fields" else f"{missing} = … under [opens]"
            raise CatalogueError(str(path), None, f"the words for the {what} {missing!r} are missing: add {head}")
        if extra := next((name for name in there if name not in wanted), None):
            raise _mistake(
                path, (section, extra), f"it has words for the {what} {extra!r}, which is not in {_CONTRACT}"
            )
    for part in contract.opens:
        _check_part(contract, part, words.opens[part.name], path=path)


def _check_part(contract: Contract, part: Part, words: str, *, path: Path) -> None:
    """Refuse words of a part with braces around anything but a field that is always there."""
    place = ("opens", part.name)
    try:
        names = [name for _, name, _, _ in Formatter().parse(words) if name is not None]
    except ValueError as error:
        raise _mistake(path, place, "a brace is not closed; {day} stands for the field day") from error
    for name in names:
        if not contract.has(name):
            raise _mistake(path, place, f"it names {name!r}, which is no field of the type")
        if not contract.field(name).required:
            raise _mistake(path, place, f"it names the field {name!r}, which may be empty: only a required one can")


def _phrases(folder: Path, lang: Language) -> tuple[str, ...]:
    path = folder / f"{lang}.phrases.txt"
    if not path.exists():
        raise CatalogueError(str(path), None, "the file with the example sentences is missing")
    return tuple(line.strip() for line in _text(path).splitlines() if line.strip())


def _read(path: Path, shape: type[Shape]) -> Shape:
    return shaped(path, _text(path), shape)


def _text(path: Path) -> str:
    """What a file says, in UTF-8 with or without a byte order mark."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise CatalogueError(str(path), line, "it is not UTF-8 text: save it as UTF-8") from error
    except OSError as error:
        raise CatalogueError(str(path), None, f"it cannot be read: {error.strerror}") from error


def _mistake(path: Path, place: Place, reason: str) -> CatalogueError:
    """A mistake in a file that could be read, with the line on which the keys of `place` stand."""
    return CatalogueError(str(path), line_of(_text(path), place), reason)
