"""A message in a conversation: what it answers, starts or changes. Pure: a `Turn` in, a `Decision` out."""

import re
from dataclasses import replace
from datetime import date
from textwrap import shorten

from bot.accepted import ACCEPTED, UNACCEPTED, accept, said_after, withdraw
from bot.afterthoughts import just_opened, let_go_of, noted_on, only_details, taken_of_list
from bot.answers import about, answer
from bot.chat.actions import actions, outdated, seen_otherwise, taken_meanwhile
from bot.chat.commands import OF_BUTTONS, OWN, Command
from bot.chat.ordered import edited, ordered, stale
from bot.chat.press import Press
from bot.chat.submitted import submitted
from bot.clock.chasing import chase, mute
from bot.clock.recurring import recurring
from bot.conversation import Draft
from bot.corrections import corrected, resizes
from bot.drafting import advance, ask_field, new_draft
from bot.effects import Decision, ShowTask
from bot.files_again import files_again
from bot.forward import ask_what
from bot.lessons import of_fields
from bot.mail.readdress import readdressed
from bot.meant import MOST_CHOICES, ask_which, not_what_was_taken, opened_by_name
from bot.model import CLOSED, FieldValue, Source, Task
from bot.passing import in_passing
from bot.permissions import may_decide
from bot.proposed import shown_again
from bot.recognition import recognised
from bot.sides import on_its_side
from bot.texts import Arg, text
from bot.topic import elsewhere, goes_on_after_yes
from bot.turn import Turn
from bot.understanding.fields import read_fields
from bot.understanding.lexicon import plain_words
from bot.understanding.numbered import CHANGING
from bot.understanding.readers.dates import read_dates
from bot.understanding.readers.money import read_percents
from bot.understanding.request import Request
from bot.understanding.understand import Understanding

_NEVER_OFFERED = frozenset({"out_of_scope", "smalltalk"})
_WORDS_ABOUT_A_DAY = 3  # so many beside it are more than the day
_TO_THE = re.compile(r"^(?:the |my |our |that |al |alla |allo |all['’ ] ?|ai |alle |quel |quella |l['’ ] ?|il |ל)")
_A_NUMBER = re.compile(r"(?:(?:to|a) |ל)?[־-]?\d")  # "to 12 arms"
_THE_LATER = re.compile(r" ה(?=[א-ת])")
_QUOTED = 100  # characters of what is left aside
_SHORTEST_NUMBER = 4  # characters of a naked number that can only be an invoice's


def decide(turn: Turn, understanding: Understanding) -> Decision:
    """What a message leads to: the conversation's next state and what is to be done."""
    conversation = turn.conversation.model_copy(update={"language": turn.language})
    decision = Decision(conversation, {draft.id: draft for draft in turn.drafts})
    if turn.form:
        return _resume(submitted(turn.form, turn), turn)
    if turn.order and (obeyed := _obeyed(turn.order, turn, understanding, decision)):
        return obeyed
    if turn.edits and (remade := edited(turn, understanding, decision)):
        return _resume(remade, turn)
    if not turn.text:
        return _wordless(turn, decision)
    understanding = on_its_side(understanding, turn)
    if taken_up := _take_up(turn, decision):
        return taken_up
    if answered := _answered(turn, understanding, decision):
        return _resume(answered, turn)
    decision = _without_acts(decision, turn)
    if elsewhere_sent := readdressed(turn, decision.asking(None)):
        return _resume(elsewhere_sent, turn)
    if switched := not_what_was_taken(turn, decision.asking(None)):
        return _resume(switched, turn)
    if revised := _revision(turn, understanding, decision.asking(None)):
        return _resume(revised, turn)
    return _resume(_begin(turn, understanding, decision.asking(None)), turn)


def _yes_and_more(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """What a yes to a summary with another request behind it leads to: the yes first, then the request."""
    asked = turn.conversation.asked
    draft = decision.drafts.get(asked.draft or "") if asked and asked.kind == "confirm" else None
    more = goes_on_after_yes(draft, turn, understanding) if draft else None
    if draft is None or more is None:
        return None
    agreed = _without_acts(advance(draft, turn, decision, confirmed=True), turn)
    return _take_in_all(understanding, replace(turn, text=more), agreed)


def _answered(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """What a message leads to as the answer to the open question, if it is one."""
    asked = turn.conversation.asked
    if asked is None:
        return None
    if several := _yes_and_more(turn, understanding, decision) or _all_of_them(turn, decision):
        return several
    draft = decision.drafts.get(asked.draft or "") if asked.kind == "confirm" else None
    if draft and (gone := _day_gone(turn)) and corrected(draft, turn.text, turn) is None:
        return decision.say(text("day-gone", day=gone))
    return answer(asked, turn, understanding, decision)


def _day_gone(turn: Turn) -> date | None:
    """The day before today that is all a message says, as in "by 3 January 2020"."""
    days = read_dates(turn.text, turn.language, now=turn.now)
    if len(days) != 1 or days[0].value >= turn.now.date():
        return None
    return days[0].value if len(turn.text.replace(days[0].words, " ").split()) < _WORDS_ABOUT_A_DAY else None


def _wordless(turn: Turn, decision: Decision) -> Decision:
    """What a message without words leads to: what came with it is asked about, unless a question is open already."""
    if turn.forward:
        return ask_what(turn, turn.forward, decision)
    asked = turn.conversation.asked
    if draft := decision.drafts.get(asked.draft or "") if asked else None:
        return advance(draft, turn, decision.say(text("files-with-it" if turn.files else "message-was-empty")))
    return decision.say(text("files-kept" if turn.files else "empty-message"))


def _obeyed(order: Press | Command, turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """What a press or a command leads to; None for a press that answers the open question, as words do."""
    if isinstance(order, Command) and order.name in OWN and not turn.text:
        return ordered(order, turn, decision)
    if isinstance(order, Press) and stale(order, turn):
        return _of_an_old_button(turn, decision)
    if isinstance(order, Press) and order.kind == "ask":
        return None
    decision = _without_acts(decision, turn)
    if (name := order.of if isinstance(order, Press) else order.name) in OF_BUTTONS:
        return _of_a_button(name, turn, understanding, decision)
    if isinstance(order, Press) and (refused := _refused(order, turn)):
        return decision.say(refused).plus(ShowTask(order.task))
    if isinstance(order, Press) and order.of == "reject" and order.task in turn.facts.tasks:
        return _asked_why(understanding.requests[0], turn, decision)
    return _take_in(understanding.requests[0], turn, decision)


def _asked_why(request: Request, turn: Turn, decision: Decision) -> Decision:
    """The question for a rejection's reason, where no form has asked for it; whoever may not reject is told at once."""
    task = turn.facts.tasks[str(request.fields["task"].content)]
    decides = task.status == "awaiting_approval" and may_decide(turn.person, task)
    if not decides:
        return _take_in(request, turn, decision)
    draft = new_draft(request.intent, request.fields, turn, said=request.text)
    return ask_field(turn.catalogue["reject"].contract.field("reason"), draft, decision)


def _of_a_button(name: str, turn: Turn, understanding: Understanding, decision: Decision) -> Decision:
    """Ask the task's supplier again, say no more of the task, or keep whether its customer accepted it."""
    fields = understanding.requests[0].fields
    if "task" not in fields:
        return decision.say(text("which-task"))
    said = str(fields["task"].content)
    named = next((found.value for found in turn.tasks.read(said)), said)
    task = turn.facts.tasks.get(named)
    if task is None:
        return decision.say(text("no-such-task", reference=named))
    does = {ACCEPTED: accept, UNACCEPTED: withdraw, "chase": chase, "mute": mute}[name]
    return decision.turn_to(last_task=named).plus(*does(task, turn))


def _refused(press: Press, turn: Turn) -> Arg | None:
    """Why a press does nothing: the task is no longer what was shown, or its button was never this person's."""
    task = turn.facts.tasks.get(press.task)
    if task is None or press.kind != "act":
        return None
    if outdated(press, task):
        return seen_otherwise(task)
    holder = turn.people().get(task.assignee_id or "")
    if taken_meanwhile(press, task) and holder and holder != turn.person:
        return text("taken-already", reference=task.reference, name=holder.name)
    offered = {one.of for one in actions(task, turn.person)}
    open_to_all = task.status in CLOSED or task.status == "awaiting_approval"
    if press.of in {"take", "complete"} and press.of not in offered and not open_to_all:
        mine = task.assignee_id == turn.person.id
        return None if mine else text("not-yours", reference=task.reference, team=text(f"team-{task.team}"))
    return None


def _of_an_old_button(turn: Turn, decision: Decision) -> Decision:
    """That a button is no longer of use, and what is being asked instead, if anything."""
    asked = turn.conversation.asked
    draft = decision.drafts.get(asked.draft or "") if asked else None
    said = decision.say(text("button-old", now=text("button-now-asked" if draft else "button-now-nothing")))
    return advance(draft, turn, said) if draft else said


def _without_acts(decision: Decision, turn: Turn) -> Decision:
    """Acts that waited for an answer are let go when the person says something else; requests are kept."""
    for draft in turn.drafts:
        if not turn.catalogue[draft.type].opens_task:
            decision = decision.drop(draft.id)
    return decision


def _nothing_asked(turn: Turn) -> Arg:
    """That no question is open; to a yes also when the task that was spoken of last went out."""
    task = turn.facts.tasks.get(turn.conversation.last_task or "")
    sent = (
        task
        and task.status == "done"
        and task.type in turn.skills.carriers
        and turn.catalogue[task.type].contract.confirm
    )
    if task is None or not sent or not turn.lexicon.means("yes", turn.text):
        return text("nothing-open")
    return text("nothing-open-sent", reference=task.reference, at=task.updated_at.astimezone(turn.now.tzinfo))


def _all_of_them(turn: Turn, decision: Decision) -> Decision | None:
    """An act on each of the tasks that were offered, for who answers "both" or "all of them"."""
    asked = turn.conversation.asked
    draft = decision.drafts.get(asked.draft or "") if asked and asked.kind == "choice" else None
    if asked is None or draft is None or draft.type not in CHANGING or asked.field != "task":
        return None
    if not turn.lexicon.means("all", turn.text):
        return None
    decision = decision.drop(draft.id).asking(None)
    for choice in asked.choices:
        chosen = turn.skills.fulfilments[draft.type].choose(draft, turn, "task", None, choice.value)
        decision = advance(chosen.model_copy(update={"id": turn.new_id()}), turn, decision)
    return decision


def _begin(turn: Turn, understanding: Understanding, decision: Decision) -> Decision:
    """What a message starts that answers nothing; to whoever may decide, a yes can still be an approval."""
    if shown := shown_again(turn, decision) or _decided_by_answering(turn, decision):
        return shown
    if not turn.facts.approvals and (passed := in_passing(turn, decision)):
        return passed
    if not turn.facts.approvals and (turn.lexicon.means("yes", turn.text) or turn.lexicon.means("no", turn.text)):
        return decision.say(_nothing_asked(turn))
    if dropped := _taken_back(turn, decision) or _swept(turn, understanding, decision):
        return dropped
    if after := (
        files_again(turn, decision)
        or said_after(turn, decision)
        or taken_of_list(turn, decision)
        or let_go_of(turn, understanding, decision)
        or noted_on(turn, understanding, decision)
    ):
        return after
    if kind := _naked_number(turn):
        contract = turn.catalogue[kind].contract
        reading = turn.reading(turn.text, bare=True)
        return advance(new_draft(kind, read_fields(contract, reading), turn, said=turn.text), turn, decision)
    if named := opened_by_name(turn, understanding, decision):
        return named
    if understanding.aside:
        aside = shorten(understanding.aside, _QUOTED, placeholder=" …")
        decision = decision.say(text("left-aside", words=aside))
    if understanding.decision == "ask":
        return _ask_intent(turn, understanding, decision)
    return _take_in_all(understanding, turn, decision)


def _take_in_all(understanding: Understanding, turn: Turn, decision: Decision) -> Decision:
    """All that a message wants, each in its own words; what has to be confirmed comes last."""
    several = len(understanding.requests) > 1
    for request in sorted(understanding.requests, key=lambda one: turn.catalogue[one.intent].contract.confirm):
        alone = replace(turn, text=request.text) if several else turn
        decision = _take_in(request, alone, decision)
    return decision


def _taken_back(turn: Turn, decision: Decision) -> Decision | None:
    """What "undo" or "never mind" leads to where nothing is asked: a question which task is to be cancelled, if any.

    A mere "never mind" is about the task that was just spoken of, or about nothing. What was just cancelled is opened
    again by "undo" and "no, keep it".
    """
    never_mind, undo = (turn.lexicon.means(name, turn.text) for name in ("never_mind", "undo"))
    last = turn.facts.tasks.get(turn.conversation.last_task or "")
    if last and last.status == "cancelled" and (undo or turn.lexicon.keeps(turn.text)):
        return _acted("reopen", last, turn, decision)
    if not (undo or turn.lexicon.means("cancel", turn.text)):
        return decision.say(text("never-mind")) if never_mind else None
    if never_mind and (last is None or last.status in CLOSED):
        return decision.say(text("never-mind"))
    return advance(new_draft("cancel", {}, turn, said=turn.text), turn, decision)


def _swept(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """What "delete everything" leads to: a question what is meant, since nothing is named."""
    known = understanding.decision == "act" and understanding.requests[0].intent == "cancel"
    return decision.say(text("swept")) if not known and turn.lexicon.only_drops(turn.text) else None


def _decided_by_answering(turn: Turn, decision: Decision) -> Decision | None:
    """A plain yes or no as the first answer in the thread of a notice that asked to approve one task."""
    task = turn.facts.tasks.get(turn.conversation.last_task or "")
    asked = turn.conversation.version == 0 and task is not None and task.status == "awaiting_approval"
    if task is None or not asked or not may_decide(turn.person, task):
        return None
    acts = (("yes", "approve"), ("no", "reject"))
    act = next((act for said, act in acts if turn.lexicon.means(said, turn.text)), None)
    return _acted(act, task, turn, decision) if act else None


def _acted(act: str, task: Task, turn: Turn, decision: Decision) -> Decision:
    """An act on a task by all the words of the message."""
    source = Source(message=turn.message_id, words=turn.text, by=turn.person.id)
    field = FieldValue(type="reference", content=task.reference, source=source)
    return turn.skills.acts[act]({"task": field}, turn, decision)


def _naked_number(turn: Turn) -> str | None:
    """What is asked by nothing but a number that the records know: a task's state, an invoice's payment."""
    said = turn.text.strip(" ?.!#")
    tasks = turn.tasks.read(said)
    if tasks and tasks[0].words.strip(" #") == said and tasks[0].value in turn.facts.tasks:
        return "task_status"
    if len(said) >= _SHORTEST_NUMBER and any(invoice.number == said for invoice in turn.facts.invoices):
        return "payment_status"
    return None


def _take_in(request: Request, turn: Turn, decision: Decision) -> Decision:
    """One request of the message; when an earlier one has a question open, this one waits behind it."""
    contract = turn.catalogue[request.intent].contract
    fields = recognised(contract, request.fields, request.text, turn)
    draft = recurring(new_draft(request.intent, fields, turn, said=request.text), turn.text, turn)
    after = advance(draft, turn, decision)
    asked = decision.conversation.asked
    if asked and after.conversation.asked is None and draft.id not in after.drafts:
        return after.asking(asked)
    if asked and after.conversation.asked != asked:
        return decision.keep(draft).say(text("next-in-line", what=about(draft)))
    return after


def _ask_intent(turn: Turn, understanding: Understanding, decision: Decision) -> Decision:
    offered = [kind for kind in understanding.choices if kind not in _NEVER_OFFERED]
    if not offered:
        return decision.say(text("say-it-differently"))
    if just_opened(turn) and "?" not in turn.text:
        offered = list(dict.fromkeys((*offered[: MOST_CHOICES - 1], "comment")))
    return ask_which(offered, turn.text, understanding.requests[0].intent, turn, decision)


def _revision(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """A correction of the task that was last opened here: "no, 250" after it was done.

    Only whoever asked for a task corrects it: a manager who did could approve the change alone. What was rejected or
    cancelled is not taken up again by a correction, unless a yes is asked for first.
    """
    named = [found.value for found in turn.tasks.read(turn.text)]
    rest = _amendment(turn)
    if not rest:
        return None
    last = turn.facts.tasks.get(named[0] if named else turn.conversation.last_task or "")
    tasks = [last] if named else [last, *_with_a_percentage(turn)]
    corrections = (_corrected(task, rest, turn, understanding, decision, named=bool(named)) for task in tasks if task)
    return next((one for one in corrections if one), None)


def _with_a_percentage(turn: Turn) -> list[Task]:
    """The tasks of a type with a percentage, the latest open one first and then the rejected, where one is said."""
    if not read_percents(turn.text, turn.language):
        return []
    kinds = {kind.id for kind in turn.catalogue.requests() if any(s.type == "percent" for s in kind.contract.fields)}
    near = [
        task for task in turn.facts.tasks.values() if task.type in kinds and task.status not in {"done", "cancelled"}
    ]
    return sorted(near, key=lambda task: (task.status not in CLOSED, task.updated_at), reverse=True)


def _corrected(
    task: Task, rest: str, turn: Turn, understanding: Understanding, decision: Decision, *, named: bool
) -> Decision | None:
    """What a correction leads to if it is one of this task."""
    if task.type not in turn.catalogue or task.requester_id != turn.person.id:
        return None
    answered = task.status == "done" and task.type not in turn.skills.carriers
    instant = answered and not turn.catalogue[task.type].contract.confirm
    draft = Draft(
        id=turn.new_id(),
        person_id=turn.person.id,
        type=task.type,
        said=_words_of(task, turn),
        fields=task.fields,
        settled={name: "new" for name, value in task.fields.items() if value.type == "party" and not value.record},
        revises=None if instant else task.reference,
        language=turn.language,
        updated_at=turn.now,
    )
    amend = turn.skills.amendments.get(task.type)
    known = amend is not None and amend(draft, rest, turn) is not None
    plainly = named or rest == turn.text or bool(_A_NUMBER.match(rest)) or resizes(draft, turn.text, turn)
    if not plainly and not known and elsewhere(draft, turn, understanding):
        return None
    better = corrected(draft, turn.text, turn) or corrected(draft, rest, turn)
    if better is None:
        return None
    if task.status in {"rejected", "cancelled"} and not turn.catalogue[task.type].contract.confirm:
        return decision.say(
            text("closed-not-corrected", reference=task.reference, status=text(f"status-{task.status}"))
        )
    return advance(better, turn, decision.plus(*of_fields(draft, better, turn)))


def _words_of(task: Task, turn: Turn) -> str:
    """What a task was understood from, if it is the last thing that was taken in here."""
    taken = turn.conversation.taken
    return taken.said if taken and taken.task == task.reference else ""


def _amendment(turn: Turn) -> str | None:
    """What a message wants otherwise in a task: what is behind its number or opener, or all of it ("… instead")."""
    tasks = turn.tasks.read(turn.text)
    if tasks and tasks[0].start == 0 and turn.text[tasks[0].end :].lstrip().startswith((":", ",")):
        return turn.text[tasks[0].end :].lstrip(" ,:;–-") or None
    words = set(plain_words(turn.text).split())
    if words & turn.lexicon.words["instead"] or turn.lexicon.after(("add", "remove"), turn.text) or only_details(turn):
        return turn.text
    return turn.lexicon.after(("correction", "change"), turn.text)


def _take_up(turn: Turn, decision: Decision) -> Decision | None:
    """A draft that was put aside, taken up again on request; the latest first."""
    named = _goes_back_to(turn)
    if not named and not turn.lexicon.means("resume", turn.text):
        return None
    drafts = [draft for draft in turn.drafts if not named or draft.type in named]
    waiting = sorted(drafts, key=lambda draft: (draft.aside, draft.updated_at), reverse=True)
    if not waiting:
        return decision.asking(None).say(text("nothing-to-resume"))
    draft = waiting[0].model_copy(update={"thread": turn.conversation.key})
    return advance(draft, turn, decision.say(text("back-to", what=about(draft))))


def _goes_back_to(turn: Turn) -> set[str]:
    """The types of waiting drafts to one of which a message goes back by its name: "ok, back to the quote"."""
    said = turn.lexicon.after(("greeting", "yes", "correction"), turn.text) or turn.text
    name = _TO_THE.sub("", plain_words(turn.lexicon.after("back_to", said) or ""))
    called = {draft.type: turn.lexicon.words.get(f"kind_{draft.type}", frozenset()) for draft in turn.drafts}
    return {kind for kind, names in called.items() if names & {name, _THE_LATER.sub(" ", name)}}


def _resume(decision: Decision, turn: Turn, tried: tuple[str, ...] = ()) -> Decision:
    """Back to the draft that waits, when nothing else is being asked."""
    here = {"", turn.conversation.key}
    waiting = [
        draft
        for draft in decision.drafts.values()
        if not draft.aside and draft.id not in tried and draft.thread in here
    ]
    if decision.conversation.asked or not waiting:
        return decision
    draft = max(waiting, key=lambda one: (one.id == turn.conversation.focus, one.updated_at))
    back = decision.say(text("back-to", what=about(draft)))
    asked = turn.conversation.asked
    if asked and asked.kind == "confirm" and asked.draft == draft.id and draft in turn.drafts:
        return back.say(text("confirm-again")).asking(asked)
    return _resume(advance(draft, turn, back), turn, (*tried, draft.id))
