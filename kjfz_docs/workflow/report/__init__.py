"""The report: one page on where a programme stands, and the same pieces for notebooks."""
