"""Carries a decision out in the open transaction: tasks, events, conversation, records, and what is to leave."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.press import Press, ask_token
from bot.cleaning import clean
from bot.clock.effects import Chase, KeepStandingOrder, Settle, StopStandingOrder
from bot.conversation import Ask, Draft
from bot.effects import (
    AddEvent,
    AddLinkCode,
    AddParty,
    AddReminder,
    ChangeTask,
    Decision,
    DropAbsence,
    DropReminder,
    Effect,
    FileDocument,
    Fulfil,
    KeepCorrection,
    Notify,
    Offer,
    OpenTask,
    PutAbsence,
    PutParty,
    PutPreference,
    Say,
    SendAgain,
    SendMail,
    SetLanguage,
    ShowFiles,
    ShowTask,
)
from bot.messages import Asks, Button, InboundMessage, Order, Reply
from bot.model import Correction, Document, Language
from bot.parts import Parts
from bot.ports import Portion, UnitOfWork
from bot.texts import text
from handlers.cards import answered_question, tell_pages, update_cards
from handlers.chasers import queue_chaser
from handlers.outgoing import answer_key, queue_answer, queue_mail, queue_notice
from handlers.readdressing import queue_again

_MOST_FILES = 20  # that a conversation keeps for a task to come


@dataclass(slots=True)
class Answer:
    """What the person who wrote is told, as it comes together."""

    said: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    files: dict[str, tuple[Document, bytes]] = field(default_factory=dict)
    orders: list[Fulfil] = field(default_factory=list)
    shown: str | None = None
    offered: tuple[Button, ...] = ()

    def attached(self, names: tuple[str, ...]) -> tuple[tuple[str, str, bytes], ...]:
        """The files of these names, as a mail takes them: name, media type, content."""
        return tuple(
            (name, document.media_type, content) for name, (document, content) in self.files.items() if name in names
        )

    def reply(self, asks: Asks | None = None, buttons: tuple[Button, ...] = ()) -> Reply:
        """All of it as one reply."""
        return Reply(
            text="\n\n".join(self.said),
            asks=asks,
            buttons=buttons if asks else self.offered,
            tasks=tuple(dict.fromkeys(self.tasks)),
            shows=self.shown,
            files=tuple(document for document, _ in self.files.values()),
        )


def save(
    uow: UnitOfWork,
    parts: Parts,
    decision: Decision,
    message: InboundMessage,
    *,
    before: tuple[Draft, ...],
    now: datetime,
    pressed: str = "",
    keeps: bool = False,
) -> None:
    """Write everything a decision asks for, and queue the one answer to the message; raises `Stale`.

    `before` are the drafts as they were read: those still the same are not written. `pressed` is the button that was
    pressed, if the message is that; `keeps` says that an open question stays open.
    """
    files = (*decision.conversation.files, *message.files)
    about = _about(decision, message) if files else ()
    waiting = () if about else files[-_MOST_FILES:]
    state = decision.conversation
    asked = None if keeps else state.asked
    if state.shown and not keeps:
        answered_question(uow, parts, state.shown, pressed=pressed)
    shown = answer_key(message.channel, message.sender_id, message.external_id) if asked else None
    uow.conversations.save(state.model_copy(update={"files": waiting, "shown": state.shown if keeps else shown}))
    for kept in decision.drafts.values():
        if kept not in before:
            uow.conversations.save_draft(kept)
    for draft_id in decision.dropped & {draft.id for draft in before}:
        uow.conversations.drop_draft(draft_id)
    language = decision.conversation.language
    answer = carry_out(uow, parts, decision.effects, message, language=language, now=now)
    for reference in about:
        for file in files:
            uow.documents.link(file.model_copy(update={"reference": reference}))
    draft = decision.drafts.get(asked.draft or "") if asked else None
    reply = answer.reply(_asks(asked, draft.type if draft else None), _buttons(asked, draft, parts, language))
    if answer.orders:
        _order(uow, answer.orders, message, rest=reply)
    else:
        queue_answer(uow, parts, message, reply, language=language)


def _about(decision: Decision, message: InboundMessage) -> tuple[str, ...]:
    """The tasks that files go to: those that a message opens, and those that it changes when it brings files."""
    opened = [effect.task.reference for effect in decision.effects if isinstance(effect, OpenTask)]
    changed = [effect.task.reference for effect in decision.effects if isinstance(effect, ChangeTask)]
    return tuple(dict.fromkeys(opened or (changed if message.files else [])))


def save_work(
    uow: UnitOfWork,
    parts: Parts,
    effects: tuple[Effect, ...],
    message: InboundMessage,
    *,
    rest: Reply | None,
    language: Language,
    now: datetime,
) -> None:
    """Write what the slow part of a fulfilment made, and queue the answer to the message that led to it.

    `rest` is what the answer says and asks besides; None where another order of the same message brings that, and
    this one is told by itself.
    """
    answer = carry_out(uow, parts, effects, message, language=language, now=now)
    reply = answer.reply()
    if rest:
        told = "\n\n".join(said for said in (reply.text, rest.text) if said)
        tasks = tuple(dict.fromkeys((*reply.tasks, *rest.tasks)))
        reply = rest.model_copy(update={"text": told, "tasks": tasks, "files": reply.files})
    suffix = "" if rest else f":{message.external_id}"
    queue_answer(uow, parts, message, reply, language=language, suffix=suffix)


def carry_out(  # noqa: C901, PLR0912  one short case per effect
    uow: UnitOfWork,
    parts: Parts,
    effects: tuple[Effect, ...],
    message: InboundMessage | None,
    *,
    language: Language,
    now: datetime,
) -> Answer:
    """Write effects in order; what there is to tell the person who wrote the message, if any, is given back."""
    answer = Answer()
    for effect in effects:
        match effect:
            case Say():
                answer.said.append(parts.speech.say(effect.text, language))
            case OpenTask():
                uow.tasks.add(effect.task)
                uow.tasks.add_event(effect.event)
                tell_pages(uow, parts, effect.task)
                answer.tasks.append(effect.task.reference)
            case ChangeTask():
                tell_pages(uow, parts, effect.task)
                uow.tasks.save(effect.task)
                uow.tasks.add_event(effect.event)
                update_cards(uow, parts, effect.task, effect.event)
                answer.tasks.append(effect.task.reference)
            case AddEvent():
                uow.tasks.add_event(effect.event)
                answer.tasks.append(effect.event.reference)
            case ShowTask():
                answer.shown = effect.reference
            case Offer():
                answer.offered += effect.buttons
            case FileDocument():
                document = uow.documents.add(effect.name, effect.media_type, effect.content, reference=effect.reference)
                answer.files[effect.name] = (document, effect.content)
            case ShowFiles():
                files_again = _files(uow, effect)
                answer.files |= {one.name: (one, b"") for one in files_again}
                said = text("files-again", reference=effect.reference, count=len(files_again))
                answer.said.append(parts.speech.say(said, language))
            case Fulfil():
                answer.orders.append(effect)
            case Notify():
                files = [one for one, _ in answer.files.values()]
                queue_notice(uow, parts, effect, uow.records.directory(), files=files)
            case SendMail():
                queue_mail(uow, parts, effect, files=answer.attached(effect.attach), now=now)
            case SendAgain():
                queue_again(uow, parts, effect)
            case KeepCorrection():
                uow.corrections.add(_with_sentence(uow, effect, message))
            case Chase():
                queue_chaser(uow, parts, effect, now=now)
            case _:
                _record(uow, effect, now=now)
    return answer


def _files(uow: UnitOfWork, effect: ShowFiles) -> tuple[Document, ...]:
    """The newest of a task's files of each name, without the mails that are kept with it."""
    every = uow.documents.of(effect.reference, effect.reader)
    newest = {one.name: one for one in every if one.media_type != "message/rfc822"}
    return tuple(newest.values())[-_MOST_FILES:]


def _record(uow: UnitOfWork, effect: Effect, *, now: datetime) -> None:  # noqa: C901  as above
    """Write what becomes a record, and leads to nothing that is said or sent."""
    match effect:
        case AddParty():
            uow.records.add_party(effect.party)
        case PutParty():
            uow.records.put(Portion(parties=(effect.party,)))
            uow.records.announce()
        case PutAbsence():
            uow.absences.put(effect.absence)
        case DropAbsence():
            uow.absences.remove(effect.reference)
        case AddReminder():
            uow.reminders.add(effect.reminder)
        case DropReminder():
            uow.reminders.settle(effect.key, now)
        case SetLanguage():
            _set_language(uow, effect)
        case PutPreference():
            uow.preferences.put(effect.person_id, effect.name, effect.value)
        case AddLinkCode():
            uow.accounts.add_code(effect.code)
        case Settle():
            uow.occurrences.settle(effect.key, now)
        case KeepStandingOrder():
            uow.recurring.add(effect.order)
        case StopStandingOrder():
            uow.recurring.stop(effect.id)


def _set_language(uow: UnitOfWork, effect: SetLanguage) -> None:
    people = [one for one in uow.records.directory().people if one.id == effect.person_id]
    uow.records.put(Portion(people=tuple(one.model_copy(update={"language": effect.language}) for one in people)))
    uow.records.announce()


def _with_sentence(uow: UnitOfWork, effect: KeepCorrection, message: InboundMessage | None) -> Correction:
    """The correction with the sentence that was understood wrongly, from the inbox where only its message is known."""
    correction = effect.correction
    if correction.sentence or effect.original is None or message is None:
        return correction
    said = uow.inbox.text(message.channel, message.account, effect.original)
    return correction.model_copy(update={"sentence": clean(said or "")})


def _order(uow: UnitOfWork, orders: list[Fulfil], message: InboundMessage, *, rest: Reply) -> None:
    """Have the slow part of fulfilments done next in this conversation, after this commit; the last says the rest."""
    for place, order in enumerate(orders, start=1):
        task, last = order.task, place == len(orders)
        command = Order(
            reference=task.reference,
            revision=task.revision,
            withdraw=order.withdraw,
            rest=rest if last else None,
        )
        doing = "withdraw" if order.withdraw else "fulfil"
        uow.inbox.add(
            InboundMessage(
                channel="internal",
                account=message.channel,
                external_id=f"{doing}:{task.reference}:{task.revision}:{task.version}",
                conversation=message.conversation,
                sender_id=message.sender_id,
                text=command.model_dump_json(),
                kind="command",
                received_at=message.received_at,
                in_reply_to=message.external_id,
                place=message.place,
            )
        )


def _asks(asked: Ask | None, kind_id: str | None) -> Asks | None:
    if asked is None:
        return None
    if asked.kind == "confirm":
        return Asks(type=kind_id, confirm=True)
    return Asks(type=kind_id, field=asked.field, choices=tuple(choice.label for choice in asked.choices))


def _buttons(asked: Ask | None, draft: Draft | None, parts: Parts, language: Language) -> tuple[Button, ...]:
    """What the reader can press: yes, change, cancel for a summary; the choices of a question."""
    if asked is None:
        return ()
    token = ask_token(asked, draft)
    if asked.kind == "confirm":
        said = [parts.speech.say(text(f"button-{name}"), language) for name in ("yes", "change", "cancel")]
        yes, change, cancel = (_answering(token, label, label) for label in said)
        form = f"draft:{asked.draft}"
        return (yes.model_copy(update={"look": "primary"}), change.model_copy(update={"opens": form}), cancel)
    return tuple(_answering(token, str(n), choice.label) for n, choice in enumerate(asked.choices, start=1))


def _answering(token: str, value: str, label: str) -> Button:
    """A button that answers a question, and no other that may be asked later."""
    return Button(value=value, label=label, press=str(Press(kind="ask", of=token, value=value)))
