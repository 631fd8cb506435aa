"""Values in the JSON of the contract: as data sets, `understand` and `tasks --json` write them."""

from datetime import date
from decimal import Decimal
from typing import Any

from bot.model import Event, FieldContent, FieldValue, Item, Money, Period, Person, Task


def field_json(field: FieldValue) -> Any:
    """The content of a field: amounts and percents as text, counts as numbers, days in ISO 8601."""
    if field.type == "number" and isinstance(field.content, Decimal):
        return _number(field.content)
    return _content(field.content)


def _content(content: FieldContent) -> Any:
    match content:
        case tuple():
            return [_item(item) for item in content]
        case Money():
            return _money(content)
        case Period():
            return {"start": content.start.isoformat(), "end": content.end.isoformat()}
        case Decimal():
            return _plain(content)
        case date():
            return content.isoformat()
        case _:
            return content


def _item(item: Item) -> dict[str, Any]:
    quantity = None if item.quantity is None else _number(item.quantity)
    price = None if item.unit_price is None else _money(item.unit_price)
    line = {"quantity": quantity, "description": item.description, "unit_price": price}
    return line if item.sku is None else {**line, "sku": item.sku}


def _money(money: Money) -> dict[str, Any]:
    cents = money.amount.quantize(Decimal("0.01"))
    exact = cents if cents == money.amount else money.amount
    return {"amount": str(exact), "currency": money.currency}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(value: Decimal) -> str:
    """A decimal without trailing zeros and without an exponent: 7.50 is "7.5", 1E+1 is "10"."""
    return f"{value.normalize():f}"


def task_json(task: Task, people: dict[str, Person]) -> dict[str, Any]:
    """A task whole, with people by name and the sources of its fields."""

    def name(person_id: str | None) -> str | None:
        return people[person_id].name if person_id in people else person_id

    return {
        "reference": task.reference,
        "type": task.type,
        "status": task.status,
        "waiting_for": task.waiting_for,
        "team": task.team,
        "visibility": task.visibility,
        "fields": {key: field_json(value) for key, value in task.fields.items()},
        "sources": {key: source_json(value) for key, value in task.fields.items()},
        "requester": name(task.requester_id),
        "assignee": name(task.assignee_id),
        "due": task.due.isoformat() if task.due else None,
        "checklist": [step.model_dump() for step in task.checklist],
        "revision": task.revision,
        "created_at": task.created_at.isoformat(),
        "updated_at": task.updated_at.isoformat(),
    }


def source_json(field: FieldValue) -> dict[str, Any]:
    """Where a field came from: message, words, who said it, and the record it was matched to."""
    return {**field.source.model_dump(), "record": field.record}


def event_json(event: Event, people: dict[str, Person]) -> dict[str, Any]:
    """An event with its actor by name; the assistant itself is null."""
    actor = people[event.actor_id].name if event.actor_id in people else event.actor_id
    return {**event.model_dump(mode="json", exclude={"actor_id"}), "actor": actor}
