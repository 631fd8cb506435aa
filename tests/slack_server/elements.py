"""What Slack refuses in the elements of blocks: buttons, menus, pickers, inputs, options, confirmations."""

import re
from collections.abc import Iterator
from typing import Any

from tests.slack_server.things import Json


def size(given: Any, at: str, most: int, *, least: int = 1, unit: str = "characters") -> Iterator[str]:
    """Whether a string or a list is there and has a length that is allowed."""
    if not isinstance(given, list if unit == "items" else str):
        yield f"must be {'an array' if unit == 'items' else 'a string'} [json-pointer:{at}]"
    elif len(given) > most:
        yield (
            f"must be less than {most + 1} characters [json-pointer:{at}]"
            if unit != "items"
            else (f"no more than {most} items allowed [json-pointer:{at}]")
        )
    elif len(given) < least:
        yield f"must be more than {least - 1} {unit} [json-pointer:{at}]"


def text(given: Any, at: str, most: int, *, plain: bool = False) -> Iterator[str]:
    """Whether something is a text object that may stand here."""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(given, dict):
        yield f"missing required field: text object [json-pointer:{at}]"
        return
    if given.get("type") not in kinds:
        yield f"unsupported type: {given.get('type')} [json-pointer:{at}/type]"
    elif given["type"] == "mrkdwn" and "emoji" in given:
        yield f"additional property: emoji [json-pointer:{at}]"
    yield from size(given.get("text"), f"{at}/text", most)


def field(given: Json, name: str, at: str, most: int, *, least: int = 1, required: bool = False) -> Iterator[str]:
    """Whether a string of an object is short enough, where it is there."""
    if name in given or required:
        yield from size(given.get(name), f"{at}/{name}", most, least=least)


def each(given: Json, name: str, at: str) -> Iterator[tuple[str, Json]]:
    """The objects of a list with their places."""
    for number, item in enumerate(given.get(name) or ()):
        yield f"{at}/{name}/{number}", item if isinstance(item, dict) else {}


def check_element(given: Any, at: str, allowed: frozenset[str]) -> Iterator[str]:
    """What is wrong with an element in a block that takes only the allowed ones."""
    if not isinstance(given, dict) or given.get("type") not in allowed:
        kind = given.get("type") if isinstance(given, dict) else None
        yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        return
    kind = str(given["type"])
    if kind == "image":
        yield from field(given, "alt_text", at, 2000, required=True)
        yield from field(given, "image_url", at, 3000, required="slack_file" not in given)
        return
    yield from field(given, "action_id", at, 255)
    if "placeholder" in given:
        yield from text(given["placeholder"], f"{at}/placeholder", 150, plain=True)
    if "confirm" in given:
        yield from _confirm(given["confirm"], f"{at}/confirm")
    if kind == "button":
        yield from _button(given, at)
    elif kind in _OPTIONS:
        yield from _menu(given, at, kind)
    yield from _initial(given, at, kind)


def check_options(given: Json, at: str, *, most: int = 100, kind: str = "static_select") -> Iterator[str]:
    """What is wrong with the options, or groups of them, of a menu or of an answer to a block_suggestion."""
    if "option_groups" in given:
        yield from size(given["option_groups"], f"{at}/option_groups", 100, unit="items")
        for place, group in each(given, "option_groups", at):
            yield from text(group.get("label"), f"{place}/label", 75, plain=True)
            yield from check_options({"options": group.get("options")}, place)
        return
    yield from size(given.get("options"), f"{at}/options", most, unit="items")
    for place, option in each(given, "options", at):
        yield from _option(option, place, plain=kind not in {"checkboxes", "radio_buttons"})


def _option(option: Json, at: str, *, plain: bool) -> Iterator[str]:
    yield from text(option.get("text"), f"{at}/text", 75, plain=plain)
    yield from field(option, "value", at, 150, required=True)
    if "description" in option:
        yield from text(option["description"], f"{at}/description", 75, plain=plain)


def _confirm(given: Json, at: str) -> Iterator[str]:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        yield from text(given.get(name), f"{at}/{name}", most, plain=name != "text")
    yield from _style(given, at)


def _button(given: Json, at: str) -> Iterator[str]:
    yield from text(given.get("text"), f"{at}/text", 75, plain=True)
    yield from field(given, "value", at, 2000, least=0)
    yield from field(given, "url", at, 3000)
    yield from field(given, "accessibility_label", at, 75)
    yield from _style(given, at)


def _style(given: Json, at: str) -> Iterator[str]:
    if given.get("style", "primary") not in {"primary", "danger"}:
        yield f"must be a valid enum value: primary, danger [json-pointer:{at}/style]"


_OPTIONS = {"static_select": 100, "multi_static_select": 100, "checkboxes": 10, "radio_buttons": 10, "overflow": 5}


def _menu(given: Json, at: str, kind: str) -> Iterator[str]:
    yield from check_options(given, at, most=_OPTIONS[kind], kind=kind)
    groups = given.get("option_groups") or [given]
    offered = [option for group in groups for option in group.get("options") or ()]
    chosen = [given["initial_option"]] if "initial_option" in given else given.get("initial_options", [])
    for option in chosen:
        if option not in offered:
            yield f"initial option is not one of the options [json-pointer:{at}]"


_FORMS = {"initial_date": r"\d{4}-\d{2}-\d{2}", "initial_time": r"\d{2}:\d{2}"}


def _initial(given: Json, at: str, kind: str) -> Iterator[str]:
    for name, form in _FORMS.items():
        if name in given and not re.fullmatch(form, str(given[name])):
            yield f"failed to match pattern {form} [json-pointer:{at}/{name}]"
    if kind == "plain_text_input":
        yield from field(given, "initial_value", at, 3000, least=0)
        if not 0 <= int(given.get("min_length", 0)) <= 3000 or not 1 <= int(given.get("max_length", 3000)) <= 3000:
            yield f"must be between 0 and 3000 [json-pointer:{at}]"
    if kind == "number_input" and "is_decimal_allowed" not in given:
        yield f"missing required field: is_decimal_allowed [json-pointer:{at}]"
