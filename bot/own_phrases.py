"""A company's own example sentences: `<kind>.<language>.phrases.txt` in its data folder, one a line."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.model import LANGUAGES, Language

_END = ".phrases.txt"


def folder(data_dir: Path) -> Path:
    """Where they lie; replicas share it."""
    return data_dir / "phrases"


def own_phrases(data_dir: Path) -> dict[str, tuple[str, ...]]:
    """The sentences by the kind that they are for, all languages together; what is no such file is left alone."""
    found: dict[str, list[str]] = {}
    for kind, _, path in _files(data_dir):
        found.setdefault(kind, []).extend(_lines(path))
    return {kind: tuple(dict.fromkeys(lines)) for kind, lines in found.items() if lines}


def add_phrase(data_dir: Path, kind: str, language: Language, *, sentence: str) -> bool:
    """Write a sentence down as one line; False where it stands there already."""
    path = folder(data_dir) / f"{kind}.{language}{_END}"
    known, line = _lines(path) if path.exists() else [], one_line(sentence)
    if line in known:
        return False
    _write(path, [*known, line])
    return True


def one_line(sentence: str) -> str:
    """A sentence without line breaks and doubled spaces."""
    return " ".join(sentence.split())


def _files(data_dir: Path) -> Iterator[tuple[str, str, Path]]:
    """Kind, language and path of each file of sentences."""
    place = folder(data_dir)
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        kind, _, language = path.name.removesuffix(_END).rpartition(".")
        if path.name.endswith(_END) and kind and language in LANGUAGES:
            yield kind, language, path


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return [line for raw in lines if (line := one_line(raw))]


def _write(path: Path, lines: Iterable[str]) -> None:
    """Whole or not at all, so that a start never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    unfinished.replace(path)
