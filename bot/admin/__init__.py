"""An administrator's work at the terminal: founding, people, workbook, checks, export."""
