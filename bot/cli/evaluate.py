"""`pratica evaluate`: how well labelled messages are understood."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from bot import app
from bot.catalogue import Catalogue
from bot.cleaning import storable
from bot.cli.errors import Failure
from bot.cli.evaluation_report import POOLED, Report, report_json, show
from bot.cli.output import write
from bot.evaluation import (
    Case,
    LabelError,
    Outcome,
    confusions,
    figures,
    is_for_choosing,
    judge,
    read_case,
    type_figures,
)
from bot.model import LANGUAGES
from bot.settings import Settings
from bot.understanding.understand import Understanding

Half = Literal["choosing", "measured"]
"""One of the two parts of a labelled set."""


class Understands(Protocol):
    """What is measured."""

    def understand(self, text: str, *, now: datetime, subject: str | None = None) -> Understanding: ...


def run(
    settings: Settings,
    files: Sequence[Path],
    *,
    min_intent: float | None,
    half: Half | None,
    by_type: bool,
    pictures: Path | None,
    as_json: bool,
) -> None:
    """Print the figures, and draw pictures of them into a folder where one is given.

    Raises `Failure` when a line cannot be read or the intent accuracy is below the minimum.
    """
    types = app.catalogue(settings)
    cases, left_out = read_files(files, types)
    if half is not None:
        cases = [case for case in cases if is_for_choosing(case.message) == (half == "choosing")]
    if not cases:
        raise Failure("there is nothing to measure: the files hold no message that wants one of the types that exist")
    understander = app.understander(settings, types, progress=_note)
    report = measure(understander, cases, left_out=left_out, progress=_progress())
    if pictures is not None:
        _draw(report, pictures)
    if as_json:
        write(json.dumps(report_json(report), ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
    else:
        show(report, by_type=by_type)
    accuracy = report.sets[POOLED].intent.value or 0.0
    if min_intent is not None and accuracy < min_intent:
        raise Failure(f"the intent accuracy is {accuracy:.3f}, below the minimum of {min_intent:g}")


def _draw(report: Report, folder: Path) -> None:
    from integrations.pictures import draw_calibration, draw_confusions

    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in (("calibration", draw_calibration), ("confusions", draw_confusions)):
        path = folder / f"{name}.png"
        path.write_bytes(draw(report.outcomes))
        _note(f"{path} is drawn.")


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
    sets = {lang: some for lang, some in spoken.items() if some} | {POOLED: outcomes}
    return Report(
        {name: figures(some) for name, some in sets.items()},
        {name: type_figures(some) for name, some in sets.items()},
        confusions(outcomes),
        tuple(outcomes),
        left_out,
    )


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
