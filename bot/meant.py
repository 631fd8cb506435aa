"""Which type was meant: asked where it is in doubt, and told where it was taken for another."""

from collections.abc import Iterable

from bot.afterthoughts import just_opened, noted
from bot.choosing import chosen
from bot.clock.recurring import recurring, what_recurs
from bot.conversation import Ask, Choice, Draft
from bot.drafting import advance, new_draft, with_choices
from bot.effects import Decision
from bot.lessons import of_choice, of_type
from bot.model import CLOSED, FieldValue
from bot.recognition import recognised
from bot.texts import Word, text
from bot.turn import Turn
from bot.understanding.fields import read_fields
from bot.understanding.kind_names import kinds_meant, kinds_opened, opens_unnamed
from bot.understanding.numbered import CHANGING
from bot.understanding.understand import Understanding

MOST_CHOICES = 3
_OF_TASKS = CHANGING | {"list_tasks", "task_status"}


def ask_which(
    offered: Iterable[str], said: str, guess: str, turn: Turn, decision: Decision, *, instead: str | None = None
) -> Decision:
    """Ask which type some words mean, among those offered; `guess` is what they seem to be or were taken for."""
    words = {kind: turn.catalogue[kind].words(turn.language) for kind in offered}
    choices = tuple(Choice(value=kind, label=word.title or word.summary) for kind, word in words.items())
    asked = Ask(kind="intent", choices=choices, text=said, message=turn.message_id, guess=guess, instead=instead)
    return decision.say(with_choices(text("did-you-mean"), choices)).asking(asked)


def answer_which(ask: Ask, turn: Turn, decision: Decision) -> Decision | None:
    """Go on with the type that was chosen; None when the message is no choice."""
    if turn.lexicon.means("cancel", turn.text) or turn.lexicon.means("no", turn.text):
        return decision.asking(None).say(text("say-it-differently"))
    if choice := chosen(turn.text, ask.choices, turn):
        kind = choice.value
    elif len(named := kinds_meant(turn.text, ask.guess or "", turn.catalogue, shown=True)) == 1:
        (kind,) = named
    else:
        return None
    decision = decision.plus(*of_choice(ask, kind, turn)).asking(None)
    if kind == "comment" and (task := just_opened(turn)):
        return noted(task, ask.text or "", turn, decision)
    former = decision.drafts.get(ask.instead or "")
    decision = decision.drop(former.id) if former else decision
    return advance(_anew(kind, ask.text or "", former, turn), turn, decision)


def not_the_draft(draft: Draft, ask: Ask, turn: Turn, decision: Decision) -> Decision | None:
    """The answer to a draft's question or summary that says that it is of another type; None when it does not."""
    if not turn.catalogue[draft.type].opens_task or draft.revises or not draft.said:
        return None
    kinds = kinds_meant(turn.text, draft.type, turn.catalogue, shown=ask.kind == "confirm")
    if not kinds or chosen(turn.text, ask.choices, turn):
        return None
    if len(kinds) > 1:
        return ask_which(kinds[:MOST_CHOICES], draft.said, draft.type, turn, decision, instead=draft.id)
    (kind,) = kinds
    decision = decision.drop(draft.id).asking(None).say(text("another-type", what=Word(kind, "name")))
    decision = decision.plus(*of_type(draft.said, draft.type, kind, turn, language=draft.language))
    return advance(_anew(kind, draft.said, draft, turn), turn, decision)


def not_what_was_taken(turn: Turn, decision: Decision) -> Decision | None:
    """The same for what was carried out last; a task that was opened for it is left as it is, and that is said."""
    taken = turn.conversation.taken
    if taken is None or not taken.said or _is_about_a_task(taken.type, turn):
        return None
    kinds = kinds_meant(turn.text, taken.type, turn.catalogue, shown=False)
    if not kinds:
        return None
    task = turn.facts.tasks.get(taken.task or "")
    if task and task.status not in CLOSED:
        decision = decision.say(text("task-stays", reference=task.reference, title=Word(task.type, "title")))
    decision = decision.turn_to(taken=None)
    if len(kinds) > 1:
        return ask_which(kinds[:MOST_CHOICES], taken.said, taken.type, turn, decision)
    (kind,) = kinds
    language = turn.conversation.language
    decision = decision.plus(*of_type(taken.said, taken.type, kind, turn, language=language))
    decision = decision.say(text("another-type", what=Word(kind, "name")))
    return advance(_anew(kind, taken.said, None, turn), turn, decision)


def opened_by_name(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """What "please open an IT ticket" leads to where it seems to be about a task that is there: the type it names.

    "Open a request", which names none, leads to a question what it is about.
    """
    if opens_unnamed(turn.text):
        return decision.say(text("open-what"))
    if understanding.requests[0].intent not in _OF_TASKS:
        return None
    kinds = kinds_opened(turn.text, turn.catalogue)
    if len(kinds) > 1:
        return ask_which(kinds[:MOST_CHOICES], turn.text, kinds[0], turn, decision)
    return advance(_anew(kinds[0], turn.text, None, turn), turn, decision) if kinds else None


def _is_about_a_task(kind_id: str, turn: Turn) -> bool:
    """Whether a type's name said after it means a task of that type: after "status of …", "no, the contract"."""
    return kind_id in turn.catalogue and turn.catalogue[kind_id].contract.has("task")


def _anew(kind_id: str, said: str, former: Draft | None, turn: Turn) -> Draft:
    """A draft of another type from the same words, with what the former one knows that this one needs too."""
    contract, once = turn.catalogue[kind_id].contract, what_recurs(said, turn.language, now=turn.now)
    fields = recognised(contract, read_fields(contract, turn.reading(once)), once, turn)
    draft = recurring(new_draft(kind_id, fields, turn, said=once), said, turn, former)
    return draft.model_copy(update={"fields": draft.fields | _shared(former, kind_id, turn)}) if former else draft


def _shared(former: Draft, kind_id: str, turn: Turn) -> dict[str, FieldValue]:
    """The fields of a draft that another type has too, with the same meaning."""
    before, after = turn.catalogue[former.type].contract, turn.catalogue[kind_id].contract
    alike = [
        spec.name
        for spec in after.fields
        if before.has(spec.name) and (old := before.field(spec.name)).type == spec.type and old.role == spec.role
    ]
    return {name: former.fields[name] for name in alike if name in former.fields}
