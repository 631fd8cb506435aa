"""What is offered while somebody types into a field that is searched (block_suggestion).

docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select: at most 100 options.
"""

from collections.abc import Mapping
from typing import Any

from bot.chat.forms import Asker, Desk, Option, Refusal
from bot.cleaning import storable
from integrations.slack.views.filled import BLOCK, CHOICE, CHOOSE, sendable
from integrations.slack.views.origin import Origin
from integrations.slack.views.values import Json, at, option

_MOST = 100


def suggestions(desk: Desk, asker: Asker, *, body: Mapping[str, Any]) -> Json:
    """The answer to a block_suggestion: what the desk offers, a new name among it where one may be given."""
    key = Origin.model_validate_json(at(body, "view", "private_metadata")).key
    field = at(body, "block_id").removeprefix(BLOCK)
    words = " ".join(storable(at(body, "value")).split())
    if at(body, "action_id").startswith((CHOICE, CHOOSE)):
        return {"options": _shown(_fitting(desk, asker, key=key, field=field, words=words))}
    return {"options": _shown(desk.suggest(asker, key, field, words) if words else ())}


def _fitting(desk: Desk, asker: Asker, *, key: str, field: str, words: str) -> tuple[Option, ...]:
    """The options of a choice that is too long for a menu; those that begin with the words come first."""
    form = desk.form(asker, key)
    fields = () if isinstance(form, Refusal) else form.fields
    offered = [option for one in fields if one.name == field for option in one.options]
    sought = words.casefold()
    fitting = [option for option in offered if sought in option.label.casefold()]
    return tuple(sorted(fitting, key=lambda option: not option.label.casefold().startswith(sought)))


def _shown(found: tuple[Option, ...]) -> list[Json]:
    return [option(sendable(one.value), one.label) for one in found[:_MOST] if sendable(one.value)]
