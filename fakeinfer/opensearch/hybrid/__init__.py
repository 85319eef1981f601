"""Hybrid queries: several queries in one search, whose results a search pipeline puts together.

Start at `query.py`, which reads one; `collecting.py` makes the lists of each index, `marked.py` what is answered when no
pipeline puts them together, `merging.py` what is answered when one does, with the arithmetic of `normalization.py` and
`combination.py`.
"""
