"""The methods that the server knows, by the names of the documentation."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.telegram_server import around, changing, profile, sending
from tests.telegram_server.given import Given
from tests.telegram_server.state import State

Method = Callable[[State, Given], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "getUpdates": around.get_updates,
    "setWebhook": around.set_webhook,
    "deleteWebhook": around.delete_webhook,
    "getWebhookInfo": around.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": changing.edit_message_text,
    "editMessageReplyMarkup": changing.edit_message_reply_markup,
    "deleteMessage": changing.delete_message,
    "setMessageReaction": changing.set_message_reaction,
    "answerCallbackQuery": changing.answer_callback_query,
    "getFile": around.get_file,
    "getChat": around.get_chat,
    "getChatMember": around.get_chat_member,
    "leaveChat": around.leave_chat,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyShortDescription": profile.set_my_short_description,
}
NAMES = {name.lower(): name for name in METHODS}
"""Names count without regard to capitals."""
