"""What Slack says of the people of a workspace (docs.slack.dev/reference/objects/user-object)."""

import logging
from typing import Any

from bot.chat.accounts import Stranger
from bot.model import Language
from integrations.slack.client import Workspace, in_words, name_of
from integrations.slack.outcomes import TROUBLES, code_of

log = logging.getLogger(__name__)

_LANGUAGES: dict[str, Language] = {"en": "en", "it": "it", "he": "he", "iw": "he"}
_LESS = (
    "is_bot",
    "is_workflow_bot",
    "is_restricted",
    "is_ultra_restricted",
    "is_stranger",
    "is_invited_user",
    "deleted",
)
"""A guest, a robot, somebody of another company or who has left: their address proves nothing about our colleagues."""


async def stranger(workspace: Workspace, user: str) -> Stranger:
    """What users.info says; nothing where Slack knows nobody or the app may not ask. Raises OSError when it fails."""
    try:
        answer = await workspace.client.users_info(user=user, include_locale=True)
    except TROUBLES as error:
        if code_of(error) in {"user_not_found", "user_not_visible", "missing_scope"}:
            log.warning("Slack tells nothing of somebody: %s", in_words(error), extra={"action": "slack_unknown_user"})
            return Stranger()
        raise OSError(f"Slack could not be asked who it is: {in_words(error)}") from error
    return read(answer["user"], team=workspace.us.team if workspace.us else "")


def read(user: dict[str, Any], *, team: str) -> Stranger:
    """A user object; the address is there only with the scope users:read.email, and counts for full members only."""
    profile = user.get("profile") or {}
    full = not any(user.get(name) for name in _LESS)
    ours = user.get("team_id") == team and user.get("is_email_confirmed") is not False
    return Stranger(
        name=name_of(user),
        email=(profile.get("email") or None) if full and ours else None,
        language=_LANGUAGES.get(str(user.get("locale") or "")[:2].casefold()),
        timezone=user.get("tz") or None,
        robot=bool(user.get("is_bot") or user.get("is_workflow_bot") or user.get("id") == "USLACKBOT"),
    )
