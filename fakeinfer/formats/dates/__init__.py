"""Dates as Java's `DateTimeFormatter` reads and writes them: patterns, the servers' named formats, zones, names of months.

Start at `format.date_format`; `moments.py` is what a text becomes. Years are proleptic and may be any number, which is
why Python's own `datetime` is asked for time zones alone.
"""
