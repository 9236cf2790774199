"""Tables in files: reading whatever a spreadsheet writes, and writing files that a spreadsheet reads safely."""

from odnos.lib.tables.detect import layout_of, layout_of_sheet
from odnos.lib.tables.layout import Layout, Row, Unreadable
from odnos.lib.tables.read import header_of, rows_of
from odnos.lib.tables.workbook import sheets_of, to_csv

__all__ = [
    "Layout",
    "Row",
    "Unreadable",
    "header_of",
    "layout_of",
    "layout_of_sheet",
    "rows_of",
    "sheets_of",
    "to_csv",
]
