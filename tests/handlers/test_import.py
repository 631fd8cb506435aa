"""Tables in and out of a whole store: in short transactions, again without harm, and back without a change."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import tables
from bot.cli.errors import Failure, Usage
from bot.cli.tables import Options, import_table
from bot.model import Directory, Party
from bot.ports import Portion
from bot.settings import Settings
from bot.sheets.cells import Cell, text_of
from bot.sheets.headers import recognise
from bot.sheets.layouts import KINDS, layout
from bot.sheets.people import Defaults
from bot.sheets.reading import Reader
from bot.sheets.rows import party_row
from bot.sheets.styles import Styles
from bot.sheets.taking import Tally
from handlers.importing import BATCH, take_in
from storage.engine import SqlStore, open_store


@pytest.fixture
def office(company: Path, tmp_path: Path) -> Settings:
    """The settings of a program with the sample company."""
    (tmp_path / "data").mkdir()
    shutil.copy(company, tmp_path / "data" / "pratica.db")
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def store(office: Settings) -> Iterator[SqlStore]:
    opened = open_store(office.url())
    yield opened
    opened.close()


def directory(store: SqlStore) -> Directory:
    with store.read() as reading:
        return reading.records.directory()


def parties(
    store: SqlStore, lines: Iterator[tuple[int, tuple[Cell, ...]]], *, dry_run: bool = False
) -> tuple[Tally, list[str]]:
    """Customers of a table with the columns name and city."""
    refused: list[str] = []
    recognised = recognise([(1, ("name", "city"))], layout("parties"), {})
    reader = Reader(layout("parties"), recognised, Styles(), {"kind": "customer"})
    tally = take_in(
        store, "parties", lines, reader, Defaults(), separated=True,
        refuse=lambda number, _cells, reason: refused.append(f"{number}: {reason}"), dry_run=dry_run,
    )  # fmt: skip
    return tally, refused


def lines(count: int, *, city: str = "Pavia") -> Iterator[tuple[int, tuple[Cell, ...]]]:
    return ((number, (f"Officina {number}", city)) for number in range(2, count + 2))


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return (tally.new, tally.changed, tally.same, tally.refused)


def test_many_rows_move_the_directory_once(store: SqlStore) -> None:
    before = directory(store)
    tally, _ = parties(store, lines(2 * BATCH + 7))
    assert counts(tally) == (2 * BATCH + 7, 0, 0, 0)
    after = directory(store)
    assert (after.version, len(after.parties)) == (before.version + 1, len(before.parties) + 2 * BATCH + 7)
    assert after.parties[len(before.parties) - 20].id == "C-026"


def test_an_import_that_broke_off_is_completed_by_the_same_table(store: SqlStore) -> None:
    def broken() -> Iterator[tuple[int, tuple[Cell, ...]]]:
        for line in lines(3 * BATCH):
            if line[0] == 2 * BATCH:
                raise KeyboardInterrupt
            yield line

    before = directory(store)
    with pytest.raises(KeyboardInterrupt):
        parties(store, broken())
    assert len(directory(store).parties) == len(before.parties) + BATCH
    tally, _ = parties(store, lines(3 * BATCH))
    assert counts(tally) == (2 * BATCH, 0, BATCH, 0)
    assert counts(parties(store, lines(3 * BATCH))[0]) == (0, 0, 3 * BATCH, 0)


def test_who_writes_between_two_transactions_is_seen(store: SqlStore) -> None:
    def meanwhile() -> Iterator[tuple[int, tuple[Cell, ...]]]:
        for line in lines(2 * BATCH):
            if line[0] == BATCH + 5:
                with store.write() as uow:
                    uow.records.add_party(Party(id="C-900", kind="customer", name=f"Officina {2 * BATCH}", iban="IT1"))
                    uow.commit()
            yield line

    tally, _ = parties(store, meanwhile())
    assert counts(tally) == (2 * BATCH - 1, 1, 0, 0)
    found = [party for party in directory(store).parties if party.name == f"Officina {2 * BATCH}"]
    assert [(party.id, party.city, party.iban) for party in found] == [("C-900", "Pavia", "IT1")]


def test_two_rows_of_one_record_are_found_across_transactions(store: SqlStore) -> None:
    def twice() -> Iterator[tuple[int, tuple[Cell, ...]]]:
        yield from lines(BATCH + 1)
        yield BATCH + 3, ("Officina 2", "Roma")

    tally, refused = parties(store, twice())
    assert refused == [f"{BATCH + 3}: it is the same party as row 2"]
    assert counts(tally) == (BATCH + 1, 0, 0, 1)


def test_a_dry_run_says_what_would_be_and_writes_nothing(store: SqlStore) -> None:
    before = directory(store)
    tally, _ = parties(store, lines(BATCH + 1), dry_run=True)
    assert counts(tally) == (BATCH + 1, 0, 0, 0)
    assert directory(store) is before


NAMES = st.text(alphabet="abcXYZ &.'-=+@אבג\"ש0123", min_size=1, max_size=30).map(text_of).filter(bool)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=5, unique_by=lambda pair: pair[0].casefold()))
def test_any_party_comes_back_as_it_was(office: Settings, store: SqlStore, pairs: list[tuple[str, str]]) -> None:
    made = tuple(
        Party(id=f"C-1{place:03}", kind="customer", name=name, city=city) for place, (name, city) in enumerate(pairs)
    )
    with store.write() as uow:
        uow.records.put(Portion(parties=made))
        uow.records.announce()
        uow.commit()
    assert all(len(party_row(party)) == len(layout("parties").written()) for party in made)
    before = directory(store)
    path = office.data_dir / "parties.csv"
    tables.export_table(office, "parties", path, language="en")
    import_table(office, "parties", path, Options())
    assert directory(store).parties == before.parties


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("ending", "language"), [("csv", "en"), ("xlsx", "it"), ("xlsx", "he"), ("csv", "he")])
def test_what_was_exported_is_imported_without_a_change(
    office: Settings, capsysbinary: pytest.CaptureFixture[bytes], kind: str, ending: str, language: str
) -> None:
    path = office.data_dir / f"{kind}.{ending}"
    tables.export_table(office, kind, path, language=tables.language_of(language))
    rows = capsysbinary.readouterr().out.decode().split()[1]
    import_table(office, kind, path, Options())
    assert f": 0 new, 0 changed, {rows} as they were, 0 refused." in capsysbinary.readouterr().out.decode()


def test_a_whole_company_moves_to_another_program(office: Settings, store: SqlStore, tmp_path: Path) -> None:
    other = Settings(data_dir=tmp_path / "other")
    for kind in KINDS:
        path = tmp_path / f"{kind}.xlsx"
        tables.export_table(office, kind, path, language="en")
        import_table(other, kind, path, Options())
    moved = open_store(other.url())
    with store.read() as here, moved.read() as there:
        old, new = here.records.directory(), there.records.directory()
        assert (new.people, new.parties, new.products) == (old.people, old.parties, old.products)
        assert tuple(there.records.all_invoices()) == tuple(here.records.all_invoices())
        assert there.records.cost_centers() == here.records.cost_centers()
    moved.close()


def write_csv(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def test_refused_rows_are_mended_and_imported_again(
    office: Settings, store: SqlStore, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(
        tmp_path / "customers.csv",
        ("Ragione sociale", "P.IVA", "IBAN", "Note"),
        ("Alfa S.r.l.", "08773640952", "IT60X0542811101000000123456", "=cmd"),
        ("Beta S.r.l.", "", "", ""),
    )
    refused = tmp_path / "refused.csv"
    with pytest.raises(Failure, match=r"1 row was refused; mend them in .*refused\.csv and import that file"):
        import_table(office, "parties", path, Options(kind="customer", rejects=refused))
    said = capfd.readouterr()
    assert 'row 2: the tax number "08773640952" fails its check digit' in said.err
    assert "customers.csv: taking in 2 rows" in said.err
    assert "Columns left out: Note." in said.out
    assert "1 new, 0 changed, 0 as they were, 1 refused" in said.out
    with refused.open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    assert head == ["row", "reason", "Ragione sociale", "P.IVA", "IBAN", "Note"]
    assert row[0] == "2"
    assert row[2:] == ["Alfa S.r.l.", "08773640952", "IT60X0542811101000000123456", "'=cmd"]
    refused.write_text(refused.read_text("utf-8-sig").replace("08773640952", "08773640951"), "utf-8")
    import_table(office, "parties", refused, Options(kind="supplier", rejects=tmp_path / "none.csv"))
    assert {"Alfa S.r.l.", "Beta S.r.l."} <= {party.name for party in directory(store).parties}


def test_a_table_of_another_program_is_mapped_by_a_file(office: Settings, store: SqlStore, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Listino 2026",), (), ("Art.", "Testo", "EUR"), ("000123", "Tavolo", 19.989999999999998)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "prices.xlsx")
    (tmp_path / "map.toml").write_text(
        '[columns]\n"Art." = "sku"\nTesto = "name_it"\nEUR = "unit_price"\n[set]\ncurrency = "EUR"\nvat_rate = 22\n'
    )
    options = tables.options_of(
        maps=[], map_file=tmp_path / "map.toml", sets=["stock=5"], kind=None, decimal=None, dates=None
    )
    import_table(office, "products", tmp_path / "prices.xlsx", options)
    new = next(product for product in directory(store).products if product.sku == "000123")
    assert (str(new.unit_price.amount), new.stock, new.names["he"]) == ("19.99", 5, "Tavolo")


@pytest.mark.parametrize(
    ("kind", "options", "sentence"),
    [
        ("party", Options(), "there is no kind of table 'party'; there are people, parties"),
        ("people", Options(kind="customer"), "--kind is for parties, invoices, payments, not for people"),
        ("parties", Options(kind="client of ours"), "is none of customer, supplier"),
        ("parties", Options(given={"colour": "red"}), "'colour' is no column of parties"),
    ],
)
def test_a_wrong_call_is_told(office: Settings, tmp_path: Path, kind: str, options: Options, sentence: str) -> None:
    with pytest.raises(Usage, match=sentence):
        import_table(office, kind, write_csv(tmp_path / "x.csv", ("name",)), options)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"maps": ["sku"]}, "--map 'sku' is not of the form"),
        ({"sets": ["=EUR"]}, "--set '=EUR' is not of the form"),
        ({"decimal": "dot"}, "--decimal is point or comma, not 'dot'"),
        ({"dates": "iso"}, "--dates is day-first or month-first, not 'iso'"),
    ],
)
def test_a_wrong_option_is_told(said: dict[str, object], sentence: str) -> None:
    usual: dict[str, object] = {"maps": [], "map_file": None, "sets": [], "kind": None, "decimal": None, "dates": None}
    with pytest.raises(Usage, match=sentence):
        tables.options_of(**usual | said)  # type: ignore[arg-type]  # as the command line gives them


def test_a_file_that_is_no_table_is_told_with_its_name(office: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(Failure, match=r"empty\.csv: the file is empty"):
        import_table(office, "parties", tmp_path / "empty.csv", Options())
    with pytest.raises(Failure, match=r"no headers of products were found"):
        import_table(office, "products", write_csv(tmp_path / "x.csv", ("a", "b"), ("1", "2")), Options())
    with pytest.raises(Usage, match="--rejects names the table itself"):
        import_table(office, "products", tmp_path / "x.csv", Options(rejects=tmp_path / "x.csv"))


def test_an_export_goes_to_standard_output(office: Settings, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    tables.export_table(office, "stock", Path("-"), language="it")
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert (lines[0], len(lines)) == ("Codice,Giacenza,Impegnato,Scorta minima", 41)


def test_the_columns_of_a_kind_are_shown(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    tables.show_columns("stock")
    said = capsysbinary.readouterr().out.decode()
    assert "sku (needed always): The product's number; finds the product." in said
    assert 'also: sku, Codice, מק"ט' in said
    assert "A record is found by sku." in said
