"""Queries written as text: `query_string`, which is `?q=` too, in `classic.py`, and `simple_query_string` in `simple.py`."""
