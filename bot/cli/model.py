"""`pratica model`: learn anew from the example sentences of the types that ship."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot import app, learning
from bot.cleaning import storable
from bot.cli.evaluate import read_files
from bot.cli.output import write
from bot.evaluation import Case, is_for_choosing
from bot.settings import Settings
from bot.understanding.understand import whole_text


def run(settings: Settings, files: Sequence[Path]) -> None:
    """Fit the model to the sentences and put it in its place; the same sentences give the same model.

    The half of the labelled messages in the files that is for choosing makes its confidence honest.
    """
    types = app.catalogue(settings)
    cases, _ = read_files(files, types)
    messages = tuning_messages(cases)
    content = learning.train(types, messages, settings.data_dir / "cache", progress=_note)
    learning.MODEL.write_bytes(content)
    write(f"{learning.MODEL.name}: {len(content) / 1e6:.2f} MB.")


def tuning_messages(cases: Sequence[Case]) -> list[tuple[str, str]]:
    """Text and intent of the messages that confidence is tuned on: those for choosing that want one thing."""
    chosen = [case for case in cases if len(case.wants) == 1 and is_for_choosing(case.message)]
    return [
        (whole_text(storable(case.message.text), storable(case.message.subject or "") or None), case.wants[0].intent)
        for case in chosen
    ]


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")
