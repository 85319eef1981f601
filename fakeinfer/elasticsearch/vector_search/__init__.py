"""Searching by vectors and by weights of tokens: `dense_vector`, `sparse_vector`, `knn` and their kind.

`fields.py` says what a field of vectors is, `checks.py` what it does not take, `similarities.py` how near vectors are; `knn.py`
finds the nearest, exactly: there is no graph. `knn_query.py`, `knn_section.py` and `sparse_vector.py` read what searches say.
"""
