"""What pressing a button means, in at most 64 bytes (core.telegram.org/bots/api#inlinekeyboardbutton)."""

import hashlib
from typing import Literal

from bot.conversation import Ask, Draft
from bot.model import Task, Value

PressKind = Literal["ask", "act", "new"]
_TOKEN = 8  # letters


class Press(Value):
    """A button's meaning.

    `ask`: the answer `value` to the question that `of` tells apart from any other; `act`: do the control act `of` with
    the task, scope or nothing in `value`, which also tells how the task was shown where that matters; `new`: begin a
    request of the type `of`.
    """

    kind: PressKind
    of: str
    value: str = ""

    @property
    def task(self) -> str:
        """The task's reference in `value`."""
        return self.value.partition(":")[0]

    def __str__(self) -> str:
        return f"{self.kind}:{self.of}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> "Press":
        """The press that a button's text stands for; raises ValueError when it is none."""
        kind, colon, rest = text.partition(":")
        of, second, value = rest.partition(":")
        if kind not in {"ask", "act", "new"} or not colon or not second or not of:
            message = f"no press: {text[:80]!r}"
            raise ValueError(message)
        return cls.model_validate({"kind": kind, "of": of, "value": value})


def ask_token(asked: Ask, draft: Draft | None) -> str:
    """What tells a question apart from any other, also from the same one about a draft that was different then."""
    about = draft.model_dump_json(include={"fields", "settled"}) if draft else ""
    return hashlib.sha256(f"{asked.model_dump_json(exclude={'times'})}{about}".encode()).hexdigest()[:_TOKEN]


def state_of(task: Task, *parts: str) -> str:
    """What tells these parts of a task, as they stand, from any others; a button or a form carries it along."""
    return hashlib.sha256(task.model_dump_json(include=set(parts)).encode()).hexdigest()[:_TOKEN]
