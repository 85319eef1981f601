"""Retrievers: the `retriever` of a search, a tree of searches whose hits are put together.

Start at `section.py`; `tree.py` is what all of them are, `reading.py` how they are read, and each kind has a module of its own.
"""
