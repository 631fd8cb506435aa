"""Reads the records of a kind as the rows of a table."""

from collections.abc import Iterator

from bot.ports import Reading
from bot.sheets.rows import (
    OutCell,
    cost_center_row,
    invoice_row,
    party_row,
    payment_rows,
    person_row,
    product_row,
    stock_row,
)


def rows_of(reading: Reading, kind: str) -> Iterator[tuple[OutCell, ...]]:
    """The rows in the order of the layout's written columns; invoices and payments a page in memory at a time."""
    records = reading.records
    if kind == "invoices":
        yield from map(invoice_row, records.all_invoices())
    elif kind == "payments":
        for invoice in records.all_invoices():
            yield from payment_rows(invoice)
    elif kind == "cost-centers":
        people = {person.id: person for person in records.directory().people}
        yield from (cost_center_row(center, people) for center in records.cost_centers())
    elif kind == "people":
        yield from map(person_row, records.directory().people)
    elif kind == "parties":
        yield from map(party_row, records.directory().parties)
    elif kind == "products":
        yield from map(product_row, records.directory().products)
    else:
        yield from map(stock_row, records.directory().products)
