"""A form as a modal of Slack (docs.slack.dev/reference/views/modal-views)."""

import re
from collections.abc import Iterator

from bot.chat.forms import Adding, Form, FormField, Option
from bot.cleaning import storable
from integrations.slack.views.filled import BLOCK, CHOICE, CHOOSE, MORE, TYPED, sendable
from integrations.slack.views.origin import Origin
from integrations.slack.views.quoted import Quoted, prefilled
from integrations.slack.views.values import (
    BLOCKS,
    BYTES,
    LABEL,
    OPTION,
    TEXT,
    TITLE,
    Json,
    context,
    cut,
    option,
    plain,
    section,
    size,
)

NEW = "new"
_OPTIONS = 100
_NAME = "Pratica"


def modal(form: Form, origin: Origin, *, quoted: Quoted | None = None, note: str = "") -> Json:
    """The modal of any form, within every limit; raises ValueError when the form's key is too long.

    What has no room (over 100 fields or 250 KB) is left out, optional fields first, and keeps the value that it had.
    With a quoted message the choice of a type may be left open: then the message is taken as it stands.
    """
    filled = prefilled(form, quoted) if quoted and form.key != NEW else None
    shown = filled or form
    top = [section(text) for text in (form.note,) if text.strip()] + [context(text) for text in (note,) if text.strip()]
    below = quoted.blocks() if quoted and filled is None else []
    if origin.files:
        below.append(context(cut("📎 " + " · ".join(file.name for file in origin.files), 1_000)))
    view: Json = {
        "type": "modal",
        "callback_id": "form",
        "title": plain(form.title, TITLE, instead=_NAME),
        "submit": plain(form.submit, TITLE, instead="OK"),
        "private_metadata": origin.keyed(form.key).kept(),
        "blocks": [*top, *below],
    }
    if form.close.strip():
        view["close"] = plain(form.close, TITLE)
    inputs = [_input(field, form.key, optional=quoted is not None and form.key == NEW) for field in shown.fields]
    adding = [_adding(form.add)] if form.add else []
    most, room = BLOCKS - len(top) - len(adding) - len(below), BYTES - size(view) - size(adding)
    fields = list(_fitting(inputs, most, room))
    last = [place for place, block in enumerate(fields) if form.add and block["block_id"] == f"{BLOCK}{form.add.below}"]
    for place in last:
        fields[place + 1 : place + 1] = adding
    view["blocks"] = [*top, *fields, *below]
    return view


def notice(text: str) -> Json:
    """A modal that says something and asks for nothing."""
    return {"type": "modal", "callback_id": "notice", "title": plain(_NAME, TITLE), "blocks": [section(text)]}


def _fitting(inputs: list[Json], most: int, room: int) -> Iterator[Json]:
    """As many as there is room for, the required ones first, in their own order."""
    taken = set[int]()
    for place in sorted(range(len(inputs)), key=lambda place: inputs[place]["optional"]):
        needed = size(inputs[place]) + 2
        if len(taken) < most and needed <= room:
            taken.add(place)
            room -= needed
    return (block for place, block in enumerate(inputs) if place in taken)


def _adding(add: Adding) -> Json:
    button = {"type": "button", "action_id": MORE, "text": plain(add.label, OPTION), "value": str(add.rows)}
    return {"type": "actions", "block_id": MORE, "elements": [button]}


def _input(field: FormField, key: str, *, optional: bool) -> Json:
    block: Json = {
        "type": "input",
        "block_id": f"{BLOCK}{field.name}",
        "label": plain(field.label, LABEL, instead=field.name),
        "optional": optional or not field.required,
        "element": _element(field),
    }
    if field.hint.strip():
        block["hint"] = plain(field.hint, LABEL)
    if key == NEW and field.kind == "choice":
        block["element"]["action_id"] = CHOOSE
        block["dispatch_action"] = True
    return block


def _element(field: FormField) -> Json:
    options = _options(field.options)
    match field.kind:
        case "date":
            day = {"initial_date": field.value} if re.fullmatch(r"\d{4}-\d{2}-\d{2}", field.value) else {}
            return {"type": "datepicker", "action_id": f"{TYPED}{field.name}", **day}
        case "choice" if options:
            return _choice(field, options)
        case "record":
            return _searched(f"{TYPED}{field.name}", 1, _initial(field, options, free=True))
    value = cut(storable(field.value), TEXT)
    return {
        "type": "plain_text_input",
        "action_id": f"{TYPED}{field.name}",
        "multiline": field.kind == "lines",
        "max_length": TEXT,
        **({"initial_value": value} if value else {}),
    }


def _choice(field: FormField, options: list[Json]) -> Json:
    """A menu; one of over 100 options, which Slack refuses, is searched in."""
    initial = _initial(field, options)
    if len(options) > _OPTIONS:
        return _searched(f"{CHOICE}{field.name}", 0, initial)
    return {"type": "static_select", "action_id": f"{TYPED}{field.name}", "options": options, **initial}


def _searched(action: str, least: int, initial: Json) -> Json:
    return {"type": "external_select", "action_id": action, "min_query_length": least, **initial}


def _initial(field: FormField, options: list[Json], *, free: bool = False) -> Json:
    value = sendable(field.value)
    for offered in options:
        if offered["value"] == value:
            return {"initial_option": offered}
    return {"initial_option": option(value, field.value)} if free and value else {}


def _options(given: tuple[Option, ...]) -> list[Json]:
    """Each value once; one that is empty cannot be chosen in Slack."""
    return list({one.value: option(sendable(one.value), one.label) for one in given if sendable(one.value)}.values())
