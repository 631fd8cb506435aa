"""What a correction teaches: the sentence, what was understood, and what the person said it meant."""

from bot.conversation import Ask, Draft
from bot.effects import KeepCorrection
from bot.model import Correction, FieldValue, Language
from bot.turn import Turn


def of_type(
    sentence: str, understood: str, meant: str, turn: Turn, *, language: Language
) -> tuple[KeepCorrection, ...]:
    """The lesson that a sentence means another type than it was taken for; none where the sentence is not known."""
    if not sentence.strip():
        return ()
    return (_lesson(turn, sentence=sentence, understood=understood, meant=meant, language=language),)


def of_choice(ask: Ask, chosen: str, turn: Turn) -> tuple[KeepCorrection, ...]:
    """The lesson of an answer to "did you mean …?", also where it was the first guess: that was in doubt."""
    understood = ask.guess or ask.choices[0].value
    return of_type(ask.text or "", understood, chosen, turn, language=turn.conversation.language)


def of_fields(before: Draft, after: Draft, turn: Turn) -> tuple[KeepCorrection, ...]:
    """A lesson for each field of a draft that a person says otherwise or takes out.

    What is told for the first time, and what is added, corrects nothing.
    """
    if turn.lexicon.after("add", turn.text) is not None:
        return ()
    changed = [
        name
        for name, old in before.fields.items()
        if name not in after.fields or after.fields[name].content != old.content
    ]
    return tuple(_of_field(before, name, after.fields.get(name), turn) for name in changed)


def _of_field(draft: Draft, name: str, after: FieldValue | None, turn: Turn) -> KeepCorrection:
    before = draft.fields[name]
    original = before.source.message if not draft.said else None
    return _lesson(
        turn,
        original,
        sentence=draft.said,
        understood=draft.type,
        field=name,
        before=before,
        after=after,
        language=draft.language,
    )


def _lesson(turn: Turn, original: str | None = None, **what: object) -> KeepCorrection:
    moment = {"at": turn.now, "person_id": turn.person.id, "said": turn.text, "message": turn.message_id}
    return KeepCorrection(Correction.model_validate(moment | what), original)
