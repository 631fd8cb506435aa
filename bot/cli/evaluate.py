"""`pratica evaluate`: how well labelled messages are understood."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot import app
from bot.catalogue import Catalogue
from bot.cleaning import storable
from bot.cli.errors import Failure
from bot.cli.output import table, write
from bot.evaluation import (
    Case,
    Confusion,
    FieldCount,
    Figures,
    LabelError,
    Outcome,
    Share,
    confusions,
    figures,
    judge,
    read_case,
)
from bot.model import LANGUAGES
from bot.settings import Settings
from bot.understanding.understand import Understanding

_POOLED = "all"
_LARGEST = 15


class Understands(Protocol):
    """What is measured."""

    def understand(self, text: str, *, now: datetime, subject: str | None = None) -> Understanding: ...


@dataclass(frozen=True, slots=True)
class Report:
    """The figures per language and pooled (under "all"), and how many messages they leave out."""

    sets: dict[str, Figures]
    confusions: tuple[Confusion, ...]
    left_out: int


def run(settings: Settings, files: Sequence[Path], *, min_intent: float | None, as_json: bool) -> None:
    """Print the figures; raises `Failure` when a line cannot be read or the intent accuracy is below the minimum."""
    types = app.catalogue(settings)
    cases, left_out = read_files(files, types)
    if not cases:
        raise Failure("there is nothing to measure: the files hold no message that wants one of the types that exist")
    understander = app.understander(settings, types, progress=_note)
    report = measure(understander, cases, left_out=left_out, progress=_progress())
    if as_json:
        write(json.dumps(report_json(report), ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
    else:
        _show(report)
    accuracy = report.sets[_POOLED].intent.value or 0.0
    if min_intent is not None and accuracy < min_intent:
        raise Failure(f"the intent accuracy is {accuracy:.3f}, below the minimum of {min_intent:g}")


def read_files(files: Sequence[Path], types: Catalogue) -> tuple[list[Case], int]:
    """The labelled messages and how many are left out for want of their type; raises `Failure` with file and line."""
    cases: list[Case] = []
    left_out = 0
    for path in files:
        for number, line in _lines(path):
            try:
                case = read_case(line, types)
            except LabelError as error:
                raise Failure(f"{path}, line {number}: {error}") from error
            if case is None:
                left_out += 1
            else:
                cases.append(case)
    return cases, left_out


def measure(
    understander: Understands,
    cases: Sequence[Case],
    *,
    left_out: int = 0,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """The figures of an understander on at least one labelled message."""
    outcomes: list[Outcome] = []
    for done, case in enumerate(cases, 1):
        outcomes.append(_outcome(understander, case))
        progress(done, len(cases))
    spoken = {lang: [one for one in outcomes if one.case.message.lang == lang] for lang in LANGUAGES}
    sets: dict[str, Figures] = {lang: figures(some) for lang, some in spoken.items() if some}
    sets[_POOLED] = figures(outcomes)
    return Report(sets, confusions(outcomes), left_out)


def report_json(report: Report) -> dict[str, Any]:
    """A report for programs; latencies in milliseconds, shares with their count."""
    return {
        "left_out": report.left_out,
        "sets": {name: _figures_json(some) for name, some in report.sets.items()},
        "confusions": [{"wanted": one.wanted, "got": one.got, "count": one.count} for one in report.confusions],
    }


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                line = raw.decode("utf-8").strip()
            except UnicodeDecodeError as error:
                raise Failure(f"{path}, line {number}: it is not UTF-8 at byte {error.start + 1}") from error
            if line:
                yield number, line


def _outcome(understander: Understands, case: Case) -> Outcome:
    message = case.message
    subject = storable(message.subject) if message.subject else None
    start = time.perf_counter()
    understood = understander.understand(storable(message.text), now=message.now, subject=subject)
    return judge(case, understood, seconds=time.perf_counter() - start)


def _show(report: Report) -> None:
    names = list(report.sets)
    rows = [_row(name, cell, report) for name, cell in _CELLS.items()]
    table(("", *names), rows, empty="")
    write("")
    kinds = report.sets[_POOLED].by_type.items()
    head = ("field type", "labels", "precision", "recall", *(f"F1 {name}" for name in names))
    table(head, [_kind_row(kind, count, report) for kind, count in kinds], empty="No fields.")
    write("")
    wrong = [(one.wanted, one.got, str(one.count)) for one in report.confusions[:_LARGEST]]
    table(("wanted", "understood as", "times"), wrong, empty="Nothing was confused.")
    if more := sum(one.count for one in report.confusions[_LARGEST:]):
        write(f"… and {more} more.")
    if report.left_out:
        write(f"\n{report.left_out} messages are left out: they want a type that does not exist here.")


def _row(name: str, cell: Callable[[Figures], str], report: Report) -> tuple[str, ...]:
    return (name, *(cell(some) for some in report.sets.values()))


def _kind_row(kind: Any, count: FieldCount, report: Report) -> tuple[str, ...]:
    by_set = (some.by_type.get(kind, FieldCount()) for some in report.sets.values())
    return (
        kind,
        str(count.labelled),
        _decimal(count.precision),
        _decimal(count.recall),
        *(_decimal(one.f1) for one in by_set),
    )


def _decimal(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _of(share: Share) -> str:
    return f"{share.count}/{share.of}"


def _with_interval(share: Share) -> str:
    low, high = share.interval or (0.0, 1.0)
    return f"{_decimal(share.value)} ({low:.3f}-{high:.3f})"


_CELLS: dict[str, Callable[[Figures], str]] = {
    "messages": lambda some: str(some.intent.of),
    "intent accuracy (95%)": lambda some: _with_interval(some.intent),
    "field precision": lambda some: _decimal(some.fields.precision),
    "field recall": lambda some: _decimal(some.fields.recall),
    "field F1": lambda some: _decimal(some.fields.f1),
    "acted wrongly without asking": lambda some: _decimal(some.acted_wrongly.value),
    "asked": lambda some: _decimal(some.asked.value),
    "out of scope rejected": lambda some: _of(some.rejected),
    "true requests lost": lambda some: _of(some.lost),
    "language right": lambda some: _decimal(some.language.value),
    "calibration error": lambda some: _decimal(some.calibration_error),
    "latency median, ms": lambda some: f"{some.latency_median:.1f}",
    "latency p99, ms": lambda some: f"{some.latency_p99:.1f}",
}


def _figures_json(some: Figures) -> dict[str, Any]:
    return {
        "messages": some.intent.of,
        "intent_accuracy": {**_share_json(some.intent), "interval": some.intent.interval},
        "fields": _count_json(some.fields),
        "fields_by_type": {kind: _count_json(count) for kind, count in some.by_type.items()},
        "acted_wrongly": _share_json(some.acted_wrongly),
        "asked": _share_json(some.asked),
        "out_of_scope_rejected": _share_json(some.rejected),
        "true_requests_lost": _share_json(some.lost),
        "language_right": _share_json(some.language),
        "calibration_error": some.calibration_error,
        "latency_ms": {"median": some.latency_median, "p99": some.latency_p99},
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {"count": share.count, "of": share.of, "value": share.value}


def _count_json(count: FieldCount) -> dict[str, Any]:
    return {
        "labelled": count.labelled,
        "given": count.given,
        "right": count.right,
        "precision": count.precision,
        "recall": count.recall,
        "f1": count.f1,
    }


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _progress() -> Callable[[int, int], None]:
    """A line on standard error that counts up, where somebody watches."""
    if not sys.stderr.isatty():
        return lambda done, of: None

    def show(done: int, of: int) -> None:
        if done == of:
            sys.stderr.write("\r\x1b[K")
        elif done % 20 == 0:
            sys.stderr.write(f"\r{done} of {of} messages …")
        sys.stderr.flush()

    return show
