"""How likely a cut is one between two requests: `python -m tests.bench.cuts` fits the weights of `bot.understanding`.

They are fitted to the halves for choosing of our own labelled messages and of `tests/data/two`, where two requests and
what only looks like it are far more frequent than in life, and which count less for it. What is printed of the other
halves was not fitted to.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot import app
from bot.cli.evaluate import read_files
from bot.evaluation import Case, is_for_choosing
from bot.settings import Settings
from bot.understanding import cutting
from bot.understanding.cutting import Evidence
from bot.understanding.embeddings import windows
from bot.understanding.features import Floats
from bot.understanding.understand import TWO, Understander, whole_text

COUNTS = 6.0  # a message of our own, in those of the set of pairs
STRICT = 1.0  # how much large weights cost
STEPS = 30
_DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class Weighed:
    """A cut of a message and whether it is the right one between two requests; `agreed` as the slow path says."""

    evidence: Evidence
    agreed: float | None
    right: bool
    counts: float


def main() -> None:
    """Print the weights, and what comes of the messages they were not fitted to as the program does it now."""
    settings = Settings()
    understander = app.understander(settings, app.catalogue(settings))
    ours, _ = read_files(sorted((_DATA / "own").glob("*.jsonl")), understander.catalogue)
    pairs, _ = read_files(sorted((_DATA / "two").glob("*.jsonl")), understander.catalogue)
    some = [(case, counts) for cases, counts in ((ours, COUNTS), (pairs, 1.0)) for case in cases]
    weighed = [
        one for case, counts in some if is_for_choosing(case.message) for one in _cuts(case, counts, understander)
    ]
    constant, weights = fitted(weighed)
    lines = [
        f"_CONSTANT = {constant:.2f}",
        "_WEIGHTS = {",
        *(f'    "{name}": {size:.2f},' for name, size in weights.items()),
    ]
    sys.stdout.write("\n".join([*lines, "}", "", ""]))
    for name, cases in (("our own", ours), ("pairs and what looks like them", pairs)):
        for half, choosing in (("for choosing", True), ("only measured", False)):
            found = _found([case for case in cases if is_for_choosing(case.message) == choosing], understander)
            sys.stdout.write(f"{name}, {half}: {found}\n")


def fitted(weighed: Sequence[Weighed]) -> tuple[float, dict[str, float]]:
    """The constant and the weight of each sign, by logistic regression (Newton's steps); each cut is seen twice.

    Once with what the slow path says and once without, since it is not always asked.
    """
    seen = [(replace(one.evidence, agreed=agreed), one) for one in weighed for agreed in (one.agreed, None)]
    names = list(cutting.signs(seen[0][0]))
    rows: Floats = np.array([[*cutting.signs(evidence).values(), 1.0] for evidence, _ in seen], dtype=np.float64)
    right = np.array([one.right for _, one in seen], dtype=np.float64)
    counts = np.array([one.counts / 2 for _, one in seen])
    cost = np.diag([*(STRICT * 2 * rows[:, :-1].std(axis=0) ** 2), 1e-9])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (odds - right)) + cost @ weights
        curve = rows.T @ (rows * (counts * odds * (1 - odds))[:, None]) + cost
        weights -= np.linalg.solve(curve, slope)
    return float(weights[-1]), dict(zip(names, weights[:-1].tolist(), strict=True))


def _cuts(case: Case, counts: float, understander: Understander) -> Iterator[Weighed]:
    message = case.message
    text = whole_text(message.text, message.subject)
    splitter, request = understander.splitter, understander.reader(message.lang, message.now)
    for one in splitter.candidates(text, understander.intents.guess(text), request):
        agreed = splitter.agreed(one) if len(windows(text)) == 1 else None
        right = [half.intent for half in one.requests] == [want.intent for want in case.wants]
        yield Weighed(one.evidence, agreed, right, counts)


def _found(cases: Sequence[Case], understander: Understander) -> str:
    found: Counter[str] = Counter()
    for case in cases:
        message = case.message
        understood = understander.understand(message.text, now=message.now, subject=message.subject)
        got, wanted = ([one.intent for one in some] for some in (understood.requests, case.wants))
        two = len(wanted) > 1
        found["pairs" if two else "singles"] += 1
        found["pairs right"] += two and sorted(got) == sorted(wanted)
        found["pairs taken for one, half said to be aside"] += two and bool(understood.aside)
        found["singles cut"] += not two and len(got) > 1
        found["singles with words aside"] += not two and bool(understood.aside)
    return ", ".join(f"{name} {count}" for name, count in sorted(found.items())) + f" (from {TWO})"


if __name__ == "__main__":
    main()
