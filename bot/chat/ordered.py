"""What a press, a command or an edited message leads to, where words alone would not say it. Pure."""

from bot.chat.accounts import LinkCode
from bot.chat.commands import Command
from bot.chat.linking import CODE_MINUTES, digest_of, new_code
from bot.chat.press import Press, ask_token
from bot.clock.recurring import listed, stop
from bot.conversation import Ask, Choice
from bot.drafting import advance, new_draft, sourced, with_choices
from bot.effects import AddLinkCode, Decision, SetLanguage
from bot.model import LANGUAGES, FieldValue, Language, Task
from bot.texts import text
from bot.turn import Turn
from bot.understanding.understand import Understanding

LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "it": "Italiano", "he": "עברית"}


def stale(press: Press, turn: Turn) -> bool:
    """Whether a button answers a question that is no longer open."""
    asked = turn.conversation.asked
    draft = next((one for one in turn.drafts if asked and one.id == asked.draft), None)
    return press.kind == "ask" and (asked is None or ask_token(asked, draft) != press.of)


def ordered(order: Command, turn: Turn, decision: Decision) -> Decision:
    """What one of the assistant's own commands leads to."""
    match order.name:
        case "lang":
            return _language(order.rest, turn, decision)
        case "link":
            return _link(turn, decision)
        case "new":
            return _choose_type(turn, decision)
        case "recurring":
            return decision.say(listed(turn.facts.standing, turn))
        case "stop":
            named = next((one for one in turn.facts.standing if one.id == order.rest.upper()), None)
            return decision.plus(*stop(named, turn))
    return decision.say(text("chat-unsupported"))


def _language(rest: str, turn: Turn, decision: Decision) -> Decision:
    """Write to the person in another language from now on."""
    said = rest.casefold()
    wanted = next((code for code in LANGUAGES if said in {code, LANGUAGE_NAMES[code].casefold()}), None)
    if wanted is None:
        return decision.say(text("lang-which", names=", ".join(f"/lang {code}" for code in LANGUAGES)))
    chosen = SetLanguage(turn.person.id, wanted)
    return decision.turn_to(language=wanted).plus(chosen).say(text("lang-set"))


def _link(turn: Turn, decision: Decision) -> Decision:
    """Give the person a code by which another account of theirs is linked."""
    code = new_code(turn.new_id())
    kept = LinkCode(digest=digest_of(code), person_id=turn.person.id, expires_at=turn.now + CODE_MINUTES)
    minutes = int(CODE_MINUTES.total_seconds()) // 60
    return decision.plus(AddLinkCode(kept)).say(text("link-code", code=code, minutes=minutes))


def _choose_type(turn: Turn, decision: Decision) -> Decision:
    """Offer every request type."""
    kinds = sorted(turn.catalogue.requests(), key=lambda kind: kind.words(turn.language).title)
    choices = tuple(Choice(value=kind.id, label=kind.words(turn.language).title) for kind in kinds)
    asked = Ask(kind="intent", choices=choices, message=turn.message_id)
    return decision.say(with_choices(text("new-which"), choices)).asking(asked)


def edited(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """What a message leads to that stands in the place of an earlier one, which was worked already.

    The draft that came of the earlier words is made anew from the later ones, the task is corrected with what they say
    otherwise; None when nothing that can still be changed came of the earlier message.
    """
    request = next(iter(understanding.requests), None)
    before = next((draft for draft in turn.drafts if _came_of(draft.fields, turn)), None)
    if before is not None and request and understanding.decision == "act":
        decision = decision.drop(before.id).asking(None).say(text("edit-taken"))
        draft = new_draft(request.intent, request.fields, turn, said=request.text)
        same = draft.type == before.type
        return advance(draft.model_copy(update={"settled": before.settled}) if same else draft, turn, decision)
    task = next((one for one in turn.facts.tasks.values() if _came_of(one.fields, turn)), None)
    if task is None:
        return decision.asking(None).say(text("edit-left")) if _asked_since(turn) else None
    decision = decision.turn_to(last_task=task.reference)
    if request is None or request.intent != task.type or task.requester_id != turn.person.id:
        return decision.say(text("edit-too-late", reference=task.reference))
    changed = {name: sourced(value, turn) for name, value in request.fields.items()}
    changed = {name: value for name, value in changed.items() if value.content != _content(task, name)}
    if not changed:
        return decision.say(text("form-nothing-changed", reference=task.reference))
    draft = new_draft(task.type, {}, turn, said=request.text)
    revised = draft.model_copy(update={"fields": {**task.fields, **changed}, "revises": task.reference})
    return advance(revised, turn, decision.say(text("edit-taken")))


def _asked_since(turn: Turn) -> bool:
    """Whether a question is open that was not asked in answer to the edited message, so that it cannot answer it."""
    return turn.conversation.asked is not None and f":{turn.edits}:" not in f"{turn.conversation.shown}:"


def _came_of(fields: dict[str, FieldValue], turn: Turn) -> bool:
    return turn.edits is not None and any(value.source.message == turn.edits for value in fields.values())


def _content(task: Task, name: str) -> object:
    return task.fields[name].content if name in task.fields else None
