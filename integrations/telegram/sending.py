"""The calls that write, change and fetch messages, on the event loop."""

import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.messages import Outcome, Outgoing, Reply, Sent
from integrations.telegram.client import Client
from integrations.telegram.keyboard import keyboard
from integrations.telegram.outcomes import holds_no_text, nothing_to_edit, outcome_of, refused_markup
from integrations.telegram.places import Place, answered, message_of
from integrations.telegram.text import MOST_CAPTION_UNITS, Rendered, render

log = logging.getLogger(__name__)

T = TypeVar("T")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NO_CAPTION = Rendered(html="", plain="")


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A document with its bytes."""

    name: str
    content: bytes


async def post(client: Client, place: Place, outgoing: Outgoing, files: tuple[FileToSend, ...]) -> Outcome:
    """Write a message, or one for each file; the outside id is that of the first."""
    reply = Reply.model_validate_json(outgoing.body)
    first = ""
    try:
        for file in files or (None,):
            sent = await _post_one(client, place, Reply(text="") if first else reply, file, outgoing)
            first = first or sent
    except TelegramError as error:
        return outcome_of(error, place)
    return Sent(outside_id=first)


async def edit(client: Client, outside_id: str, outgoing: Outgoing) -> Outcome:
    """Show a message in the place of an earlier one; a file keeps its file and gets another caption."""
    chat, number = message_of(outside_id)
    reply = Reply.model_validate_json(outgoing.body)
    try:
        try:
            await _edit_text(client, reply, chat=chat, message=number)
        except TelegramError as error:
            if not holds_no_text(error):
                raise
            await _edit_caption(client, reply, chat=chat, message=number)
    except TelegramError as error:
        if not nothing_to_edit(error):
            return outcome_of(error, Place(chat), editing=True)
    return Sent(outside_id=outside_id)


async def _post_one(client: Client, place: Place, reply: Reply, file: FileToSend | None, outgoing: Outgoing) -> str:
    """Write one message; its outside id."""
    common: dict[str, Any] = {
        "chat_id": place.chat,
        "message_thread_id": place.topic,
        "reply_parameters": reply_to(place, outgoing),
        "reply_markup": keyboard(reply.buttons),
    }

    if file is None:
        return await _in_html(
            lambda said, mode: client.write(
                {"text": said, "parse_mode": mode, "link_preview_options": _NO_PREVIEW, **common}
            ),
            render(reply),
        )
    caption = render(reply, most=MOST_CAPTION_UNITS) if reply.text.strip() or reply.standing.strip() else _NO_CAPTION
    sent = await _in_html(
        lambda said, mode: client.send_document(
            document=InputFile(file.content, filename=file.name, attach=False),
            caption=said or None,
            parse_mode=mode,
            disable_content_type_detection=True,
            **common,
        ),
        caption,
    )
    return f"{sent.chat_id}:{sent.message_id}"


async def _edit_text(client: Client, reply: Reply, *, chat: int, message: int) -> None:
    about: dict[str, Any] = {"chat_id": chat, "message_id": message, "reply_markup": keyboard(reply.buttons)}
    await _in_html(
        lambda said, mode: client.edit_message_text(
            text=said, parse_mode=mode, link_preview_options=_NO_PREVIEW, **about
        ),
        render(reply),
    )


async def _edit_caption(client: Client, reply: Reply, *, chat: int, message: int) -> None:
    about: dict[str, Any] = {"chat_id": chat, "message_id": message, "reply_markup": keyboard(reply.buttons)}
    await _in_html(
        lambda said, mode: client.edit_message_caption(caption=said, parse_mode=mode, **about),
        render(reply, most=MOST_CAPTION_UNITS),
    )


async def _in_html(call: Callable[[str, str | None], Coroutine[Any, Any, T]], said: Rendered) -> T:
    """Make a call with HTML, and where that is refused without: what was to be said is worth more than its looks."""
    try:
        return await call(said.html, ParseMode.HTML)
    except TelegramError as error:
        if not refused_markup(error):
            raise
        log.warning("a message is sent without markup", extra={"action": "markup_refused", "reason": error.message})
    return await call(said.plain, None)


def reply_to(place: Place, outgoing: Outgoing) -> ReplyParameters | None:
    """In a group an answer says what it answers; one that was deleted meanwhile is answered all the same."""
    number = None if place.private else answered(outgoing.in_reply_to, place.chat)
    return None if number is None else ReplyParameters(number, allow_sending_without_reply=True)
