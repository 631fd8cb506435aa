"""Answers that not everybody in a room may read go to the person alone, and the talk goes on there."""

from dataclasses import replace

from bot.conversation import Conversation
from bot.effects import Decision
from bot.messages import InboundMessage, Reply
from bot.parts import Parts
from bot.ports import UnitOfWork
from bot.texts import text
from handlers.outgoing import queue_answer


def privately(
    uow: UnitOfWork, parts: Parts, message: InboundMessage, decision: Decision
) -> tuple[InboundMessage, Decision, bool]:
    """The message and the decision as though they belonged to the person's own chat; the room is told so.

    What was going on there stays: files that wait, and an open question, unless the answer asks something itself;
    whether there is such a question comes third.
    """
    language, user = decision.conversation.language, message.user or ""
    platform = parts.platforms[message.channel]
    said = Reply(text=parts.speech.say(text("answered-privately"), language))
    only_for = user if platform.whispers else None
    queue_answer(uow, parts, message, said, language=language, suffix=":room", only_for=only_for)
    key = f"{message.channel}:{message.account}:{user}"
    account = uow.accounts.get(message.channel, message.account, user)
    place = account.place if account else platform.private(message.account, user)
    here = message.model_copy(update={"conversation": key, "place": place, "room": False})
    theirs = uow.conversations.get(key) or Conversation(key=key, person_id=message.sender_id, language=language)
    if theirs.person_id != message.sender_id:
        theirs = Conversation(key=key, person_id=message.sender_id, language=language, version=theirs.version)
    update = {"key": key, "version": theirs.version, "shown": theirs.shown, "files": theirs.files}
    keeps = decision.conversation.asked is None and theirs.asked is not None
    if keeps:
        update |= {"asked": theirs.asked, "focus": theirs.focus}
    drafts = {
        draft.id: draft.model_copy(update={"thread": key}) if draft.thread == message.conversation else draft
        for draft in decision.drafts.values()
    }
    conversation = decision.conversation.model_copy(update=update)
    return here, replace(decision, conversation=conversation, drafts=drafts), keeps
