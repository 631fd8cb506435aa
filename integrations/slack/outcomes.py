"""What a call of Slack's Web API came to, as the outbox understands it.

Each error code is listed with the method that gives it (docs.slack.dev/reference/methods/chat.postMessage and others).
"""

import asyncio
from datetime import timedelta

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError

from bot.messages import Outcome, Permanent, Temporary, Uncertain

TROUBLES: tuple[type[Exception], ...] = (SlackApiError, ClientError, asyncio.TimeoutError, OSError)
"""Everything that a call may raise because of Slack or the road to it."""

_TOKEN = timedelta(minutes=10)  # an administrator has to do something first

_BAD_TOKEN = {
    "invalid_auth": "Slack does not accept the bot token",
    "not_authed": "Slack got no bot token",
    "token_revoked": "the app's bot token was revoked",
    "token_expired": "the app's bot token has expired",
    "account_inactive": "the app was removed from the workspace, or the workspace is closed",
    "org_login_required": "the workspace is being moved",
    "team_access_not_granted": "the app may not be used in this workspace",
}
_REINSTALL = "; reinstall the app and put the new bot_token into the settings"
_NOT_DONE = {"service_unavailable", "request_timeout", "team_added_to_org", "upgrade_required"}
_MAYBE_DONE = {"internal_error", "fatal_error"}  # "it's possible some aspect of the operation succeeded"
_GONE = {
    "user_disabled": "the account was deactivated",
    "user_not_found": "there is no such account",
    "users_not_found": "there is no such account",
    "user_not_visible": "the app may not see this account",
    "cannot_dm_bot": "the account is a bot's",
}
_REFUSED = {
    "channel_not_found": "there is no such conversation, or the app is not in it: invite it with /invite",
    "not_in_channel": "the app is not in the channel: invite it with /invite",
    "is_archived": "the channel is archived",
    "user_not_in_channel": "the person is no longer in the channel",
    "messages_tab_disabled": "the app takes no messages: switch on the Messages Tab under App Home",
    "restricted_action": "the workspace lets only some people write there",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_only_channel": "only answers in threads are allowed in the channel",
    "thread_not_found": "the thread was deleted",
    "cant_update_message": "the message is not ours",
}
_NOTHING_TO_CHANGE = {"message_not_found", "edit_window_closed"}


def code_of(error: Exception) -> str:
    """Slack's own code for what went wrong; empty where the answer was not Slack's."""
    data = getattr(getattr(error, "response", None), "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def nothing_to_change(error: Exception) -> bool:
    """Whether a message that was to be changed is gone, or may not be changed any more: nobody can do better."""
    return code_of(error) in _NOTHING_TO_CHANGE


def outcome_of(error: Exception, *, repeatable: bool = False) -> Outcome:
    """What is to be done after this error; `repeatable` is a call that does no harm when it is done twice."""
    if not isinstance(error, SlackApiError):
        return _cut(error, repeatable=repeatable)
    code, status = code_of(error), getattr(error.response, "status_code", 0)
    if status == 429 or code in {"ratelimited", "rate_limited", "message_limit_exceeded"}:
        return Temporary(reason="Slack asks for fewer messages", retry_after=_retry_after(error))
    if code in _BAD_TOKEN:
        return Temporary(reason=_BAD_TOKEN[code] + _REINSTALL, retry_after=_TOKEN)
    if code in _GONE:
        return Permanent(reason=_GONE[code], gone=True)
    if code in _REFUSED:
        return Permanent(reason=_REFUSED[code])
    if code == "missing_scope":
        return Permanent(reason=_missing(error))
    if code in _NOT_DONE:
        return Temporary(reason=f"Slack is not available ({code})")
    if code in _MAYBE_DONE or not code:
        return _doubt(f"Slack did not say how it ended ({code or status})", repeatable=repeatable)
    return Permanent(reason=f"Slack refused it ({code})")


def _cut(error: Exception, *, repeatable: bool) -> Outcome:
    if isinstance(error, ClientConnectorError):
        return Temporary(reason=f"Slack cannot be reached ({type(error).__name__})")
    return _doubt(f"the connection to Slack broke ({type(error).__name__})", repeatable=repeatable)


def _doubt(reason: str, *, repeatable: bool) -> Outcome:
    return Temporary(reason=reason) if repeatable else Uncertain(reason=reason)


def _retry_after(error: SlackApiError) -> timedelta:
    headers = getattr(error.response, "headers", None) or {}
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(given) if str(given).isdecimal() else 30)


def _missing(error: SlackApiError) -> str:
    needed = error.response.get("needed") or "one more"
    return f"the app lacks the scope {needed}: add it under OAuth & Permissions and reinstall the app"
