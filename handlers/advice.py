"""A language model's second opinion on a message that the local path would have to ask about."""

import logging
from datetime import datetime

from bot.conversation import Conversation
from bot.parts import Parts
from bot.ports import Adviser, InboxEntry, NoAdvice
from bot.understanding.merging import merged
from bot.understanding.question import Question
from bot.understanding.second_opinion import question, worth_asking
from bot.understanding.understand import Understanding

log = logging.getLogger(__name__)


class Advice:
    """Asks the model; keeps the last answer, since a message that turns out stale is decided on again."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._last: tuple[int, Question, str | None] | None = None

    def bettered(
        self, local: Understanding, entry: InboxEntry, conversation: Conversation, said: str, *, now: datetime
    ) -> Understanding:
        """The understanding with what the model makes of the message; as it was where that comes to nothing.

        Runs outside any transaction, and may take as long as the adviser does.
        """
        adviser, known = self._parts.adviser, self._parts.understander
        if adviser is None or entry.message.kind != "text":
            return local
        if not worth_asking(local, conversation, known.lexicon, text=said, redact=adviser.redacts):
            return local
        asked = question(said, known.catalogue, language=local.language, now=now, redact=adviser.redacts)
        answer = self._answer(adviser, asked, entry)
        if answer is None:
            return local
        better = merged(answer, asked, text=said, local=local, parts=known, now=now)
        if better is None:
            _note(entry, "its answer is not of the form that was asked for")
        return better or local

    def _answer(self, adviser: Adviser, asked: Question, entry: InboxEntry) -> str | None:
        """The model's answer, asked for once a message; None, with a line in the log, where there is none."""
        if self._last is not None and self._last[:2] == (entry.id, asked):
            return self._last[2]
        answer: str | None = None
        try:
            answer = adviser.ask(asked)
        except NoAdvice as error:
            _note(entry, str(error))
        self._last = (entry.id, asked, answer)
        return answer


def _note(entry: InboxEntry, why: str) -> None:
    """One line that says why the local result stands, without a word of the message."""
    extra = {"action": "no_advice", "entry": entry.id}
    log.warning("message %s: no help from the language model: %s", entry.id, why, extra=extra)
