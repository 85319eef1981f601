"""Queries, one concept a module; `query.py` beside this package says how they are declared."""
