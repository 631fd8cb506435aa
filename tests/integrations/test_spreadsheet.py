"""Tables in files as they come out of Excel, and as they go there."""

import codecs
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.sheets.cells import Cell
from bot.sheets.rows import OutCell
from integrations.spreadsheet import SpreadsheetError, csv_line, open_sheet, write_table
from integrations.spreadsheet.text_files import guarded, guess_encoding, unguarded


def rows(path: Path, **options: Any) -> list[tuple[int, tuple[Cell, ...]]]:
    with open_sheet(path, **options) as sheet:
        first = list(sheet.rows())
        assert list(sheet.rows()) == first
        assert sheet.count == len(first)
        return first


def text_file(folder: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, *lines: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(folder / "table.xlsx")
    return folder / "table.xlsx"


HEBREW = 'שם;ח.פ.\nאלקטרה בע"מ;518999370\nשלום וברכה;1\n'
ITALIAN = "Ragione sociale;Città\nPerché no S.r.l.;Forlì\nSocietà Caffè;Cantù\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ITALIAN, "utf-8"), (ITALIAN, "utf-8-sig"), (ITALIAN, "cp1252"), (ITALIAN, "utf-16"),
        (HEBREW, "utf-8-sig"), (HEBREW, "cp1255"), (HEBREW, "iso-8859-8"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(tmp_path: Path, text: str, encoding: str) -> None:
    found = rows(text_file(tmp_path, text.encode(encoding)))
    assert [";".join(map(str, cells)) for _, cells in found] == text.splitlines()


def test_an_encoding_that_is_told_is_believed(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Città\n".encode("cp1252"))
    with pytest.raises(SpreadsheetError, match="--encoding"):
        rows(path, encoding="utf-8")
    assert rows(path, encoding="cp850") != rows(path)
    assert guess_encoding(codecs.BOM_UTF8 + b"x") == "utf-8-sig"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_separating_mark_is_found(tmp_path: Path, mark: str) -> None:
    path = text_file(tmp_path, mark.join(("a", "b", "c")) + "\n" + mark.join(("1", "2", "3")) + "\n")
    assert rows(path) == [(1, ("a", "b", "c")), (2, ("1", "2", "3"))]


def test_a_decimal_comma_is_no_separating_mark(tmp_path: Path) -> None:
    path = text_file(tmp_path, "Codice;Prezzo\nA;1,50\nB;2,50\n")
    assert rows(path)[1] == (2, ("A", "1,50"))


def test_quotes_lines_in_cells_and_empty_rows(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'name,note\r\n\r\n"Rossi, ""Figli""","two\nlines"\r\n,\r\nBianchi,x\r\n')
    assert rows(path) == [(1, ("name", "note")), (3, ('Rossi, "Figli"', "two\nlines")), (5, ("Bianchi", "x"))]


def test_the_line_that_excel_takes_for_itself_is_no_row(tmp_path: Path) -> None:
    assert rows(text_file(tmp_path, "sep=;\r\na;b\r\n1;2\r\n")) == [(2, ("a", "b")), (3, ("1", "2"))]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'name,note\nRossi,"open\nBianchi,x\nVerdi,y\n')
    with pytest.raises(SpreadsheetError, match="row 2 opens a quotation mark that is never closed"):
        rows(path)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("blank.csv", b" \n\n", "the file is empty"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format XLS"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected with a password"),
        ("broken.xlsx", b"PK\x03\x04 nothing more", "cannot be read as XLSX"),
        ("letter.pdf", b"%PDF-1.7", "neither CSV nor XLSX"),
        ("sheet.ods", b"PK\x03\x04", "it is ODS"),
        ("text.xlsx", b"a,b\n", "neither CSV nor XLSX"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(SpreadsheetError, match=sentence):
        rows(text_file(tmp_path, content, name))


def test_a_table_is_not_written_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with (
        pytest.raises(SpreadsheetError, match="there is no such folder"),
        write_table(tmp_path / "none" / "x.csv", ["sku"]),
    ):
        pass


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetError, match="it is a folder"):
        rows(tmp_path)


def test_cells_of_a_workbook_keep_what_they_are(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 31, 10, 30)  # noqa: DTZ001  as Excel keeps it
    cells = (1, 1.5, "007", date(2026, 1, 31), moment, True)
    assert rows(workbook(tmp_path, ("a", "b", "c", "d", "e", "f"), cells))[1] == (2, cells)


def test_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = 42, 0.22
    sheet["A1"].number_format, sheet["B1"].number_format = "00000", "0%"
    book.save(tmp_path / "shown.xlsx")
    assert rows(tmp_path / "shown.xlsx") == [(1, ("00042", 22.0))]


def test_the_sheet_is_chosen_by_name_or_number_else_the_first_with_something_in_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Listino").append(["sku"])
    book.create_sheet("Note").append(["n"])
    book.save(tmp_path / "many.xlsx")
    with open_sheet(tmp_path / "many.xlsx") as sheet:
        assert sheet.name == "Listino"
    assert rows(tmp_path / "many.xlsx", sheet="Note") == rows(tmp_path / "many.xlsx", sheet="3") == [(1, ("n",))]
    with pytest.raises(SpreadsheetError, match="no sheet 'Preise'; there are Sheet, Listino, Note"):
        rows(tmp_path / "many.xlsx", sheet="Preise")


def test_a_workbook_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetError, match="no sheet of the file has anything in it"):
        rows(workbook(tmp_path))


CELLS: tuple[OutCell, ...] = (
    "אלקטרה",
    'a "b", c',
    None,
    7,
    Decimal("1.125"),
    Decimal("1250.50"),
    date(2026, 1, 31),
    "0042",
)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_written_is_read_again(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    with write_table(path, ["a", "b", "c", "d", "e", "f", "g", "h"]) as table:
        table.row(CELLS)
    read = rows(path)[1][1]
    csv = ("אלקטרה", 'a "b", c', "", "7", "1.1250", "1250.50", "2026-01-31", "0042")
    assert read == (
        csv if ending == "csv" else ("אלקטרה", 'a "b", c', None, 7, 1.125, 1250.5, date(2026, 1, 31), "0042")
    )


@pytest.mark.parametrize("text", ["=1+1", "+39 02 1234", "-cmd", "@SUM(A1)", '=HYPERLINK("x")', "'=x", "''@y"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_text_is_run_as_a_formula_and_every_one_comes_back(tmp_path: Path, ending: str, text: str) -> None:
    path = tmp_path / f"out.{ending}"
    with write_table(path, ["name"]) as table:
        table.row([text])
    assert rows(path)[1][1] == (text,)
    if ending == "csv":
        assert path.read_text("utf-8-sig").splitlines()[1].strip('"').startswith("'")
    else:
        assert openpyxl.load_workbook(path).worksheets[0]["A2"].data_type == "s"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_guarded_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@example(["1", ";\n1;\n;"])
@given(st.lists(st.text(alphabet="abc,;\"'=+-@אב 1\n", min_size=1).filter(str.strip), min_size=2, max_size=4))
def test_any_texts_come_back_from_csv(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "out.csv"
    with write_table(path, [f"h{n}" for n in range(len(texts))]) as table:
        table.row(texts)
    assert rows(path)[1][1] == tuple(texts)
    assert path.read_bytes().decode("utf-8-sig").endswith(f"\r\n{csv_line(texts)}\r\n")


def test_a_hebrew_workbook_runs_from_right_to_left(tmp_path: Path) -> None:
    with write_table(tmp_path / "he.xlsx", ["שם"], right_to_left=True) as table:
        table.row(["אלקטרה"])
    assert openpyxl.load_workbook(tmp_path / "he.xlsx").worksheets[0].sheet_view.rightToLeft


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        with pytest.raises(ZeroDivisionError), write_table(tmp_path / f"out.{ending}", ["a"]) as table:
            table.row([1 // 0])
    with pytest.raises(SpreadsheetError, match=r"ends in \.csv or \.xlsx"), write_table(tmp_path / "out.pdf", ["a"]):
        pass
    assert list(tmp_path.iterdir()) == []
