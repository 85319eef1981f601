"""Fields of the type `semantic`: their texts are embedded by a model when documents are indexed.

Start at `field.py` (the type and its options), then `mapping.py` (the fields a semantic field brings along), `documents.py`
(what is embedded) and `searching.py` (the neural query on such a field). `models.py` says what a model is good for.
"""
