"""A text with what is needed to read fields from it."""

from dataclasses import dataclass
from datetime import datetime

from bot.model import Language
from bot.understanding.lexicon import Lexicon
from bot.understanding.readers.references import TaskNumbers


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to be read: its language, the moment it was written (in the writer's time zone), and the word lists.

    `tasks` reads task numbers. `bare` means that it answers a question, so that a naked number or name is enough.
    """

    text: str
    language: Language
    now: datetime
    lexicon: Lexicon
    tasks: TaskNumbers
    bare: bool = False
