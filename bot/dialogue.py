"""A message in a conversation: what it answers, starts or changes. Pure: a `Turn` in, a `Decision` out."""

from bot.accepted import ACCEPTED, accept
from bot.answers import about, answer
from bot.chat.actions import actions, outdated, taken_meanwhile
from bot.chat.commands import OF_BUTTONS, OWN, Command
from bot.chat.ordered import edited, ordered, stale
from bot.chat.press import Press
from bot.chat.submitted import submitted
from bot.clock.chasing import chase, mute
from bot.clock.recurring import found_rule, with_rule
from bot.conversation import Draft
from bot.corrections import corrected
from bot.drafting import advance, ask_field, new_draft
from bot.effects import Decision, ShowTask
from bot.forward import ask_what
from bot.lessons import of_fields
from bot.mail.readdress import readdressed
from bot.meant import ask_which, not_what_was_taken
from bot.model import CLOSED, FieldValue, Source, Task
from bot.notices import field_lines
from bot.permissions import may_decide
from bot.proposed import shown_again
from bot.recognition import recognised
from bot.sides import on_its_side
from bot.texts import Arg, text
from bot.topic import elsewhere
from bot.turn import Turn
from bot.understanding.fields import read_fields
from bot.understanding.lexicon import plain_words
from bot.understanding.understand import Request, Understanding

_NEVER_OFFERED = frozenset({"out_of_scope", "smalltalk"})
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
        return remade
    if not turn.text:
        return _wordless(turn, decision)
    understanding = on_its_side(understanding, turn)
    if taken_up := _take_up(turn, decision):
        return taken_up
    if conversation.asked and (answered := answer(conversation.asked, turn, understanding, decision)):
        return _resume(answered, turn)
    decision = _without_acts(decision, turn)
    if elsewhere_sent := readdressed(turn, decision.asking(None)):
        return _resume(elsewhere_sent, turn)
    if switched := not_what_was_taken(turn, decision.asking(None)):
        return _resume(switched, turn)
    if revised := _revision(turn, understanding, decision.asking(None)):
        return _resume(revised, turn)
    return _resume(_begin(turn, understanding, decision.asking(None)), turn)


def _wordless(turn: Turn, decision: Decision) -> Decision:
    """What a message without words leads to: files or a mail that was passed on are asked about."""
    if turn.forward:
        return ask_what(turn, turn.forward, decision)
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
    """Ask the task's supplier again, say no more of the task, or keep that its customer accepted it."""
    fields = understanding.requests[0].fields
    if "task" not in fields:
        return decision.say(text("which-task"))
    said = str(fields["task"].content)
    named = next((found.value for found in turn.tasks.read(said)), said)
    task = turn.facts.tasks.get(named)
    if task is None:
        return decision.say(text("no-such-task", reference=named))
    does = {ACCEPTED: accept, "chase": chase, "mute": mute}[name]
    return decision.turn_to(last_task=named).plus(*does(task, turn))


def _refused(press: Press, turn: Turn) -> Arg | None:
    """Why a press does nothing: the task is no longer what was shown, or its button was never this person's."""
    task = turn.facts.tasks.get(press.task)
    if task is None or press.kind != "act":
        return None
    if outdated(press, task):
        return text("button-outdated", reference=task.reference, fields=field_lines(task))
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


def _begin(turn: Turn, understanding: Understanding, decision: Decision) -> Decision:
    """What a message starts that answers nothing; to whoever may decide, a yes can still be an approval."""
    if shown := shown_again(turn, decision) or _decided_by_answering(turn, decision):
        return shown
    if not turn.facts.approvals and (turn.lexicon.means("yes", turn.text) or turn.lexicon.means("no", turn.text)):
        return decision.say(text("nothing-open"))
    if kind := _naked_number(turn):
        contract = turn.catalogue[kind].contract
        reading = turn.reading(turn.text, bare=True)
        return advance(new_draft(kind, read_fields(contract, reading), turn, said=turn.text), turn, decision)
    if understanding.decision == "ask":
        return _ask_intent(turn, understanding, decision)
    for request in sorted(understanding.requests, key=lambda one: turn.catalogue[one.intent].contract.confirm):
        decision = _take_in(request, turn, decision)
    return decision


def _decided_by_answering(turn: Turn, decision: Decision) -> Decision | None:
    """A plain yes or no as the first answer in the thread of a notice that asked to approve one task."""
    task = turn.facts.tasks.get(turn.conversation.last_task or "")
    asked = turn.conversation.version == 0 and task is not None and task.status == "awaiting_approval"
    if task is None or not asked or not may_decide(turn.person, task):
        return None
    acts = (("yes", "approve"), ("no", "reject"))
    act = next((act for said, act in acts if turn.lexicon.means(said, turn.text)), None)
    if act is None:
        return None
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
    draft = new_draft(request.intent, fields, turn, said=request.text)
    again = found_rule(turn.text, turn.language, now=turn.now) if contract.kind == "request" else None
    if again:
        draft = with_rule(draft, again.value, again.words)
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
    return ask_which(offered, turn.text, understanding.requests[0].intent, turn, decision)


def _revision(turn: Turn, understanding: Understanding, decision: Decision) -> Decision | None:
    """A correction of the task that was last opened here: "no, 250" after it was done.

    Only whoever asked for a task corrects it: a manager who did could approve the change alone.
    """
    named = [found.value for found in turn.tasks.read(turn.text)]
    task = turn.facts.tasks.get(named[0] if named else turn.conversation.last_task or "")
    rest = _amendment(turn)
    if task is None or not rest or task.type not in turn.catalogue or task.requester_id != turn.person.id:
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
    if not named and rest != turn.text and not rest[0].isdigit() and elsewhere(draft, turn, understanding):
        return None
    better = corrected(draft, turn.text, turn) or corrected(draft, rest, turn)
    return advance(better, turn, decision.plus(*of_fields(draft, better, turn))) if better else None


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
    if words & turn.lexicon.words["instead"] or turn.lexicon.after(("add", "remove"), turn.text):
        return turn.text
    return turn.lexicon.after(("correction", "change"), turn.text)


def _take_up(turn: Turn, decision: Decision) -> Decision | None:
    """A draft that was put aside, taken up again on request; the latest first."""
    if not turn.lexicon.means("resume", turn.text):
        return None
    waiting = sorted(turn.drafts, key=lambda draft: (draft.aside, draft.updated_at), reverse=True)
    if not waiting:
        return decision.asking(None).say(text("nothing-to-resume"))
    draft = waiting[0].model_copy(update={"thread": turn.conversation.key})
    return advance(draft, turn, decision.say(text("back-to", what=about(draft))))


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
