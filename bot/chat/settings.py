"""Settings of the chat platforms and of the web server that they post to; what is wrong stops the start."""

import re
from typing import Self

from pydantic import ConfigDict, Field, HttpUrl, SecretStr, field_validator, model_validator

from bot.model import Value

_PLAIN = re.compile(r"[!-~]+")


def _sendable(secret: SecretStr | None) -> SecretStr | None:
    """A secret travels in a header or an address, which hold no blanks."""
    if secret is not None and not _PLAIN.fullmatch(secret.get_secret_value()):
        raise ValueError("a token is one word of plain letters, digits and signs")
    return secret


class SlackSettings(Value):
    """A Slack workspace; `name` is what we call it.

    With `app_token` events come over a web socket (Socket Mode); without it Slack posts them to `/slack/events` of our
    web server, signed with the `signing_secret`.
    """

    model_config = ConfigDict(hide_input_in_errors=True)  # the tokens are in it

    name: str = Field(default="slack", min_length=1, max_length=100)
    bot_token: SecretStr
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    rooms: dict[str, str] = {}
    """Where new tasks of a team are shown: team to channel id, such as `purchasing = "C0123456"`."""
    reactions: bool = True
    """Whether ✅ on a task's message means done and 👀 taken."""
    url: HttpUrl = HttpUrl("https://slack.com/api/")
    """Where Slack's web API is."""

    _secrets = field_validator("bot_token", "app_token", "signing_secret")(_sendable)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.bot_token.get_secret_value().startswith("xoxb-"):
            raise ValueError("bot_token is the one that begins with xoxb-")
        if self.app_token and not self.app_token.get_secret_value().startswith("xapp-"):
            raise ValueError("app_token is the one that begins with xapp-")
        if self.app_token is None and self.signing_secret is None:
            raise ValueError("a workspace needs an app_token (Socket Mode) or a signing_secret (events by HTTP)")
        return self


class TelegramSettings(Value):
    """A Telegram bot. Without `webhook` it asks for updates itself; with it Telegram posts them to our web server."""

    model_config = ConfigDict(hide_input_in_errors=True)  # the token is in it

    token: SecretStr
    webhook: HttpUrl | None = None
    """The outside address of our web server's `/telegram`, such as `https://office.firm.it/telegram`."""
    webhook_secret: SecretStr | None = None
    groups: tuple[int, ...] = ()
    """The ids of groups that hold colleagues only; in any other group answers go to each person's private chat."""
    rooms: dict[str, int] = {}
    """Where tasks of a team are shown: team to the id of a group of `groups`, such as `it = -1001234567890`."""
    url: HttpUrl = HttpUrl("https://api.telegram.org/")
    """Where the Bot API is."""

    _secrets = field_validator("token")(_sendable)

    @field_validator("token")
    @classmethod
    def _shaped(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"\d+:[\w-]{20,}", token.get_secret_value()):
            raise ValueError("a token has the shape 123456:AbC…, as @BotFather gives it")
        return token

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if strange := sorted(set(self.rooms.values()) - set(self.groups)):
            raise ValueError(f"a room of a team is one of groups, which hold colleagues only: {strange[0]}")
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else None
        if self.webhook and not secret:
            raise ValueError("a webhook needs a webhook_secret, by which we know that a post is Telegram's")
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            raise ValueError("webhook_secret is 16 to 256 letters, digits, _ and -")
        return self


class WebSettings(Value):
    """Where our web server listens, for what platforms post and for `/healthz`; TLS is a proxy's in front of it."""

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=0, le=65535)
