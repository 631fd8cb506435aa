"""The app that people make from the manifest can do what the code needs, and asks for nothing that is not explained."""

import re
from typing import Any

import pytest

from bot import app
from integrations.slack.check import SCOPES
from integrations.slack.manifest import manifest, scopes

DOCS = (app.HERE / "docs" / "slack.md").read_text(encoding="utf-8")
SCOPES_OF_EVENTS = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "user_change": "users:read",
}
"""What each event needs (docs.slack.dev/reference/events); the rest needs nothing."""


def texts(value: Any) -> list[str]:
    """All texts of a manifest."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_every_event_is_subscribed_to_and_has_its_scope() -> None:
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]

    assert set(events) == {*SCOPES_OF_EVENTS, "app_home_opened", "app_uninstalled", "tokens_revoked"}
    assert {SCOPES_OF_EVENTS[event] for event in events if event in SCOPES_OF_EVENTS} <= set(scopes())


def test_the_documentation_says_what_each_scope_is_for_and_names_no_other() -> None:
    section = DOCS.partition("## What each scope is for\n")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| `(\S+)` \|", section, re.MULTILINE)

    assert sorted(explained) == sorted(scopes())
    assert len(set(scopes())) == len(scopes())


def test_the_doctor_asks_for_the_scopes_that_the_manifest_gives() -> None:
    assert sorted(SCOPES) == sorted(scopes())


def test_socket_mode_needs_no_address_of_ours() -> None:
    assert manifest()["settings"]["socket_mode_enabled"] is True
    assert manifest()["settings"]["interactivity"] == {"is_enabled": True}
    assert not [text for text in texts(manifest()) if text.startswith("http")]


@pytest.mark.parametrize(
    "url",
    [
        "https://office.firm.example",
        "https://office.firm.example/",
        "https://office.firm.example/slack/events",
        "https://office.firm.example/slack/events/",
    ],
)
def test_over_http_everything_is_posted_to_one_address(url: str) -> None:
    settings = manifest(url)["settings"]
    address = "https://office.firm.example/slack/events"

    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"] == {
        "is_enabled": True,
        "request_url": address,
        "message_menu_options_url": address,
    }
    assert [command["url"] for command in manifest(url)["features"]["slash_commands"]] == [address]


def test_a_server_below_a_path_keeps_its_path() -> None:
    settings = manifest("https://firm.example/pratica")["settings"]

    assert settings["event_subscriptions"]["request_url"] == "https://firm.example/pratica/slack/events"


@pytest.mark.parametrize("url", ["http://office.firm.example", "office.firm.example", "https://", "https://a.b/?x=1"])
def test_an_address_that_slack_would_not_post_to_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="Slack posts to an address such as"):
        manifest(url)


def test_one_variant_leaves_the_other_alone() -> None:
    manifest("https://office.firm.example")

    assert manifest()["settings"]["socket_mode_enabled"] is True


def test_slack_takes_what_the_manifest_says() -> None:
    """The limits of docs.slack.dev/reference/app-manifest."""
    given = manifest()
    shown, features = given["display_information"], given["features"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", features["bot_user"]["display_name"])
    assert {(one["type"], one["callback_id"]) for one in features["shortcuts"]} == {
        ("global", "new_request"),
        ("message", "from_message"),
    }
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in features["shortcuts"])
    [command] = features["slash_commands"]
    assert command["command"] == "/pratica"
    assert len(command["description"]) <= 2_000
    assert len(command["usage_hint"]) <= 1_000


def test_people_can_write_to_the_app_and_see_its_home_tab() -> None:
    assert manifest()["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
