"""The methods about chats, files and the way that updates take."""

import re
import time

from tests.telegram_server.given import Given
from tests.telegram_server.refusals import bad
from tests.telegram_server.state import State
from tests.telegram_server.updates import Webhook
from tests.telegram_server.values import Chat, Json, User

LARGEST_DOWNLOAD = 20 << 20
_NO_RIGHTS = dict.fromkeys(
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories".split(),
    False,
)


async def get_chat(state: State, given: Given) -> Json:
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
    return state.chat(given).wire() | more


_GIFTS = dict.fromkeys(
    "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split(), False
)


async def get_chat_member(state: State, given: Given) -> Json:
    chat = state.writable(given)
    user = state.users.get(given.number("user_id"))
    if user is None:
        raise bad("invalid user_id specified")
    status = chat.bot if user is state.bot else chat.members.get(user.id)
    if status is None:
        raise bad("member not found")
    return member(user, status)


def member(user: User, status: str) -> Json:
    """A ChatMember (core.telegram.org/bots/api#chatmember)."""
    more: Json = {"administrator": _NO_RIGHTS, "creator": {"is_anonymous": False}, "kicked": {"until_date": 0}}
    return {"user": user.wire(), "status": status, **more.get(status, {})}


async def leave_chat(state: State, given: Given) -> bool:
    chat = state.writable(given)
    if chat.type == "private":
        raise bad("chat member status can't be changed in private chats")
    change_standing(state, chat, "left", by=state.bot)
    return True


def change_standing(state: State, chat: Chat, to: str, *, by: User) -> None:
    """Puts the bot elsewhere and tells it with `my_chat_member`; a person who blocks it bans it from the chat."""
    names = {"blocked": "kicked", "met": "left", "unknown": "left"}
    before, after = (member(state.bot, names.get(status, status)) for status in (chat.bot, to))
    chat.bot = to  # type: ignore[assignment]  # one of the words of Chat.bot
    about: Json = {"chat": chat.wire(), "from": by.wire(), "date": int(time.time())}
    state.updates.push({"my_chat_member": {**about, "old_chat_member": before, "new_chat_member": after}})


async def get_file(state: State, given: Given) -> Json:
    stored = state.files.get(given.text("file_id"))
    if stored is None:
        raise bad("invalid file_id")
    if stored.size > LARGEST_DOWNLOAD:
        raise bad("file is too big")
    about = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    return {**about, "file_path": stored.path}


async def get_updates(state: State, given: Given) -> list[Json]:
    return await state.updates.fetch(given)


async def set_webhook(state: State, given: Given) -> bool:
    """An empty address takes the webhook away."""
    url, secret = given.text("url"), given.text("secret_token")
    if not url:
        return await delete_webhook(state, given)
    if not url.startswith("https://") and not (state.http_webhooks and url.startswith("http://")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not re.fullmatch("[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    connections = min(max(given.number("max_connections", 40), 1), 100)
    state.updates.allow(given)
    state.updates.webhook = Webhook(url, secret, connections, given.text("ip_address") or None)
    if given.flag("drop_pending_updates"):
        state.updates.drop()
    state.bell.ring()
    return True


async def delete_webhook(state: State, given: Given) -> bool:
    state.updates.webhook = Webhook()
    if given.flag("drop_pending_updates"):
        state.updates.drop()
    state.bell.ring()
    return True


async def get_webhook_info(state: State, given: Given) -> Json:
    hook = state.updates.webhook
    about: Json = {"url": hook.url, "has_custom_certificate": False}
    about["pending_update_count"] = len(state.updates.pending)
    if hook.url:
        about["max_connections"] = hook.max_connections
    if state.updates.allowed:
        about["allowed_updates"] = state.updates.allowed
    if hook.last_error:
        about |= {"last_error_message": hook.last_error, "last_error_date": hook.last_error_date}
    return about
