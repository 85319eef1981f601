"""Aggregations over the matching documents. Start at `reading.py`, which reads a tree of them; each kind is in a module of its own."""
