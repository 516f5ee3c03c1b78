"""The table of Dash: DataTable, and number formats for its columns."""

from hxdash.dash_table import Format as Format
from hxdash.dash_table import FormatTemplate as FormatTemplate
from hxdash.dash_table.data_table import DataTable as DataTable

__all__ = ["DataTable", "Format", "FormatTemplate"]
