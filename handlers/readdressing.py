"""A mail that was refused for good, queued once more as it was to the address that a colleague gave."""

from email import message_from_bytes

from bot.effects import Notify, SendAgain
from bot.lifecycle import event
from bot.mail.kept import MailThread
from bot.mail.readdress import REFUSED
from bot.messages import Outgoing
from bot.parts import MailDesk, Parts
from bot.ports import UnitOfWork
from bot.texts import text
from handlers.letters import queue, remember
from handlers.outgoing import queue_notice


def queue_again(uow: UnitOfWork, parts: Parts, effect: SendAgain) -> None:
    """Queue the mail with an id and a reply token of its own, so that the one that came back is not taken for it.

    Whoever asked for it is told when there can be no such address; raises LookupError when there is no such mail.
    """
    known, desk = uow.outbox.named(effect.outgoing), parts.mail
    if known is None or desk is None:
        raise LookupError(effect.outgoing)
    outgoing, token = known[0], parts.new_token()
    first = message_from_bytes(outgoing.body)["Message-ID"]
    old = next(iter(uow.mail.tokens(message_ids=[first])), None)
    if old is None:
        raise LookupError(first)
    message_id = first.replace(old.token, token)
    again = outgoing.model_copy(update={"key": f"{outgoing.key}:to:{effect.to}", "recipient": effect.to})
    try:
        body = _written(parts, desk, outgoing, effect.to, message_id=message_id, tokens=(old.token, token))
    except ValueError as error:
        _told(uow, parts, again, str(error), before=outgoing.key)
        return
    if not queue(uow, parts, again.model_copy(update={"body": body})):
        return
    remember(uow, again, MailThread(key=old.thread, reference=old.reference), message_id, token=token)


def _written(
    parts: Parts, desk: MailDesk, outgoing: Outgoing, to: str, *, message_id: str, tokens: tuple[str, str]
) -> bytes:
    return desk.readdress(
        outgoing.body,
        to=to,
        message_id=message_id,
        date=parts.clock(),
        reply_to=desk.reply_to(tokens[1]),
        markers=tokens,
    )


def _told(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reason: str, *, before: str) -> None:
    """Tell whoever asked; what did not leave can be sent to yet another address."""
    task = uow.tasks.get(outgoing.reference, None) if outgoing.reference else None
    if task is None:
        raise LookupError(outgoing.key)
    undelivered = {"undelivered": before, "address": outgoing.recipient}
    uow.tasks.add_event(event(task, REFUSED, actor=None, channel="mail", now=parts.clock(), why=reason, **undelivered))
    said = text("mail-refused", reference=task.reference, address=outgoing.recipient, reason=reason)
    notice = Notify(task.requester_id, said, task.reference, f"failed:{outgoing.key}")
    queue_notice(uow, parts, notice, uow.records.directory())
