"""The prices of a message that opens an order: each on the line that it is said of, and none dropped in silence."""

import re

from bot.conversation import Draft
from bot.corrections import UNPLACED, said_prices, with_price
from bot.model import Item, Money
from bot.turn import Turn
from bot.understanding.readers.money import read_money
from handlers.requests.trade import items_of

_CLAUSE = re.compile(r"[,;:(\n]|\.(?=\s)|\s[-–—]\s")


def settle_prices(draft: Draft, turn: Turn) -> Draft:
    """A new draft with the prices that are said behind all its lines; those that belong to none are kept apart."""
    lines = items_of(draft.fields)
    if not lines or draft.revises or any(draft.id == old.id and "items" in old.fields for old in turn.drafts):
        return draft
    behind = _behind(lines, turn.text)
    prices = said_prices(behind, turn)
    if any(one.value.currency for one in prices):
        lines = _told_behind(lines, behind, [one.value for one in prices], turn)
    on_lines = {line.unit_price.amount for line in lines if line.unit_price}
    left = [one.words for one in read_money(turn.text, turn.language) if one.value.amount not in on_lines]
    left += [one.words for one in prices if not one.value.currency and one.value.amount not in on_lines]
    field = draft.fields["items"].model_copy(update={"content": lines})
    settled = {**draft.settled, **({UNPLACED: ", ".join(left)} if left else {})}
    return draft.model_copy(update={"fields": {**draft.fields, "items": field}, "settled": settled})


def _behind(lines: tuple[Item, ...], said: str) -> str:
    """The clauses behind the last line that is counted."""
    ends = [place + len(one.description) for one in lines if (place := said.find(one.description)) >= 0]
    clause = _CLAUSE.search(said, max(ends)) if ends else None
    return said[clause.end() :] if clause else ""


def _told_behind(lines: tuple[Item, ...], behind: str, prices: list[Money], turn: Turn) -> tuple[Item, ...]:
    """The lines with the prices that the last clauses tell, taken off the line that merely stood nearest."""
    amounts = {price.amount for price in prices}
    bare = tuple(
        one.model_copy(update={"unit_price": None}) if one.unit_price and one.unit_price.amount in amounts else one
        for one in lines
    )
    return with_price(bare, behind, turn) or (bare if len(lines) > 1 else lines)
