"""Who fills in a form, and how it is said that something in it cannot be right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.catalogue import Contract, FieldSpec, Kind
from bot.model import Directory, Language, Person
from bot.texts import Arg, Word, text
from bot.turn import Turn
from bot.understanding.lexicon import Lexicon
from bot.understanding.readers.references import TaskNumbers
from bot.understanding.reading import Reading


@dataclass(frozen=True, slots=True)
class FormReader:
    """Whoever fills in a form, and what their words are read by; `now` is in their time zone."""

    person: Person
    language: Language
    now: datetime
    lexicon: Lexicon
    tasks: TaskNumbers
    directory: Directory

    @classmethod
    def of(cls, turn: Turn) -> Self:
        """The reader of the forms of a turn's person."""
        return cls(turn.person, turn.language, turn.now, turn.lexicon, turn.tasks, turn.directory)

    def reading(self, said: str) -> Reading:
        """Words that answer a question."""
        return Reading(said, self.language, self.now, self.lexicon, self.tasks, bare=True)


class Unfit(ValueError):
    """What was filled in cannot be right; says why, and in which form field."""

    def __init__(self, name: str, why: Arg) -> None:
        self.name, self.why = name, why
        super().__init__(name)


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that is asked for, and by whom it is read."""

    kind: Kind
    spec: FieldSpec
    reader: FormReader

    @property
    def contract(self) -> Contract:
        return self.kind.contract

    def unfit(self, message: str, /, name: str | None = None, **args: Arg) -> Unfit:
        """That a value cannot be right, in the words of a text; its `hint` is an example."""
        return Unfit(name or self.spec.name, text(message, **args))

    def unread(self, name: str | None = None) -> Unfit:
        return self.unfit("could-not-read", name, hint=Word(self.kind.id, "hint", self.spec.name))
