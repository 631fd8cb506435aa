"""Takes a table into the records in short transactions, so that no conversation waits for it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from bot.ports import Reading, Store
from bot.sheets import Refused
from bot.sheets.cells import Cell
from bot.sheets.people import Defaults
from bot.sheets.reading import Reader, Row
from bot.sheets.taking import IN_DIRECTORY, Refuse, Taking, Tally

BATCH = 250
"""Rows of one transaction: some twenty milliseconds, during which nobody else writes on SQLite."""

Line = tuple[int, tuple[Cell, ...]]


def take_in(
    store: Store,
    kind: str,
    lines: Iterable[Line],
    reader: Reader,
    defaults: Defaults,
    *,
    separated: bool,
    refuse: Refuse,
    progress: Callable[[int], None] = lambda _: None,
    rest: Callable[[], None] = lambda: None,
    dry_run: bool = False,
) -> Tally:
    """Take in a table's rows, or with `dry_run` only see what would become of them.

    `progress` is told how many rows are done, `rest` called between two transactions: SQLite lets nobody queue, and who
    waits for it asks again only now and then. The directory's version moves once, at the end, also when the import
    breaks off: what was taken in stays, and the same table taken in again completes it.
    """
    with store.read() as reading:
        directory = reading.records.directory()
    if directory.version == 0 and not dry_run:
        _announce(store)  # before there is a version, a broken import would leave records that no directory shows
    taking = Taking(kind, directory, defaults, refuse=refuse)
    done = 0
    try:
        for batch in _batches(lines):
            rows = list(_read(batch, reader, taking, separated=separated))
            if dry_run:
                _try(store, taking, rows)
            else:
                _write(store, taking, rows)
                rest()
            done += len(batch)
            progress(done)
    finally:
        if kind in IN_DIRECTORY and not dry_run:
            _announce(store)
    return taking.tally


def _announce(store: Store) -> None:
    with store.write() as uow:
        uow.records.announce()
        uow.commit()


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _read(batch: list[Line], reader: Reader, taking: Taking, *, separated: bool) -> Iterator[Row]:
    for number, cells in batch:
        try:
            yield reader.read(number, cells, separated=separated)
        except Refused as error:
            taking.refuse(number, cells, str(error))


def _write(store: Store, taking: Taking, rows: list[Row]) -> None:
    with store.write() as uow:
        records = uow.records
        if taking.kind in IN_DIRECTORY and records.held_version() != taking.known.version:
            taking.at(records.directory())
        _look_up(uow, taking, rows)
        changed = taking.take(rows)
        if changed:
            records.put(taking.numbered(changed, records.next_ids))
            uow.commit()
    taking.forget()


def _try(store: Store, taking: Taking, rows: list[Row]) -> None:
    with store.read() as reading:
        _look_up(reading, taking, rows)
    taking.take(rows)
    if taking.kind != "payments":  # several of those change one invoice, which nobody has written down here
        taking.forget()


def _look_up(reading: Reading, taking: Taking, rows: list[Row]) -> None:
    """Have the invoices or cost centres of these rows known, as they stand now."""
    records = reading.records
    taking.look_up(rows, invoices_of=records.invoices_of, cost_centers_of=records.cost_centers)
