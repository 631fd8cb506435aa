"""Understanding alone: its processor time for one message beside one bare `encode` of the same text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

from bot import app
from bot.catalogue_files import load_catalogue
from bot.cleaning import storable
from bot.cli.evaluate import read_files
from bot.evaluation import LabelledMessage
from bot.settings import Settings
from bot.understanding.embeddings import Encoder
from bot.understanding.features import Floats
from bot.understanding.understand import whole_text

_DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message took, in seconds of processor time, and how many texts were encoded for it.

    `encode` is one bare call of the encoder with the whole text, `fast` the fast path, `intent` with the embeddings
    where they are needed, `whole` all of understanding, and `without` the same without an encoder.
    """

    encode: float
    fast: float
    intent: float
    whole: float
    without: float
    encodes: int


class CountingEncoder:
    """An encoder that counts what it is asked."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.asked = 0

    def encode(self, text: str) -> Floats:
        self.asked += 1
        return self._encoder.encode(text)


def development_messages() -> list[LabelledMessage]:
    """The messages of the second labelled set, one language after the other in turn."""
    types = load_catalogue(app.TYPES)
    files = [read_files([path], types)[0] for path in sorted(_DATA.glob("requests-*.jsonl"))]
    return [case.message for row in zip(*files, strict=False) for case in row] + [
        case.message for cases in files for case in cases[min(map(len, files)) :]
    ]


def understood(messages: Sequence[LabelledMessage]) -> list[Heard]:
    """What each message took, after each language was met once."""
    full = app.understander(Settings(), load_catalogue(app.TYPES))
    bare = replace(full, intents=full.intents.without_encoder())
    encoder = None if full.intents.encoder is None else CountingEncoder(full.intents.encoder)
    full = replace(full, intents=replace(full.intents, encoder=encoder))
    found: list[Heard] = []
    for message in (*messages[:6], *messages):
        text, subject = storable(message.text), storable(message.subject) if message.subject else None
        said, asked = whole_text(text, subject), encoder.asked if encoder else 0
        whole = _spent(full.understand, text, now=message.now, subject=subject)
        encodes = encoder.asked - asked if encoder else 0
        found.append(
            Heard(
                encode=_spent(encoder.encode, said) if encoder else 0.0,
                fast=_spent(full.intents.glance, said),
                intent=_spent(full.intents.guess, said),
                whole=whole,
                without=_spent(bare.understand, text, now=message.now, subject=subject),
                encodes=encodes,
            )
        )
    return found[len(messages[:6]) :]


def _spent(call: Callable[..., object], *given: object, **named: object) -> float:
    begun = process_time()
    call(*given, **named)
    return process_time() - begun
