"""Searching by vectors and by weighted tokens: the queries of the plugins k-NN and neural-search. Start at `knn.py`.

`parsing.py` reads their objects, `columns.py` holds the vectors of a field, `spaces.py` compares them, `neural.py` and
`neural_sparse.py` ask a model first, `features.py` scores token weights, `scripts.py` what a script says.
"""
