"""What Slack refuses in blocks and views, with its own words (docs.slack.dev/reference/block-kit and /views).

A problem is a sentence and a pointer to the place, as the real platform gives them in `errors` and `response_metadata`.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from tests.slack_server.elements import check_element, each, field, size, text
from tests.slack_server.things import Json, Refused

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 12_000
"""Of all texts in a message's blocks together; undocumented, measured in github.com/slackapi/bolt-js/issues/2509."""
VIEW_BYTES = 250_000

_SELECTS = frozenset(f"{source}_select" for source in ("static", "external", "users", "conversations", "channels"))
_MULTI = frozenset(f"multi_{name}" for name in _SELECTS)
_CHOICES = frozenset({"checkboxes", "datepicker", "radio_buttons", "timepicker"})
IN_ACTIONS = _SELECTS | _CHOICES | {"button", "datetimepicker", "overflow", "workflow_button"}
IN_SECTION = _SELECTS | _MULTI | _CHOICES | {"button", "image", "overflow", "workflow_button"}
IN_INPUT = (
    _SELECTS
    | _MULTI
    | _CHOICES
    | {"datetimepicker", "email_text_input", "file_input", "number_input", "plain_text_input", "rich_text_input"}
    | {"url_text_input"}
)
IN_CONTEXT = frozenset({"image", "mrkdwn", "plain_text"})


def check_message_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message with the ids that Slack gives them; raises Refused."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    problems = [*_count(blocks, MESSAGE_BLOCKS, least=0), *_blocks(blocks, "/blocks")]
    if problems:
        raise Refused("invalid_blocks", errors=problems, **_told(problems))
    if sum(map(len, _texts(blocks))) > MESSAGE_TEXT:
        raise Refused("msg_blocks_too_long")
    return with_ids(blocks)


def check_view(view: Any, *, kinds: tuple[str, ...] = ("modal",)) -> Json:
    """A view with the ids that Slack gives its blocks; raises Refused."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", **_told(["must provide an object [json-pointer:/view]"]))
    if problems := [*_view(view, kinds)]:
        raise Refused("invalid_arguments", **_told(problems))
    if len(json.dumps(view)) > VIEW_BYTES:
        raise Refused("view_too_large")
    return {**view, "blocks": with_ids(view["blocks"])}


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy in which every block and every element has an id; one that Slack gives is never the same twice."""
    copy: list[Json] = json.loads(json.dumps(blocks))
    for block in copy:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements_of(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return copy


def elements_of(block: Json) -> list[Json]:
    """What a person can act on in a block."""
    given = [*block.get("elements", ())] if block.get("type") == "actions" else []
    given += [block[name] for name in ("accessory", "element") if name in block]
    return [element for element in given if element.get("type") != "image"]


def _told(problems: list[str]) -> Json:
    return {"response_metadata": {"messages": [f"[ERROR] {problem}" for problem in problems]}}


def _texts(given: Any) -> Iterator[str]:
    if isinstance(given, list):
        for item in given:
            yield from _texts(item)
    elif isinstance(given, dict):
        for name, item in given.items():
            if name == "text" and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)


def _view(view: Json, kinds: tuple[str, ...]) -> Iterator[str]:
    if view.get("type") not in kinds:
        yield f"must be a valid enum value: {', '.join(kinds)} [json-pointer:/view/type]"
    if view.get("type") == "modal":
        yield from text(view.get("title"), "/view/title", 24, plain=True)
        for name in ("submit", "close"):
            if view.get(name) is not None:
                yield from text(view[name], f"/view/{name}", 24, plain=True)
    elif {"title", "submit", "close"} & view.keys():
        yield "no more than the allowed properties [json-pointer:/view]"
    for name, limit in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        yield from field(view, name, "/view", limit, least=0)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        yield "missing required field: blocks [json-pointer:/view]"
        return
    yield from _count(blocks, VIEW_BLOCKS, least=0, at="/view/blocks")
    if view.get("type") == "modal" and not view.get("submit") and any(b.get("type") == "input" for b in blocks):
        yield "missing required field: submit [json-pointer:/view]"
    yield from _blocks(blocks, "/view/blocks")


def _count(given: list[Any], most: int, *, least: int = 1, at: str = "/blocks") -> Iterator[str]:
    yield from size(given, at, most, least=least, unit="items")


def _blocks(blocks: list[Json], at: str) -> Iterator[str]:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        place = f"{at}/{number}"
        yield from field(block, "block_id", place, 255)
        if (id_ := block.get("block_id")) in seen:
            yield f"block_id already exists: {id_} [json-pointer:{place}/block_id]"
        seen |= {id_} if id_ else set()
        check = _CHECKS.get(str(block.get("type")))
        if check is None:
            yield f"unsupported type: {block.get('type')} [json-pointer:{place}/type]"
        else:
            yield from check(block, place)


def _section(block: Json, at: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield f"missing required field: text or fields [json-pointer:{at}]"
    if "text" in block:
        yield from text(block["text"], f"{at}/text", 3000)
    if "fields" in block:
        yield from size(block["fields"], f"{at}/fields", 10, unit="items")
        for place, given in each(block, "fields", at):
            yield from text(given, place, 2000)
    if "accessory" in block:
        yield from check_element(block["accessory"], f"{at}/accessory", IN_SECTION)


def _header(block: Json, at: str) -> Iterator[str]:
    yield from text(block.get("text"), f"{at}/text", 150, plain=True)


def _context(block: Json, at: str) -> Iterator[str]:
    yield from size(block.get("elements"), f"{at}/elements", 10, unit="items")
    for place, element in each(block, "elements", at):
        if element.get("type") == "image":
            yield from check_element(element, place, IN_CONTEXT)
        else:
            yield from text(element, place, 3000)


def _actions(block: Json, at: str) -> Iterator[str]:
    yield from size(block.get("elements"), f"{at}/elements", 25, unit="items")
    seen: set[str] = set()
    for place, element in each(block, "elements", at):
        yield from check_element(element, place, IN_ACTIONS)
        if (id_ := element.get("action_id")) in seen:
            yield f"action_id already exists: {id_} [json-pointer:{place}/action_id]"
        seen |= {id_} if id_ else set()


def _input(block: Json, at: str) -> Iterator[str]:
    yield from text(block.get("label"), f"{at}/label", 2000, plain=True)
    if "hint" in block:
        yield from text(block["hint"], f"{at}/hint", 2000, plain=True)
    yield from check_element(block.get("element"), f"{at}/element", IN_INPUT)


def _image(block: Json, at: str) -> Iterator[str]:
    yield from check_element(block, at, frozenset({"image"}))
    if "title" in block:
        yield from text(block["title"], f"{at}/title", 2000, plain=True)


def _rich_text(block: Json, at: str) -> Iterator[str]:
    for place, element in each(block, "elements", at):
        if not re.fullmatch(r"rich_text_(section|list|preformatted|quote)", str(element.get("type"))):
            yield f"unsupported type: {element.get('type')} [json-pointer:{place}/type]"


def _markdown(block: Json, at: str) -> Iterator[str]:
    yield from field(block, "text", at, 12_000, required=True)


def _nothing(block: Json, at: str) -> Iterator[str]:
    yield from ()


_CHECKS: dict[str, Callable[[Json, str], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "divider": _nothing,
}
