"""A screening for people: one self-contained HTML file, a table in the terminal, summary.csv."""

from trialsift.report.html import report_html, write_report
from trialsift.report.sheet import write_summary_csv
from trialsift.report.terminal import summary_table

__all__ = ["report_html", "summary_table", "write_report", "write_summary_csv"]
