"""Reads the catalogue from its folders: `type.toml`, `<lang>.toml` and `<lang>.phrases.txt` in each."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.catalogue import Catalogue, CatalogueError, Contract, Kind, Wording
from bot.model import LANGUAGES, Language

Shape = TypeVar("Shape", bound=BaseModel)


def load_catalogue(folders: Iterable[Path]) -> Catalogue:
    """The kinds in the sub-folders of each folder; raises `CatalogueError` with file, line and reason."""
    kinds: dict[str, Kind] = {}
    for folder in sorted(path.parent for root in folders for path in root.glob("*/type.toml")):
        kind = _load_kind(folder)
        twin = next((k for k in kinds.values() if k.id == kind.id or _same_prefix(k, kind)), None)
        if twin:
            raise CatalogueError(str(folder / "type.toml"), None, f"its id or prefix is already that of {twin.id!r}")
        kinds[kind.id] = kind
    return Catalogue(kinds=kinds)


def _same_prefix(one: Kind, other: Kind) -> bool:
    return one.contract.prefix is not None and one.contract.prefix == other.contract.prefix


def _load_kind(folder: Path) -> Kind:
    contract = _read(folder / "type.toml", Contract)
    if contract.id != folder.name:
        raise CatalogueError(str(folder / "type.toml"), None, f"its id is {contract.id!r}, its folder {folder.name!r}")
    wording = {lang: _read(folder / f"{lang}.toml", Wording) for lang in _languages(folder)}
    if not wording:
        raise CatalogueError(str(folder), None, "it needs the wording of at least one language, such as en.toml")
    for lang, words in wording.items():
        for field in contract.fields:
            if field.name not in words.fields:
                raise CatalogueError(
                    str(folder / f"{lang}.toml"), None, f"the words for the field {field.name!r} are missing"
                )
    return Kind(contract=contract, wording=wording, phrases={lang: _phrases(folder, lang) for lang in wording})


def _languages(folder: Path) -> Iterator[Language]:
    return (lang for lang in LANGUAGES if (folder / f"{lang}.toml").exists())


def _phrases(folder: Path, lang: Language) -> tuple[str, ...]:
    path = folder / f"{lang}.phrases.txt"
    if not path.exists():
        raise CatalogueError(str(path), None, "the file with the example sentences is missing")
    return tuple(line.strip() for line in _text(path).splitlines() if line.strip())


def _read(path: Path, shape: type[Shape]) -> Shape:
    text = _text(path)
    try:
        return shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        reason, _, where = str(error).partition(" (at line ")
        raise CatalogueError(str(path), int(where.split(",")[0]) if where else None, reason) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = [str(part) for part in first["loc"]]
        reason = f"{'.'.join(place)}: {first['msg']}" if place else first["msg"]
        raise CatalogueError(str(path), _line_of(text, place), reason) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError(
            str(path), path.read_bytes()[: error.start].count(b"\n") + 1, "it is not UTF-8 text"
        ) from error


def _line_of(text: str, place: list[Any]) -> int | None:
    """The line on which the last named key of `place` stands, as near as text tells."""
    keys = [part for part in place if not part.isdigit()]
    for number, line in enumerate(text.splitlines(), start=1):
        if keys and line.split("=")[0].strip().strip("[]").endswith(keys[-1]):
            return number
    return None
