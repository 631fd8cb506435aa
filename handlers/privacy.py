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
) -> tuple[InboundMessage, Decision]:
    """The message and the decision as though they belonged to the person's own chat; the room is told so."""
    said = Reply(text=parts.speech.say(text("answered-privately"), decision.conversation.language))
    queue_answer(
        uow, parts, message, said, language=decision.conversation.language, suffix=":room", only_for=message.user
    )
    key = f"{message.channel}:{message.account}:{message.user}"
    account = uow.accounts.get(message.channel, message.account, message.user or "")
    place = account.place if account else parts.platforms[message.channel].private(message.account, message.user or "")
    here = message.model_copy(update={"conversation": key, "place": place, "room": False})
    stored = uow.conversations.get(key)
    theirs = stored or Conversation(key=key, person_id=message.sender_id, language=decision.conversation.language)
    conversation = decision.conversation.model_copy(
        update={"key": key, "version": theirs.version, "shown": theirs.shown}
    )
    drafts = {
        draft.id: draft.model_copy(update={"thread": key}) if draft.thread == message.conversation else draft
        for draft in decision.drafts.values()
    }
    return here, replace(decision, conversation=conversation, drafts=drafts)
