"""The README's conversation: played by running the program, written into the README, checked by a test.

`python -m tests.e2e.transcript` plays it and puts what was said into README.md.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
NOW = "2026-11-20T09:30:00+01:00"
BEGIN, END = "<!-- transcript: written by python -m tests.e2e.transcript -->\n", "<!-- end of transcript -->"


@dataclass(frozen=True, slots=True)
class Scene:
    """What one person writes, under a heading."""

    heading: str
    person: str
    lines: tuple[str, ...]


SCENES = (
    Scene(
        "Hannah, sales, in English",
        "Hannah",
        (
            "quote for Clinica San Marziale: 20 desks and 40 chairs, 10% off",
            "Brera 160 and Nova",
            "no, 25 desks",
            "yes",
            "has invoice 22/2026 been paid?",
        ),
    ),
    Scene(
        "Alessio, sales, in Italian",
        "Alessio",
        (
            "registra Cartiera del Garda come fornitore, mail info@cartieragarda.example, p.iva 00743110158",
            "00743110157",
            "sì",
            "ricordami giovedì alle 10 di sentire Cartiera del Garda",
        ),
    ),
    Scene(
        "Maayan, sales, in Hebrew",
        "Maayan",
        (
            "הצעת מחיר לקבוצת שקמה: 20 שולחנות תלמיד ו-40 כיסאות תלמיד, 15% הנחה",
            "כן",
            "המדפסת בקומה 2 תקועה",
        ),
    ),
    Scene("Gadi, manager, who finds the request for his approval", "Gadi", ("מאשר את Q-0002",)),
)


def play(scene: Scene, data: Path) -> str:
    """The scene as a block of text: what is written after "›", what is answered below it."""
    said = "".join(json.dumps({"id": n, "text": line}) + "\n" for n, line in enumerate(scene.lines))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PRATICA_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--json", "--as", scene.person, "--now", NOW],
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        env=environment | {"PRATICA_DATA_DIR": str(data)},
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return "\n".join(_blocks(scene, [row for row in rows if "text" in row]))


def _blocks(scene: Scene, answers: list[dict[str, object]]) -> Iterator[str]:
    for answer in answers:
        if answer["in_reply_to"] is None:
            yield f"{_shown(answer)}\n"
    for n, line in enumerate(scene.lines):
        replies = [_shown(answer) for answer in answers if answer["in_reply_to"] == str(n)]
        yield "\n".join((f"› {line}", *replies)) + "\n"


def _shown(answer: dict[str, object]) -> str:
    files = answer["files"]
    names = [f"  → {Path(file['path']).name}" for file in files] if isinstance(files, list) else []
    return "\n".join((str(answer["text"]), *names))


def play_all(data: Path) -> str:
    """All scenes, one after the other in one company, as the README shows them."""
    blocks = (f"**{scene.heading}**\n\n```text\n{play(scene, data)}```\n" for scene in SCENES)
    return "\n".join(blocks)


def in_readme() -> str:
    """What the README says was said."""
    found = re.search(re.escape(BEGIN) + "(.*?)" + re.escape(END), README.read_text(encoding="utf-8"), re.DOTALL)
    return found[1] if found else ""


def main() -> None:
    """Play the scenes in an empty company and put them into the README."""
    with tempfile.TemporaryDirectory() as folder:
        played = play_all(Path(folder))
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    README.write_text(f"{head}{BEGIN}{played}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
