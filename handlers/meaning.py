"""What a message means: words are understood, while presses, commands and forms say it themselves."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.commands import OWN, Command, read_command, wanted_by
from bot.chat.forms import Submitted
from bot.chat.press import Press
from bot.chat.submitted import understood
from bot.cleaning import clean
from bot.clock.recurring import what_recurs
from bot.messages import InboundMessage
from bot.model import FieldValue, Language, Source
from bot.parts import Parts
from bot.ports import InboxEntry
from bot.topic import behind_yes
from bot.understanding.records import RecordNames
from bot.understanding.request import Request
from bot.understanding.understand import Understanding
from handlers.advice import Advice
from handlers.context import Context
from handlers.desk import form_reader

Order = Press | Command | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """The words of a message, what they want, and the press, command or form that it is, if any."""

    text: str
    understanding: Understanding
    order: Order = None
    form: Submitted | None = None


def meant(
    entry: InboxEntry, context: Context, names: RecordNames, parts: Parts, advice: Advice, *, now: datetime
) -> Meaning:
    """What a message means; raises ValueError for a press or form that is none."""
    message, language = entry.message, context.conversation.language
    if message.kind == "form":
        return _form(message, context, parts, now=now)
    order: Order = Press.parse(message.text) if message.kind == "press" else read_command(clean(message.text))
    if isinstance(order, Command) and order.name == "new" and order.rest:
        return _words(entry, order.rest, context, names, parts, advice, now=now)
    if isinstance(order, Press) and order.kind == "ask":
        local = parts.understander.understand(order.value, now=now, last=language)
        return Meaning(order.value, Understanding(language, local.requests, local.decision, local.choices), order)
    if order is None:
        return _words(entry, clean(message.text), context, names, parts, advice, now=now)
    wanted = wanted_by(order, parts.catalogue, context.person, language=language, now=now)
    if wanted is None and not (isinstance(order, Command) and order.name in OWN):
        raise ValueError(f"a press of no use: {message.text[:80]!r}")
    understanding = wanted or Understanding(language, (), "act")
    return Meaning(" ".join(request.text for request in understanding.requests), understanding, order)


def _words(
    entry: InboxEntry, said: str, context: Context, names: RecordNames, parts: Parts, advice: Advice, *, now: datetime
) -> Meaning:
    conversation = context.conversation
    if parts.understander.lexicon.means("my_reminders", said):
        return Meaning(said, _status(said, None, parts, conversation.language))
    if parts.understander.lexicon.means("how_goes", said):
        return Meaning(said, _status(said, conversation.last_task, parts, conversation.language))
    agreed = conversation.asked is not None and conversation.asked.kind == "confirm"
    wants = (behind_yes(said, parts.understander.lexicon) if agreed else None) or said
    wants = what_recurs(wants, parts.understander.languages.detect(said, conversation.language), now=now)
    local = parts.understander.understand(wants, now=now, last=conversation.language, subject=entry.message.subject)
    if names.only_a_name(said):  # which is in no language
        local = replace(local, language=conversation.language)
    return Meaning(said, _dropping(advice.bettered(local, entry, conversation, wants, now=now), parts))


def _dropping(understanding: Understanding, parts: Parts) -> Understanding:
    """With each wish that drops a reminder as a cancelling of that, whatever else its words are like."""
    drops = parts.understander.lexicon.drops_reminder
    requests = tuple(Request("cancel", 1.0, {}, one.text) if drops(one.text) else one for one in understanding.requests)
    changed = requests != understanding.requests
    return replace(understanding, requests=requests, decision="act", choices=()) if changed else understanding


def _status(said: str, task: str | None, parts: Parts, language: Language) -> Understanding:
    """How the task is going that was spoken of last, or where there is none, which tasks there are."""
    language = parts.understander.languages.detect(said, language)
    if task is None:
        return Understanding(language, (Request("list_tasks", 1.0, {}, said),), "act")
    field = FieldValue(type="reference", content=task, source=Source(words=said))
    return Understanding(language, (Request("task_status", 1.0, {"task": field}, said),), "act")


def _form(message: InboundMessage, context: Context, parts: Parts, *, now: datetime) -> Meaning:
    """A form wants its type or its act; its values are read as they would be if they were said."""
    form = Submitted.model_validate_json(message.text)
    reader = form_reader(parts, context.person, context.directory, now=now)
    understanding = understood(form, reader, parts.catalogue, drafts=context.drafts)
    return Meaning("\n".join(request.text for request in understanding.requests), understanding, form=form)
