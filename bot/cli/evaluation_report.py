"""The figures of `pratica evaluate`, in columns for people and in JSON for programs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.cli.output import table, write
from bot.evaluation import Confusion, Figures, Outcome, TypeFigures
from bot.measures import Calibration, FieldCount, Share
from bot.model import FieldType

POOLED = "all"
_LARGEST = 15


@dataclass(frozen=True, slots=True)
class Report:
    """The figures per language and pooled (under "all"), and how many messages they leave out."""

    sets: dict[str, Figures]
    types: dict[str, tuple[TypeFigures, ...]]
    confusions: tuple[Confusion, ...]
    outcomes: tuple[Outcome, ...]
    left_out: int


def show(report: Report, *, by_type: bool) -> None:
    """Write the figures to standard output; the table of types only when it is asked for."""
    rows = [_row(name, cell, report) for name, cell in _CELLS.items()]
    table(("", *report.sets), rows, empty="")
    write("")
    _show_fields(report)
    if by_type:
        write("")
        _show_types(report)
    write("")
    wrong = [(one.wanted, one.got, str(one.count)) for one in report.confusions[:_LARGEST]]
    table(("wanted", "understood as", "times"), wrong, empty="Nothing was confused.")
    if more := sum(one.count for one in report.confusions[_LARGEST:]):
        write(f"… and {more} more.")
    if report.left_out:
        write(f"\n{report.left_out} messages are left out: they want a type that does not exist here.")


def report_json(report: Report) -> dict[str, Any]:
    """A report for programs; latencies in milliseconds, shares with their count."""
    return {
        "left_out": report.left_out,
        "sets": {name: _figures_json(some) for name, some in report.sets.items()},
        "types": {name: [_type_json(one) for one in some] for name, some in report.types.items()},
        "confusions": [{"wanted": one.wanted, "got": one.got, "count": one.count} for one in report.confusions],
    }


def _show_fields(report: Report) -> None:
    kinds = report.sets[POOLED].by_type.items()
    head = ("field type", "labels", "precision", "recall", *(f"F1 {name}" for name in report.sets))
    table(head, [_kind_row(kind, count, report) for kind, count in kinds], empty="No fields.")


def _show_types(report: Report) -> None:
    languages = [name for name in report.sets if name != POOLED]
    spoken = {name: {one.type: one.right for one in report.types[name]} for name in languages}
    head = ("type", "messages", "best guess right", *languages, "acted wrongly", "asked")
    rows = [
        (
            one.type,
            str(one.right.of),
            _decimal(one.right.value),
            *(_decimal(spoken[name].get(one.type, Share(0, 0)).value) for name in languages),
            str(one.acted_wrongly.count),
            str(one.asked.count),
        )
        for one in report.types[POOLED]
    ]
    table(head, rows, empty="")


def _row(name: str, cell: Callable[[Figures], str], report: Report) -> tuple[str, ...]:
    return (name, *(cell(some) for some in report.sets.values()))


def _kind_row(kind: FieldType, count: FieldCount, report: Report) -> tuple[str, ...]:
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


def _range(interval: tuple[float, float]) -> str:
    return f"({interval[0]:.3f}-{interval[1]:.3f})"


def _with_interval(share: Share) -> str:
    return f"{_decimal(share.value)} {_range(share.interval or (0.0, 1.0))}"


def _honesty(some: Calibration) -> str:
    return f"{_decimal(some.error)} {_range(some.interval)}"


_CELLS: dict[str, Callable[[Figures], str]] = {
    "messages": lambda some: str(some.intent.of),
    "intent accuracy (95%)": lambda some: _with_interval(some.intent),
    "field precision": lambda some: _decimal(some.fields.precision),
    "field recall": lambda some: _decimal(some.fields.recall),
    "field F1": lambda some: _decimal(some.fields.f1),
    "closed fields of right requests, F1": lambda some: _decimal(some.closed.f1),
    "open fields of right requests, F1": lambda some: _decimal(some.open.f1),
    "acted wrongly without asking": lambda some: _decimal(some.acted_wrongly.value),
    "asked": lambda some: _decimal(some.asked.value),
    "out of scope rejected": lambda some: _of(some.rejected),
    "true requests lost": lambda some: _of(some.lost),
    "language right": lambda some: _decimal(some.language.value),
    "calibration error (95%)": lambda some: _honesty(some.calibration),
    "the same of a perfect model": lambda some: _decimal(some.calibration.perfect),
    "latency median, ms": lambda some: f"{some.latency_median:.1f}",
    "latency p99, ms": lambda some: f"{some.latency_p99:.1f}",
}


def _figures_json(some: Figures) -> dict[str, Any]:
    return {
        "messages": some.intent.of,
        "intent_accuracy": {**_share_json(some.intent), "interval": some.intent.interval},
        "fields": _count_json(some.fields),
        "closed_fields_understood": _count_json(some.closed),
        "open_fields_understood": _count_json(some.open),
        "fields_by_type": {kind: _count_json(count) for kind, count in some.by_type.items()},
        "acted_wrongly": _share_json(some.acted_wrongly),
        "asked": _share_json(some.asked),
        "out_of_scope_rejected": _share_json(some.rejected),
        "true_requests_lost": _share_json(some.lost),
        "language_right": _share_json(some.language),
        "calibration_error": some.calibration.error,
        "calibration_interval": some.calibration.interval,
        "calibration_of_a_perfect_model": some.calibration.perfect,
        "latency_ms": {"median": some.latency_median, "p99": some.latency_p99},
    }


def _type_json(some: TypeFigures) -> dict[str, Any]:
    return {
        "type": some.type,
        "right": _share_json(some.right),
        "acted_wrongly": _share_json(some.acted_wrongly),
        "asked": _share_json(some.asked),
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
