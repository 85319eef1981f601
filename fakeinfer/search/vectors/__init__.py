"""Vectors and weights of tokens, as both products search them: what documents hold, how near it is, what it scores.

`columns.py` has the vectors of a field by document, `spaces.py` measures them, `features.py` has weights as Lucene keeps them;
`parsing.py`, `tokens.py` and `hand_reading.py` read the objects of queries. The queries themselves are the vendors'.
"""
