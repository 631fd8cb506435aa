"""What a language model is asked about a message."""

from typing import Any

from pydantic import Field

from bot.model import Value


class Question(Value):
    """What a language model is told, the message as data, and the JSON schema that its answer has to meet.

    `stand_ins` are the marks that stand in the message for what is kept from the model, with the words they stand for;
    they never leave the house.
    """

    instructions: str
    message: str
    answer_schema: dict[str, Any]
    stand_ins: dict[str, str] = Field(default={}, repr=False)

    def restored(self, words: str) -> str:
        """Some words of an answer with the message's own words in the place of the marks."""
        for mark, original in self.stand_ins.items():
            words = words.replace(mark, original)
        return words
