"""What stands in a modal that was sent (docs.slack.dev/reference/interaction-payloads/view-interactions-payload)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.chat.forms import Form, FormField, Option, Submitted
from bot.cleaning import storable
from integrations.slack.views.values import TEXT, VALUE, Json, at, cut

BLOCK = "field:"
TYPED, CHOICE, CHOOSE, MORE = "value:", "choice:", "open:type", "more:rows"
"""The action ids of what is typed or picked, of a long choice that is searched in, of the choice of a type, and of the
button that asks for one more row."""
_LONG = "sha256:"


def sendable(value: str) -> str:
    """An option's value as Slack takes it; one of over 150 characters is told apart by its hash."""
    value = storable(value).strip()
    return value if len(value) <= VALUE else _LONG + hashlib.sha256(value.encode()).hexdigest()


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """What was typed and picked, by field; empty ones are left out."""
    found: dict[str, str] = {}
    for block, elements in (view.get("state") or {}).get("values", {}).items():
        for element in elements.values() if block.startswith(BLOCK) else ():
            text = at(element, "value") or at(element, "selected_date") or at(element, "selected_option", "value")
            if text.strip():
                found[block.removeprefix(BLOCK)] = storable(text.strip())
    return found


def refilled(form: Form, view: Mapping[str, Any]) -> Form:
    """The form as it stands filled in, for a view in whose place it is shown.

    Slack keeps what was typed where blocks and elements keep their ids (docs.slack.dev/reference/views/modal-views); a
    form that says it as well loses nothing of what it showed at first.
    """
    values = typed(view)
    labels = {
        at(element, "selected_option", "value"): at(element, "selected_option", "text", "text")
        for elements in (view.get("state") or {}).get("values", {}).values()
        for element in elements.values()
    }

    def filled(field: FormField) -> FormField:
        value = _unfolded(field, values.get(field.name, ""))
        if not value:
            return field
        options = (Option(value=value, label=labels.get(value) or value),) if field.kind == "record" else field.options
        return field.model_copy(update={"value": value, "options": options})

    return form.model_copy(update={"fields": tuple(filled(field) for field in form.fields)})


def submitted(view: Mapping[str, Any], form: Form) -> Submitted:
    """The form as it was filled in.

    What could be shown only in part and was left as it is, or could not be shown at all, keeps the value it had.
    """
    values = typed(view)
    shown = set(inputs(view))
    for field in form.fields:
        value = field.value if f"{BLOCK}{field.name}" not in shown else _unfolded(field, values.get(field.name, ""))
        if value.strip():
            values[field.name] = value
    return Submitted(key=form.key, values=values)


def inputs(view: Mapping[str, Any]) -> list[str]:
    """The ids of the blocks that an error can stand at."""
    return [block["block_id"] for block in view.get("blocks", ()) if block.get("type") == "input"]


def errors_at(view: Mapping[str, Any], errors: Mapping[str, str]) -> Json:
    """The answer that shows errors; what stands at no field of the view is shown at the first one."""
    blocks = inputs(view)
    told: dict[str, str] = {}
    for field, text in errors.items():
        block = f"{BLOCK}{field}" if f"{BLOCK}{field}" in blocks else blocks[0]
        told[block] = f"{told[block]} {text}" if block in told else text
    return {"response_action": "errors", "errors": told}


def mark(given: Submitted) -> str:
    """What tells a filled-in form apart from the same one with other values."""
    text = json.dumps([given.key, sorted(given.values.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _unfolded(field: FormField, value: str) -> str:
    if value and value in _wholes(field):
        return _wholes(field)[value]
    return value


def _wholes(field: FormField) -> dict[str, str]:
    """The values that were shortened for Slack, by what stands there in their place."""
    return dict(_pairs(field))


def _pairs(field: FormField) -> Iterator[tuple[str, str]]:
    for value in (field.value, *(option.value for option in field.options)):
        if len(value) > VALUE:
            yield sendable(value), value
    if len(field.value) > TEXT:
        yield cut(storable(field.value), TEXT), field.value
