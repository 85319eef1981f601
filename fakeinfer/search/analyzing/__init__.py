"""Texts into tokens by analyzers made of parts: those of index settings, of languages, and what `_analyze` puts together.

`chains.py` runs them, `components.py` makes the parts by name, `of_index.py` reads the settings of an index. What the common
analyzers do with the texts of documents, millions of times, is in `search/analysis.py`.
"""
