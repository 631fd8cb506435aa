"""Tables in files: CSV and XLSX, in and out."""

from integrations.spreadsheet.opening import Sheet, open_sheet
from integrations.spreadsheet.problems import SpreadsheetError
from integrations.spreadsheet.writing import TableWriter, csv_line, write_table

__all__ = ["Sheet", "SpreadsheetError", "TableWriter", "csv_line", "open_sheet", "write_table"]
