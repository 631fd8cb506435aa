"""`pratica types`: the request types that there are, and a look at a folder of own types before it is used."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot import app
from bot.catalogue import Catalogue, CatalogueError, Kind
from bot.catalogue_files import load_catalogue
from bot.cli.errors import Failure
from bot.cli.output import table, write
from bot.model import LANGUAGES
from bot.settings import Settings
from bot.understanding.features import simplified

_HEAD = ("ID", "PREFIX", "TEAM", "VISIBILITY", "LANGUAGES", "FROM")


def show(settings: Settings, *, as_json: bool) -> None:
    """All request types, a company's own last; raises `CatalogueError` for a mistake in a file."""
    types = app.catalogue(settings)
    rows = [_row(kind, settings.types_dir) for kind in types.requests()]
    if as_json:
        for row in rows:
            write(json.dumps(row, ensure_ascii=False))
        return
    _table(rows, empty="There is no request type.")


def check(folder: Path) -> None:
    """Read a folder of own types without using it; raises `CatalogueError` for a mistake, and tells of several."""
    wrong: list[CatalogueError] = []
    types = load_catalogue(app.TYPES, own=folder, figures=app.FIGURES, tell=wrong.append)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        for error in wrong:
            sys.stderr.write(f"{error}\n")
        raise Failure(f"{folder}: {len(wrong)} mistakes")
    own = tuple(kind for kind in types.requests() if not _ships(kind))
    _table([_row(kind, folder) for kind in own], empty="There is no type in it.")
    for line in _remarks(own, types, folder):
        write(line)
    write(f"{folder}: no mistakes.")


def _table(rows: list[dict[str, Any]], *, empty: str) -> None:
    cells = [[", ".join(cell) if isinstance(cell, list) else str(cell) for cell in row.values()] for row in rows]
    table(_HEAD, cells, empty=empty)


def _row(kind: Kind, own: Path | None) -> dict[str, Any]:
    contract = kind.contract
    return {
        "id": kind.id,
        "prefix": contract.prefix,
        "team": contract.team,
        "visibility": contract.visibility,
        "languages": [*kind.wording],
        "from": "Pratica" if own is None or _ships(kind) else str(own / kind.id),
    }


def _ships(kind: Kind) -> bool:
    return any((folder / kind.id).is_dir() for folder in app.TYPES)


def _remarks(own: tuple[Kind, ...], types: Catalogue, folder: Path) -> Iterator[str]:
    """What works and could still surprise: a language without words, a sentence that means something else already."""
    meant: dict[str, str] = {}
    for kind in types.kinds.values():
        for phrases in kind.phrases.values():
            meant |= {simplified(phrase): kind.id for phrase in phrases if simplified(phrase) not in meant}
    for kind in own:
        missing = [lang for lang in LANGUAGES if lang not in kind.wording]
        if missing:
            first = next(iter(kind.wording))
            yield f"{kind.id}: no {', no '.join(f'{lang}.toml' for lang in missing)}; writers of it see {first}.toml."
        for lang, phrases in kind.phrases.items():
            for phrase in phrases:
                if (other := meant[simplified(phrase)]) != kind.id:
                    path = folder / kind.id / f"{lang}.phrases.txt"
                    yield f"{path}: “{phrase}” is an example of {other} already; word it differently."
