"""The office's own data as a workbook (人员表): written to be filled in, read back with care."""

from bot.admin.workbook.mistakes import Mistake, Reading, report, say
from bot.admin.workbook.read import read
from bot.admin.workbook.write import write_template, write_workbook

__all__ = ["Mistake", "Reading", "read", "report", "say", "write_template", "write_workbook"]
