"""Blocks and views to try the double with: those that Slack takes, and those that it refuses."""

from typing import Any

from tests.slack_server.things import Json

ANNA, BRUNO, ROOM, SECRET, HALL = "U0ANNA", "U0BRUNO", "C0ROOM", "C0SECRET", "C0HALL"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def md(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(action_id: str = "go", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str = "v", text: str = "t", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def menu(*options: Json, **more: Any) -> Json:
    return {"type": "static_select", "action_id": "menu", "options": list(options), **more}


def question(block_id: str = "q", element: Json | None = None, **more: Any) -> Json:
    given = element or {"type": "plain_text_input", "action_id": "in"}
    return {"type": "input", "block_id": block_id, "label": plain("Q"), "element": given, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("New"), "submit": plain("OK"), "blocks": list(blocks), **more}


CONFIRM = {"title": plain("t"), "text": md("t"), "confirm": plain("y"), "deny": plain("n")}
DIVIDER = {"type": "divider"}
GOOD_BLOCKS: list[Json] = [
    {"type": "header", "text": plain("h" * 150)},
    {"type": "section", "text": md("s" * 3000), "accessory": menu(option("v" * 150, "t" * 75), placeholder=plain("p"))},
    {"type": "section", "fields": [md("f" * 500)] * 10},
    {"type": "context", "elements": [md("c")] * 10},
    actions(*(button(f"b{number}", value="v" * 200, confirm=CONFIRM) for number in range(25))),
    DIVIDER,
]
BAD_BLOCKS: dict[str, list[Json]] = {
    "too many blocks": [DIVIDER] * 51,
    "a type that is none": [{"type": "sectoin"}],
    "a section with a long text": [{"type": "section", "text": md("x" * 3001)}],
    "a section with an empty text": [{"type": "section", "text": md("")}],
    "a section without anything": [{"type": "section"}],
    "too many fields": [{"type": "section", "fields": [md("f")] * 11}],
    "a long field": [{"type": "section", "fields": [md("f" * 2001)]}],
    "a long header": [{"type": "header", "text": plain("h" * 151)}],
    "a header in mrkdwn": [{"type": "header", "text": md("h")}],
    "an emoji flag on mrkdwn": [{"type": "section", "text": {**md("x"), "emoji": True}}],
    "a long context": [{"type": "context", "elements": [md("c")] * 11}],
    "an empty context": [{"type": "context", "elements": []}],
    "too many elements": [actions(*(button(f"b{number}") for number in range(26)))],
    "no elements": [actions()],
    "one action_id twice": [actions(button("a"), button("a"))],
    "a long action_id": [actions(button("a" * 256))],
    "a long button": [actions(button() | {"text": plain("x" * 76)})],
    "a button in mrkdwn": [actions(button() | {"text": md("x")})],
    "a long value": [actions(button(value="x" * 2001))],
    "a style that is none": [actions(button(style="green"))],
    "a long block_id": [DIVIDER | {"block_id": "b" * 256}],
    "one block_id twice": [DIVIDER | {"block_id": "b"}, DIVIDER | {"block_id": "b"}],
    "a long option": [actions(menu(option(text="x" * 76)))],
    "a long option value": [actions(menu(option("x" * 151)))],
    "a long description": [actions(menu(option(description=plain("x" * 76))))],
    "too many options": [actions(menu(*(option(str(number)) for number in range(101))))],
    "no options": [actions(menu())],
    "an initial option that is none": [actions(menu(option("a"), initial_option=option("b")))],
    "a long placeholder": [actions(menu(option(), placeholder=plain("x" * 151)))],
    "a long title of a confirmation": [actions(button(confirm=CONFIRM | {"title": plain("x" * 101)}))],
    "a long text of a confirmation": [actions(button(confirm=CONFIRM | {"text": plain("x" * 301)}))],
    "a long confirmation": [actions(button(confirm=CONFIRM | {"confirm": plain("x" * 31)}))],
    "a long denial": [actions(button(confirm=CONFIRM | {"deny": plain("x" * 31)}))],
    "a text input among actions": [actions({"type": "plain_text_input", "action_id": "x"})],
    "a date that is none": [actions({"type": "datepicker", "action_id": "d", "initial_date": "24/12/2026"})],
    "a long label": [question() | {"label": plain("x" * 2001)}],
    "a long hint": [question(hint=plain("x" * 2001))],
    "an image without words": [{"type": "image", "image_url": "https://norland.example/a.png"}],
}
BAD_VIEWS: dict[str, Json] = {
    "too many blocks": modal(*[DIVIDER] * 101),
    "a long title": modal(title=plain("x" * 25)),
    "no title": {"type": "modal", "blocks": []},
    "a long submit": modal(submit=plain("x" * 25)),
    "a long close": modal(close=plain("x" * 25)),
    "long private metadata": modal(private_metadata="x" * 3001),
    "a long callback_id": modal(callback_id="x" * 256),
    "one block_id twice": modal(question("a"), question("a")),
    "inputs without a submit": {"type": "modal", "title": plain("t"), "blocks": [question()]},
    "a wrong block": modal(*BAD_BLOCKS["a long header"]),
    "a home tab": {"type": "home", "blocks": []},
}
WRONG_CALLS: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": SECRET, "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": HALL, "text": "x"}, "not_in_channel"),
    ("chat.postMessage", {"channel": BRUNO, "text": "x"}, "user_disabled"),
    ("chat.postMessage", {"channel": ROOM}, "no_text"),
    ("chat.postMessage", {"channel": ROOM, "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": ROOM, "text": "x", "blocks": {}}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": ROOM, "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": ROOM, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": ROOM, "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
    (
        "chat.postMessage",
        {"channel": ROOM, "blocks": [{"type": "section", "text": md("x" * 2500)}] * 5},
        "msg_blocks_too_long",
    ),
    ("chat.update", {"channel": ROOM, "ts": "1.2", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": ROOM, "ts": "1.2"}, "message_not_found"),
    ("conversations.open", {"users": BRUNO}, "user_disabled"),
    ("chat.postEphemeral", {"channel": ROOM, "user": BRUNO, "text": "x"}, "user_not_in_channel"),
    ("chat.getPermalink", {"channel": ROOM, "message_ts": "1.2"}, "message_not_found"),
    ("conversations.open", {"users": "U0NONE"}, "user_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.info", {"channel": "C0NONE"}, "channel_not_found"),
    ("conversations.history", {"channel": ROOM, "limit": 1000}, "invalid_limit"),
    ("conversations.history", {"channel": ROOM, "cursor": "§"}, "invalid_cursor"),
    ("conversations.history", {"channel": ROOM, "oldest": "x"}, "invalid_ts_oldest"),
    ("conversations.replies", {"channel": ROOM, "ts": "1.2"}, "thread_not_found"),
    ("users.info", {"user": "U0NONE"}, "user_not_found"),
    ("views.open", {"trigger_id": "1.2", "view": modal()}, "invalid_trigger_id"),
    ("views.update", {"view_id": "V0NONE", "view": modal()}, "not_found"),
    ("views.publish", {"user_id": "U0NONE", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("reactions.add", {"channel": ROOM, "timestamp": "1.2", "name": "eyes"}, "message_not_found"),
    ("reactions.add", {"channel": ROOM, "name": "eyes"}, "no_item_specified"),
    ("files.getUploadURLExternal", {"filename": "a.pdf"}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found"),
    ("files.info", {"file": "F0NONE"}, "file_not_found"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
    ("chat.postMessages", {}, "unknown_method"),
]
