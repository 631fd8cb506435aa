"""The manifest that a Slack app is made from (docs.slack.dev/reference/app-manifest)."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_FILE = Path(__file__).resolve().parents[2] / "templates" / "slack" / "manifest.json"
EVENTS = "/slack/events"
"""Where our web server takes what Slack posts: events, interactions, suggestions and commands."""


def manifest(url: str | None = None) -> dict[str, Any]:
    """The app's manifest: for Socket Mode, or with the outside address of our web server for events by HTTP.

    Raises ValueError for an address that Slack would not post to: it takes https ones only.
    """
    app: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    if url is None:
        return app
    address = _address(url)
    app["settings"]["socket_mode_enabled"] = False
    app["settings"]["event_subscriptions"]["request_url"] = address
    app["settings"]["interactivity"] |= {"request_url": address, "message_menu_options_url": address}
    for command in app["features"]["slash_commands"]:
        command["url"] = address
    return app


def scopes() -> tuple[str, ...]:
    """The rights that the app asks for; `docs/slack.md` says what each is for."""
    return tuple(manifest()["oauth_config"]["scopes"]["bot"])


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"Slack posts to an address such as https://office.firm.example, not to {url!r}")
    return url.rstrip("/").removesuffix(EVENTS) + EVENTS
